using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>Our own two sheets: rules over several questions, and the tables they look up in. Expressions stand there in our dialect.</summary>
internal sealed class XlsRulesReader(SheetTable? rules, SheetTable? tables, SheetFaults faults)
{
    private readonly Dictionary<string, SheetRow> _tableRows = new(StringComparer.Ordinal);
    private ImmutableArray<SheetRow> _ruleRows = [];

    /// <summary>Where the rule is that came as this one in the order of the sheet.</summary>
    public CellPlace PlaceOf(int rule, string column) =>
        rules is not null && rule < _ruleRows.Length
            ? rules.Place(_ruleRows[rule], column)
            : new CellPlace(XlsColumns.RulesSheet);

    public CellPlace PlaceOfTable(string table) =>
        tables is not null && _tableRows.TryGetValue(table, out SheetRow? row)
            ? tables.Place(row, "table")
            : new CellPlace(XlsColumns.TablesSheet);

    public ImmutableArray<RuleDocument> Rules()
    {
        if (rules is null)
        {
            return default;
        }

        var read = ImmutableArray.CreateBuilder<RuleDocument>();
        var rows = ImmutableArray.CreateBuilder<SheetRow>();
        foreach (SheetRow row in rules.Rows)
        {
            if (Missing(rules, row, "id", "severity", "field", "check") is { } missing)
            {
                faults.Add(rules.Place(row, missing), "XlsForm_CellMissing", missing);
                continue;
            }

            rows.Add(row);
            read.Add(
                new RuleDocument
                {
                    Id = rules.Word(row, "id")!,
                    Severity = rules.Word(row, "severity")!,
                    Field = rules.Word(row, "field")!,
                    When = rules.Text(row, "when"),
                    Check = rules.Text(row, "check")!,
                    Message = rules.Labels(row, "message") ?? new Labels([]),
                }
            );
        }

        _ruleRows = rows.ToImmutable();
        return read.Count == 0 ? default : read.ToImmutable();
    }

    public ImmutableArray<TableDocument> Tables()
    {
        if (tables is null)
        {
            return default;
        }

        var read = new OrderedDictionary<string, ImmutableSortedDictionary<string, string>.Builder>(StringComparer.Ordinal);
        foreach (SheetRow row in tables.Rows)
        {
            if (Missing(tables, row, "table", "key", "value") is { } missing)
            {
                faults.Add(tables.Place(row, missing), "XlsForm_CellMissing", missing);
                continue;
            }

            string name = tables.Word(row, "table")!;
            _tableRows.TryAdd(name, row);
            if (!read.TryGetValue(name, out ImmutableSortedDictionary<string, string>.Builder? entries))
            {
                read.Add(name, entries = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal));
            }

            if (!entries.TryAdd(tables.Text(row, "key")!, tables.Text(row, "value")!))
            {
                faults.Add(tables.Place(row, "key"), "XlsForm_KeyTwice", tables.Text(row, "key")!);
            }
        }

        return read.Count == 0
            ? default
            : [.. read.Select(table => new TableDocument { Name = table.Key, Rows = table.Value.ToImmutable() })];
    }

    private static string? Missing(SheetTable table, SheetRow row, params string[] columns) =>
        columns.FirstOrDefault(column => table.Word(row, column) is null);
}
