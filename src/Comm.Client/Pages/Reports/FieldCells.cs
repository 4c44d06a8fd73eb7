using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// Which fields share a place of the page: a question that only one other makes relevant stands below that one, and a tick after a date
/// below the date. So an answer never moves the fields beside it.
/// </summary>
internal sealed record FieldCell(FormField Lead, IReadOnlyList<FormField> Below)
{
    public static IReadOnlyList<FieldCell> Of(IEnumerable<FormField> fields)
    {
        var cells = new List<FieldCell>();
        foreach (FormField field in fields)
        {
            if (cells.LastOrDefault() is { } before && BelongsTo(field, before.Lead))
            {
                cells[^1] = before with { Below = [.. before.Below, field] };
            }
            else
            {
                cells.Add(new FieldCell(field, []));
            }
        }

        return cells;
    }

    private static bool BelongsTo(FormField field, FormField lead) =>
        (field.Type == FieldType.Flag && lead.Type == FieldType.Date)
        || (field.DependsOn.Any() && field.DependsOn.All(name => name == lead.Name));
}
