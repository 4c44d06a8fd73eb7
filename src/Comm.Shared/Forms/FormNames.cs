namespace Comm.Shared.Forms;

/// <summary>What names of fields and forms are made of.</summary>
public static class FormNames
{
    public const int MostCharacters = 64;

    /// <summary>A field's name, which is also a column of an export: a small letter, then small letters, digits and underscores.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MostCharacters
        && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>A form's id: as a name, with hyphens.</summary>
    public static bool IsId(string id) => IsName(id.Replace('-', '_'));
}
