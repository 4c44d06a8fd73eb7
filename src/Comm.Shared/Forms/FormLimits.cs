namespace Comm.Shared.Forms;

/// <summary>Every limit on forms and reports in one place: what comes from another machine is bounded before it is read.</summary>
public static class FormLimits
{
    /// <summary>A report's bytes; a full one of 50 lines with remarks has under 10 KiB.</summary>
    public const int ReportBytes = 64 * 1_024;

    /// <summary>A form definition's bytes: six languages of a long form fit several times.</summary>
    public const int DefinitionBytes = 512 * 1_024;

    public const int JsonDepth = 8;
    public const int FieldsPerForm = 200;
    public const int RulesPerForm = 200;
    public const int Lines = 100;
    public const int TextCharacters = 2_000;
    public const int Overrides = 50;

    /// <summary>dec(18,3): digits before the point, and after it.</summary>
    public const int WholeDigits = 15;
    public const int DecimalPlaces = 3;

    public const decimal LargestQuantity = 1_000_000_000_000m;

    /// <summary>A reason must say something; three characters is the shortest word that does.</summary>
    public const int ReasonLeastCharacters = 3;
    public const int ReasonMostCharacters = 500;
}
