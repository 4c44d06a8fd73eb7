using Comm.Client.Spreadsheets;

namespace Comm.Client.Forms.XlsForm;

/// <summary>How ODK shows a question. Our pages show it in their own way; what would change the answer itself is refused.</summary>
internal static class XlsAppearance
{
    private static readonly string[] Looks =
    [
        "minimal",
        "autocomplete",
        "quick",
        "quickcompact",
        "compact",
        "horizontal",
        "horizontal-compact",
        "vertical",
        "multiline",
        "field-list",
        "table-list",
        "label",
        "list",
        "list-nolabel",
        "likert",
        "columns",
        "columns-pack",
        "no-buttons",
        "no-calendar",
        "thousands-sep",
        "pages",
        "theme-grid",
    ];

    public static void Check(SheetTable table, SheetRow row, SheetFaults faults, SheetFaults remarks)
    {
        foreach (string look in table.Word(row, "appearance")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (IsLook(look))
            {
                remarks.Add(table.Place(row, "appearance"), "XlsForm_AppearanceNotUsed", look);
            }
            else
            {
                faults.Add(table.Place(row, "appearance"), "XlsForm_Appearance", look, string.Join(", ", Looks));
            }
        }
    }

    // "w3" and "columns-2": so many parts of the width.
    private static bool IsLook(string look) =>
        Looks.Contains(look, StringComparer.Ordinal)
        || (look.Length is 2 or 3 && look[0] == 'w' && look.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
        || (look.StartsWith("columns-", StringComparison.Ordinal) && look.Length == 9 && char.IsAsciiDigit(look[8]));
}
