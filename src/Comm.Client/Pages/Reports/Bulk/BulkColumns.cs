using System.Collections.Immutable;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>
/// The columns of a spreadsheet of reports: the questions of a form by their names, and before them the one whose value says which rows
/// are one report. A row is a line of each repeat that it answers a question of.
/// </summary>
internal static class BulkColumns
{
    public const string Key = "report";

    public static IEnumerable<FormField> Of(FormDefinition form) =>
        form
            .Questions.SelectMany(field => field.Type == FieldType.Repeat ? field.Questions.AsEnumerable() : [field])
            .Where(field => field is { IsAsked: true, ReadOnly: false, Type: not (FieldType.Image or FieldType.File) });

    /// <summary>Which question each column of a header is; null for the key.</summary>
    public static ImmutableSortedDictionary<int, FormField?> Read(SheetRow header, FormDefinition form, List<PasteFault> faults)
    {
        var columns = ImmutableSortedDictionary.CreateBuilder<int, FormField?>();
        Dictionary<string, FormField> byName = Of(form).ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
        foreach (Cell cell in header.Cells)
        {
            string name = TypedText.Clean(cell.Text);
            bool isKey = string.Equals(name, Key, StringComparison.OrdinalIgnoreCase);
            FormField? field = isKey ? null : byName.GetValueOrDefault(name);
            if (!isKey && field is null)
            {
                faults.Add(new PasteFault(header.Number, cell.Place.Column, "Bulk.UnknownColumn", name));
            }
            else if (columns.ContainsValue(field))
            {
                faults.Add(new PasteFault(header.Number, cell.Place.Column, "Bulk.ColumnTwice", name));
            }
            else
            {
                columns.Add(cell.Place.Column, field);
            }
        }

        return columns.ToImmutable();
    }

    /// <summary>The second row of our own template: what the columns are in words.</summary>
    public static bool AreLabels(SheetRow row, ImmutableSortedDictionary<int, FormField?> columns) =>
        row.Cells.Any(cell => columns.GetValueOrDefault(cell.Place.Column) is not null)
        && row.Cells.All(cell =>
            columns.GetValueOrDefault(cell.Place.Column) is not { } field
            || ProductCultures.All.Any(language => field.Labels.Text(language) == TypedText.Clean(cell.Text))
        );
}
