using System.Globalization;
using System.Text;
using Comm.Client.Conversations;

namespace Comm.Client.Commands;

/// <summary>
/// What others wrote, fit for a terminal: on one line, in its column, and without a character that the terminal would obey or that
/// would turn what follows round.
/// </summary>
internal static class TerminalText
{
    public static string Printable(string text)
    {
        if (text.All(IsPlain))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\n' => printable.Append("\\n"),
                '\t' => printable.Append("\\t"),
                _ when IsPlain(c) => printable.Append(c),
                _ => printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        return printable.ToString();
    }

    private static bool IsPlain(char c) =>
        !char.IsControl(c) && c is not ('\u2028' or '\u2029') && !DirectionControls.Includes(c);
}
