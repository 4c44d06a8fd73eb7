using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <summary>The sheet of questions: rows between <c>begin_group</c> and <c>end_group</c> become the questions of a section.</summary>
internal sealed class XlsSurveyReader(
    SheetTable table,
    XlsChoicesReader choices,
    CodeLists lists,
    string language,
    SheetFaults faults,
    SheetFaults remarks
)
{
    /// <summary>Deeper than a form may be, which the compiler says; what is deeper still is refused here, before it nests.</summary>
    private const int MostDepth = FormLimits.SectionDepth + 2;

    private readonly Dictionary<string, (SheetRow First, SheetRow Last)> _rows = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _codeLists = new(StringComparer.Ordinal);

    /// <summary>The product's lists that a question is answered from.</summary>
    public IEnumerable<string> CodeListsUsed => _codeLists;

    public CellPlace PlaceOf(string field, string column, bool last)
    {
        if (!_rows.TryGetValue(field, out (SheetRow First, SheetRow Last) rows))
        {
            return new CellPlace(table.Name);
        }

        SheetRow row = last ? rows.Last : rows.First;
        if (column == XlsPlaces.Cycle)
        {
            bool isOfRelevance = table.Text(row, "relevant") is not null || table.Text(row, "cc_relevant") is not null;
            column = isOfRelevance ? "relevant" : "calculation";
        }

        string ours = "cc_" + column;
        return table.Place(row, table.Text(row, ours) is null ? column : ours);
    }

    public ImmutableArray<FieldDocument> Read()
    {
        var open = new Stack<Frame>();
        open.Push(new Frame(null, null));
        foreach (SheetRow row in table.Rows)
        {
            if (table.Word(row, "type") is not { } written)
            {
                faults.Add(table.Place(row, "type"), "XlsForm_NoType");
                continue;
            }

            XlsTypeCell type = XlsTypeCell.Read(written);
            if (type.Ends)
            {
                End(open, row, type);
            }
            else if (table.Word(row, "name") is not { } named)
            {
                faults.Add(table.Place(row, "name"), "XlsForm_NoName");
            }
            else
            {
                string name = OdkNames.FromOdk(named);
                _rows[name] = (_rows.TryGetValue(name, out var before) ? before.First : row, row);
                Take(open, row, type, name);
            }
        }

        while (open.Count > 1)
        {
            Frame left = open.Pop();
            faults.Add(table.Place(left.Row!, "type"), "XlsForm_BeginWithoutEnd", left.Field!.Name);
            open.Peek().Fields.Add(left.Closed());
        }

        ImmutableArray<FieldDocument> fields = [.. open.Pop().Fields];
        if (fields.IsEmpty && faults.IsEmpty)
        {
            faults.Add(new CellPlace(table.Name), "XlsForm_NoQuestions");
        }

        return fields;
    }

    private void Take(Stack<Frame> open, SheetRow row, XlsTypeCell type, string name)
    {
        if (!type.Begins)
        {
            if (new XlsQuestion(table, row, choices, lists, language, faults, remarks, _codeLists).Read(type, name) is { } field)
            {
                open.Peek().Fields.Add(field);
            }

            return;
        }

        var holder = new XlsQuestion(table, row, choices, lists, language, faults, remarks, _codeLists);
        var frame = new Frame(holder.ReadHolder(type.Word == "begin_repeat", name), row);
        if (open.Count > MostDepth)
        {
            faults.Add(table.Place(row, "type"), "Fault_Nesting", FormLimits.SectionDepth);
            frame = frame with { IsTooDeep = true };
        }

        open.Push(frame);
    }

    private void End(Stack<Frame> open, SheetRow row, XlsTypeCell type)
    {
        string begin = type.Word == "end_repeat" ? "begin_repeat" : "begin_group";
        FieldType closes = type.Word == "end_repeat" ? FieldType.Repeat : FieldType.Section;
        if (open.Count == 1 || open.Peek().Field!.Type != closes)
        {
            faults.Add(table.Place(row, "type"), "XlsForm_EndWithoutBegin", begin);
            return;
        }

        if (
            row.Cells.Any(cell =>
                cell.Place.Column != table.Place(row, "type").Column && cell.Place.Column != table.Place(row, "name").Column
            )
        )
        {
            faults.Add(table.Place(row, "type"), "XlsForm_EndWithMore");
        }

        Frame closed = open.Pop();
        if (!closed.IsTooDeep)
        {
            open.Peek().Fields.Add(closed.Closed());
        }
    }

    private sealed record Frame(FieldDocument? Field, SheetRow? Row)
    {
        public List<FieldDocument> Fields { get; } = [];

        public bool IsTooDeep { get; init; }

        public FieldDocument Closed() => Field! with { Fields = [.. Fields] };
    }
}

/// <summary>The cell of a type: a word, and for choices the name of their list.</summary>
internal sealed record XlsTypeCell(string Word, string? List, string? More)
{
    public bool Begins => Word is "begin_group" or "begin_repeat";

    public bool Ends => Word is "end_group" or "end_repeat";

    public bool HasChoices => Word is XlsTypes.SelectOne or XlsTypes.SelectMultiple;

    /// <summary>ODK writes "begin group" and "select one list" with a space as well.</summary>
    public static XlsTypeCell Read(string cell)
    {
        string[] words = cell.Split((char[])[' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words is [var verb, var noun, ..] && $"{verb}_{noun}" is var joined && IsJoined(joined))
        {
            words = [joined, .. words[2..]];
        }

        return new XlsTypeCell(words[0], words.ElementAtOrDefault(1), words.Length > 2 ? string.Join(' ', words[2..]) : null);
    }

    private static bool IsJoined(string word) =>
        word is "begin_group" or "begin_repeat" or "end_group" or "end_repeat" or XlsTypes.SelectOne or XlsTypes.SelectMultiple;
}
