using System.Text;

namespace Comm.Shared.Forms.Dictionary;

/// <summary>A page of headings, paragraphs and tables.</summary>
internal sealed class MarkdownPage
{
    private readonly StringBuilder _text = new();

    public void Heading(int level, string text) => _text.Append('#', level).Append(' ').Append(text).Append("\n\n");

    public void Paragraph(string text) => _text.Append(text).Append("\n\n");

    /// <summary>Nothing where there are no rows.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        bool isFirst = true;
        foreach (IReadOnlyList<string> row in rows)
        {
            if (isFirst)
            {
                Row(headings);
                Row([.. headings.Select(_ => "---")]);
                isFirst = false;
            }

            Row([.. row.Select(Cell)]);
        }

        if (!isFirst)
        {
            _text.Append('\n');
        }
    }

    /// <summary>An expression, as it is written.</summary>
    public static string Code(string? text) => string.IsNullOrEmpty(text) ? "" : $"`{text.Replace('\n', ' ')}`";

    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";

    private void Row(IReadOnlyList<string> cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);
}
