using System.Globalization;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>What a typed text is read with.</summary>
/// <param name="Language">Of the page it was typed into: its words, its decimal sign.</param>
/// <param name="Places">The group's.</param>
/// <param name="Zone">Of an hour that comes without its offset.</param>
/// <param name="Links">The reports that another one may name.</param>
internal sealed record TypedTables(Language Language, LocationTable Places, TimeZoneInfo Zone, IReadOnlyList<LinkChoice> Links)
{
    public static TypedTables Of(Language language, LocationTable? places = null) =>
        new(language, places ?? LocationTable.Shipped, TimeZoneInfo.Utc, []);
}

/// <summary>
/// A text of a page, a pasted cell or a spreadsheet as the answer it is to a question. What cannot be read with certainty is none.
/// </summary>
internal static class TypedAnswer
{
    private const string YesNo = "CL_YESNO";

    public static Answer? Read(FormField field, string typed, TypedTables tables)
    {
        string text = TypedText.Clean(typed);
        if (text.Length == 0)
        {
            return null;
        }

        if (Special(field, text, tables.Language.Code) is { } special)
        {
            return new Answer.Text(special);
        }

        return field.Type switch
        {
            FieldType.Text => new Answer.Text(text),
            FieldType.Integer or FieldType.Decimal => TypedNumber.TryRead(text, tables.Language.Culture, out decimal number)
                ? new Answer.Number(number)
                : null,
            FieldType.Flag => Flag(text, tables.Language.Code),
            FieldType.Date => TextOf(TypedDate.ReadDay(text)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            FieldType.Time => TextOf(TypedDate.ReadHour(text)?.ToString("HH:mm", CultureInfo.InvariantCulture)),
            FieldType.DateTime => TypedDate.ReadInstant(text, tables.Zone) is { } instant
                ? new Answer.Text(TypedDate.Iso(instant))
                : null,
            FieldType.Position => TextOf(TypedPosition.Read(text)),
            FieldType.Codes => Codes(field, text, tables),
            FieldType.Link => TextOf(Link(text, tables.Links)),
            _ => TextOf(Lookup.Exact(field, text, tables.Language.Code, tables.Places)),
        };
    }

    private static Answer.Text? TextOf(string? text) => text is null ? null : new Answer.Text(text);

    private static string? Special(FormField field, string text, string language) =>
        field.Specials.FirstOrDefault(code =>
            code == text || Folding.Fold(CodeLists.Shipped.Label(CodeLists.Special, code, language)) == Folding.Fold(text)
        );

    private static Answer.Flag? Flag(string text, string language) =>
        text.ToUpperInvariant() is "TRUE" or "1" or "X" or "Y" || Says(text, "Y", language) ? new Answer.Flag(true)
        : text.ToUpperInvariant() is "FALSE" or "0" or "N" || Says(text, "N", language) ? new Answer.Flag(false)
        : null;

    private static bool Says(string text, string code, string language) =>
        Folding.Fold(CodeLists.Shipped.Label(YesNo, code, language)) == Folding.Fold(text);

    /// <summary>Labels hold blanks and commas, so several of them stand between semicolons or on lines; codes between any of these.</summary>
    private static Answer.Text? Codes(FormField field, string text, TypedTables tables)
    {
        string? CodeOf(string part) =>
            Special(field, part, tables.Language.Code) ?? Lookup.Exact(field, part, tables.Language.Code, tables.Places);

        string?[] between = [.. Parts(text, [';', '\n', '|']).Select(CodeOf)];
        string?[] codes = between.Contains(null) ? [.. Parts(text, [' ', ',', ';', '\n', '|']).Select(CodeOf)] : between;
        return codes.Length == 0 || codes.Contains(null) ? null : new Answer.Text(string.Join(' ', codes.Distinct()));
    }

    private static string[] Parts(string text, char[] signs) =>
        text.Split(signs, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Link(string text, IReadOnlyList<LinkChoice> links) =>
        Guid.TryParse(text, out Guid id) ? id.ToString("D")
        : links.Where(link => link.Label == text).Take(2).ToArray() is [var only] ? only.Value
        : null;
}
