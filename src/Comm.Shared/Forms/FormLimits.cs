namespace Comm.Shared.Forms;

/// <summary>Every limit on forms and reports in one place: what comes from another machine is bounded before it is read.</summary>
public static class FormLimits
{
    /// <summary>A report's bytes; a full one of 50 lines with remarks has under 20 KiB.</summary>
    public const int ReportBytes = 64 * 1_024;

    /// <summary>A form definition's bytes: six languages of the standard form fit twice.</summary>
    public const int DefinitionBytes = 1_024 * 1_024;

    public const int JsonDepth = 8;
    public const int FieldsPerForm = 400;
    public const int RulesPerForm = 500;

    /// <summary>Sections in sections; deeper, nobody finds a question again.</summary>
    public const int SectionDepth = 4;

    public const int ListsPerForm = 100;
    public const int ChoicesPerForm = 5_000;
    public const int TablesPerForm = 20;
    public const int RowsPerTable = 2_000;

    /// <summary>Of a label, hint or message, in one language.</summary>
    public const int LabelCharacters = 1_000;

    public const int Lines = 100;
    public const int TextCharacters = 2_000;
    public const int Overrides = 50;

    /// <summary>Of one report.</summary>
    public const int Revisions = 999;
    public const int RuleIdCharacters = 16;

    /// <summary>What is told of a definition at once: beyond it, the author has enough to mend.</summary>
    public const int Faults = 100;

    /// <summary>dec(18,3): digits before the point, and after it.</summary>
    public const int WholeDigits = 15;
    public const int DecimalPlaces = 3;

    public const decimal LargestQuantity = 1_000_000_000_000m;

    /// <summary>A reason must say something; three characters is the shortest word that does.</summary>
    public const int ReasonLeastCharacters = 3;
    public const int ReasonMostCharacters = 500;
}
