using System.Globalization;

namespace Comm.Demo;

/// <summary>Just enough CSV to check our own export: it is read here by other code than wrote it.</summary>
public sealed class CsvTable
{
    private readonly string[] _header;

    private CsvTable(string text, string[] header, IReadOnlyList<string[]> rows)
    {
        Text = text;
        _header = header;
        Rows = rows;
    }

    public string Text { get; }

    public IReadOnlyList<string[]> Rows { get; }

    public static CsvTable Parse(string text)
    {
        string[][] lines = [.. text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields)];
        return new CsvTable(text, lines[0], lines[1..]);
    }

    public IEnumerable<string> Column(string name) => Rows.Select(row => row[Index(name)]);

    public decimal Sum(string column, string where, string equals) =>
        Rows.Where(row => row[Index(where)] == equals)
            .Sum(row => decimal.Parse(row[Index(column)], CultureInfo.InvariantCulture));

    private int Index(string name)
    {
        int index = Array.IndexOf(_header, name);
        return index >= 0 ? index : throw new InvalidOperationException($"The export has no column {name}.");
    }

    private static string[] Fields(string line)
    {
        List<string> fields = [];
        System.Text.StringBuilder field = new();
        bool quoted = false;
        foreach (char c in line.TrimEnd('\r'))
        {
            switch (c)
            {
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
