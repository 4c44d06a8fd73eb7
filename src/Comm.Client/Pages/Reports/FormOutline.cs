using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>How the questions of a form stand on the page: sections that fold, repeats, and grids of the questions between them.</summary>
internal static class FormOutline
{
    /// <summary>A form with this many sections wants a list of them.</summary>
    private const int ManySections = 4;

    /// <summary>A repeat with as few questions as these is a table where there is room.</summary>
    private const int TableColumns = 5;

    private const int LongText = 200;

    /// <summary>What a list of contents leads to.</summary>
    public static IEnumerable<FormField> Contents(FormDefinition form) =>
        form.Fields.Where(field => field.Type is FieldType.Section or FieldType.Repeat);

    public static bool IsLong(FormDefinition form) => Sections(form).Count() >= ManySections;

    public static IEnumerable<FormField> Sections(FormDefinition form) =>
        form.Fields.Where(field => field.Type == FieldType.Section);

    public static bool IsTable(FormField repeat) =>
        FieldCell.Of(repeat.Questions) is { Count: <= TableColumns } cells
        && cells.All(cell => cell.Below.Count == 0)
        && repeat.Questions.All(field =>
            field.IsAsked
            && field.Type is not (FieldType.Codes or FieldType.Position)
            && field is not { Type: FieldType.Text, Most: >= LongText }
        );

    /// <summary>Neighbours that are plain questions share a grid; a section or repeat stands by itself.</summary>
    public static IEnumerable<IReadOnlyList<FormField>> Blocks(IEnumerable<FormField> fields)
    {
        var grid = new List<FormField>();
        foreach (FormField field in fields)
        {
            if (field.Type is not (FieldType.Section or FieldType.Repeat))
            {
                grid.Add(field);
                continue;
            }

            if (grid.Count > 0)
            {
                yield return [.. grid];
                grid.Clear();
            }

            yield return [field];
        }

        if (grid.Count > 0)
        {
            yield return grid;
        }
    }
}
