using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>
/// The sheet of choices. Rows with a mark in <c>cc_list</c> are not the form's: they were written for ODK, and the product has its own.
/// One that was changed is refused; without its mark it is the form's own choice.
/// </summary>
internal sealed class XlsChoicesReader
{
    private readonly SheetTable? _table;
    private readonly SheetFaults _faults;
    private readonly List<(SheetRow Row, string List, string Code, string Mark)> _marked = [];
    private readonly HashSet<string> _markedLists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SheetRow> _firstOfList = new(StringComparer.Ordinal);
    private readonly Dictionary<(string List, string Code), SheetRow> _lastOfCode = [];

    public XlsChoicesReader(SheetTable? table, SheetFaults faults)
    {
        (_table, _faults) = (table, faults);
        if (table is not null)
        {
            Own = Read(table);
        }
    }

    /// <summary>The form's own lists, in the order of the sheet; default for none.</summary>
    public ImmutableArray<ListDocument> Own { get; }

    public bool Has(string list) => _firstOfList.ContainsKey(list) && !_markedLists.Contains(list);

    /// <summary>What a filter may ask of the list's choices.</summary>
    public IEnumerable<string> AttributesOf(string list) =>
        (Own.IsDefault ? [] : Own)
            .Where(own => own.Name == list)
            .SelectMany(own => own.Choices)
            .SelectMany(choice => choice.Attributes?.Keys ?? [])
            .Distinct(StringComparer.Ordinal);

    public CellPlace PlaceOf(string list, string? code)
    {
        SheetRow? row =
            code is not null && _lastOfCode.TryGetValue((list, code), out SheetRow? of)
                ? of
                : _firstOfList.GetValueOrDefault(list);
        return row is null || _table is null
            ? new CellPlace(XlsColumns.ChoicesSheet)
            : _table.Place(row, code is null ? "list_name" : "name");
    }

    /// <summary>Every row with a mark must be as we would write it today.</summary>
    public void CheckMarked(FormDocument form, CodeLists lists, SheetFaults remarks)
    {
        var expected = XlsChoices
            .Of(form, lists)
            .Where(choice => choice.Mark is not null)
            .GroupBy(choice => choice.List, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.DistinctBy(choice => choice.Code).ToDictionary(choice => choice.Code),
                StringComparer.Ordinal
            );
        foreach (var list in _marked.GroupBy(row => row.List, StringComparer.Ordinal))
        {
            if (!expected.TryGetValue(list.Key, out Dictionary<string, XlsChoice>? choices))
            {
                remarks.Add(PlaceOf(list.Key, null), "XlsForm_ListUnused", list.Key);
                continue;
            }

            if (
                choices.Values.FirstOrDefault() is { Mark: { } mark }
                && list.FirstOrDefault(row => row.Mark != mark) is { Row: not null } other
            )
            {
                _faults.Add(_table!.Place(other.Row, "cc_list"), "XlsForm_ListVersion", other.Mark, mark);
                continue;
            }

            foreach ((SheetRow row, _, string code, _) in list)
            {
                Labels? labels = _table!.Labels(row, "label");
                if (!choices.Remove(code, out XlsChoice? choice))
                {
                    _faults.Add(_table.Place(row, "name"), "XlsForm_ListChanged", list.Key, code);
                }
                else if (labels?.All.FirstOrDefault(text => choice.Labels.Exactly(text.Key) != text.Value) is { Key: not null })
                {
                    _faults.Add(_table.Place(row, "label"), "XlsForm_ListChanged", list.Key, code);
                }
            }

            if (choices.Count > 0)
            {
                _faults.Add(PlaceOf(list.Key, null), "XlsForm_ListChanged", list.Key, choices.Keys.First());
            }
        }
    }

    private ImmutableArray<ListDocument> Read(SheetTable table)
    {
        var lists = new OrderedDictionary<string, List<ChoiceDocument>>(StringComparer.Ordinal);
        foreach (SheetRow row in table.Rows)
        {
            if (table.Word(row, "list_name") is not { } name || table.Word(row, "name") is not { } code)
            {
                _faults.Add(new CellPlace(table.Name, row.Number), "XlsForm_ChoiceWithoutName");
                continue;
            }

            string? mark = table.Word(row, "cc_list");
            bool isFirst = _firstOfList.TryAdd(name, row);
            if (!isFirst && _markedLists.Contains(name) != mark is not null)
            {
                _faults.Add(table.Place(row, "cc_list"), "XlsForm_ListMixed", name);
                continue;
            }

            _lastOfCode[(name, code)] = row;
            if (mark is not null)
            {
                _marked.Add((row, name, code, mark));
                _markedLists.Add(name);
                continue;
            }

            if (!lists.TryGetValue(name, out List<ChoiceDocument>? choices))
            {
                lists.Add(name, choices = []);
            }

            choices.Add(Choice(table, row, code));
        }

        return lists.Count == 0
            ? default
            : [.. lists.Select(list => new ListDocument { Name = list.Key, Choices = [.. list.Value] })];
    }

    private ChoiceDocument Choice(SheetTable table, SheetRow row, string code)
    {
        Labels? labels = table.Labels(row, "label");
        if (labels is null)
        {
            _faults.Add(table.Place(row, "label"), "Fault_NoLabel");
        }

        ImmutableSortedDictionary<string, string> attributes = table
            .Others.Where(other => row[other.Column] is not null)
            .DistinctBy(other => other.Header)
            .ToImmutableSortedDictionary(other => other.Header, other => row[other.Column]!.Text, StringComparer.Ordinal);
        return new ChoiceDocument
        {
            Code = code,
            Labels = labels ?? new Labels([]),
            Attributes = attributes.IsEmpty ? null : attributes,
        };
    }
}
