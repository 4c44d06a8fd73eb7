using System.Text;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>What a spreadsheet puts on the clipboard: cells between tabs, a row a line; a cell with a line break stands in quotes.</summary>
internal static class TabbedText
{
    public static IEnumerable<string[]> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (isQuoted)
            {
                if (c == '"' && at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else if (c == '"')
                {
                    isQuoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"' && cell.Length == 0 && IsClosed(text, at + 1))
            {
                isQuoted = true;
            }
            else if (c is '\t' or '\n')
            {
                cells.Add(Taken(cell));
                if (c == '\n')
                {
                    yield return [.. cells];
                    cells.Clear();
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(Taken(cell));
        yield return [.. cells];
    }

    /// <summary>A quote that opens a cell has one that closes it; any other is part of the text: 21" screens.</summary>
    private static bool IsClosed(string text, int from)
    {
        for (int at = text.IndexOf('"', from); at >= 0; at = at + 2 > text.Length ? -1 : text.IndexOf('"', at + 2))
        {
            if (at + 1 == text.Length || text[at + 1] is '\t' or '\n' or '\r')
            {
                return true;
            }

            if (text[at + 1] != '"')
            {
                return false;
            }
        }

        return false;
    }

    private static string Taken(StringBuilder cell)
    {
        string text = cell.ToString();
        cell.Clear();
        return TypedText.Clean(text);
    }
}
