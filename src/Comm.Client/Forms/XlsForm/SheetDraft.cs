using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>A sheet that grows a column when something is first said in it.</summary>
internal sealed class SheetDraft(string name)
{
    private readonly List<string> _columns = [];
    private readonly List<Dictionary<string, string>> _rows = [];

    public string Name => name;

    public IReadOnlyList<string> Columns => _columns;

    public bool IsNeeded => _rows.Count > 0;

    /// <summary>Where the cell is that is written next in this column.</summary>
    public CellPlace Place(string column) => new(name, _rows.Count + 1, _columns.IndexOf(column) + 1);

    public void Begin() => _rows.Add(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Columns in this order, whatever is said in them first.</summary>
    public void Order(params IEnumerable<string> columns) => _columns.AddRange(columns);

    public void Set(string column, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (!_columns.Contains(column))
        {
            _columns.Add(column);
        }

        _rows[^1][column] = text;
    }

    public void Set(string column, Labels? labels, ImmutableArray<string> languages)
    {
        foreach (string language in languages)
        {
            Set($"{column}::{XlsLanguages.NameOf(language)}", labels?.Exactly(language));
        }
    }

    public bool IsUsed(string column) => _rows.Any(row => row.ContainsKey(column));

    public WrittenSheet ToSheet() =>
        new(
            name,
            [.. _columns.Select(column => new WrittenColumn(column, Width: Width(column)))],
            [.. _rows.Select(row => _columns.Select(column => (WrittenCell)row.GetValueOrDefault(column)).ToImmutableArray())]
        );

    private static int Width(string column) =>
        column.Contains("::", StringComparison.Ordinal) || column is "note" ? 40
        : column is "type" or "name" or "relevant" or "constraint" or "when" or "check" ? 28
        : 16;
}
