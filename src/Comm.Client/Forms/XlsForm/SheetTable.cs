using Comm.Client.Spreadsheets;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>A sheet whose first row names its columns. What stands in a column that nobody knows is refused.</summary>
internal sealed class SheetTable
{
    private readonly Sheet _sheet;
    private readonly SheetFaults _faults;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, int>> _texts = new(StringComparer.Ordinal);
    private readonly List<(string Header, int Column)> _others = [];
    private readonly HashSet<int> _named = [];

    /// <param name="sheet">As it was read.</param>
    /// <param name="columns">What it may have.</param>
    /// <param name="language">Of a label without a language: the author's.</param>
    /// <param name="faults">Where faults go.</param>
    /// <param name="takesOthers">Whether further columns are attributes.</param>
    public SheetTable(Sheet sheet, XlsColumns columns, string language, SheetFaults faults, bool takesOthers = false)
    {
        (_sheet, _faults) = (sheet, faults);
        foreach (Cell cell in sheet.Rows.IsEmpty ? [] : sheet.Rows[0].Cells)
        {
            Take(cell, columns, language, takesOthers);
        }

        foreach (SheetRow row in Rows)
        {
            foreach (Cell cell in row.Cells.Where(cell => !_named.Contains(cell.Place.Column)))
            {
                _faults.Add(cell.Place, "XlsForm_NoHeader");
            }
        }
    }

    public string Name => _sheet.Name;

    /// <summary>Those below the header.</summary>
    public IEnumerable<SheetRow> Rows => _sheet.Rows.Skip(1);

    /// <summary>Columns that are nobody's: of choices, attributes.</summary>
    public IReadOnlyList<(string Header, int Column)> Others => _others;

    public bool Has(string column) => _columns.ContainsKey(column) || _texts.ContainsKey(column);

    /// <summary>Where a row has this column; the row as a whole, where the sheet has no such column.</summary>
    public CellPlace Place(SheetRow row, string column) => Place(row.Number, column);

    public CellPlace Place(int row, string column) =>
        new(
            Name,
            row,
            _columns.TryGetValue(column, out int plain) ? plain
                : _texts.TryGetValue(column, out SortedDictionary<string, int>? texts) ? texts.Values.Min()
                : 0
        );

    /// <summary>As it stands there; null for a blank cell.</summary>
    public string? Text(SheetRow row, string column) => _columns.TryGetValue(column, out int at) ? row[at]?.Text : null;

    /// <summary>A name, or another word that no space belongs to.</summary>
    public string? Word(SheetRow row, string column) => Text(row, column)?.Trim() is { Length: > 0 } word ? word : null;

    /// <summary>One text in the languages that have one; null where none has.</summary>
    public Labels? Labels(SheetRow row, string column)
    {
        if (!_texts.TryGetValue(column, out SortedDictionary<string, int>? languages))
        {
            return null;
        }

        KeyValuePair<string, string>[] texts =
        [
            .. languages
                .Where(language => row[language.Value] is not null)
                .Select(language => KeyValuePair.Create(language.Key, row[language.Value]!.Text)),
        ];
        return texts.Length == 0 ? null : new Labels(texts);
    }

    private void Take(Cell cell, XlsColumns columns, string language, bool takesOthers)
    {
        string header = cell.Text.Trim();
        _named.Add(cell.Place.Column);
        (string name, string? tongue) = XlsColumns.Split(header);
        if (columns.Translated.Contains(name))
        {
            if ((tongue is null ? language : XlsLanguages.CodeOf(tongue)) is not { } code)
            {
                _faults.Add(cell.Place, "XlsForm_Language", tongue!, XlsLanguages.Supported);
            }
            else if (!Translations(name).TryAdd(code, cell.Place.Column))
            {
                _faults.Add(cell.Place, "XlsForm_ColumnTwice", header);
            }
        }
        else if (tongue is null && columns.Plain.Contains(name))
        {
            if (!_columns.TryAdd(name, cell.Place.Column))
            {
                _faults.Add(cell.Place, "XlsForm_ColumnTwice", header);
            }
        }
        else if (takesOthers && !columns.Refused.Contains(name) && (tongue is null || name == XlsColumns.Attribute))
        {
            string attribute = tongue ?? header;
            if (_others.Any(other => other.Header == attribute))
            {
                _faults.Add(cell.Place, "XlsForm_ColumnTwice", header);
            }

            _others.Add((attribute, cell.Place.Column));
        }
        else if (Rows.Any(row => row[cell.Place.Column] is not null))
        {
            _faults.Add(cell.Place, "XlsForm_UnknownColumn", header, columns.Supported);
        }
    }

    private SortedDictionary<string, int> Translations(string name)
    {
        if (!_texts.TryGetValue(name, out SortedDictionary<string, int>? texts))
        {
            _texts.Add(name, texts = new SortedDictionary<string, int>(StringComparer.Ordinal));
        }

        return texts;
    }
}
