using System.Text;

namespace Comm.Client.Conversations;

/// <summary>
/// Unicode's embeddings, overrides and isolates (UAX #9, section 2): with them another person's text can be made to read as
/// something it is not. Marks (U+200E, U+200F, U+061C) are no danger, and writing in two directions needs them.
/// </summary>
internal static class DirectionControls
{
    private const char PopEmbedding = '\u202C';
    private const char PopIsolate = '\u2069';

    public static bool Includes(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>
    /// For a page: overrides become visible, what was opened is closed, and a closing mark that closes nothing goes. Text with
    /// balanced embeddings and isolates stays as it is.
    /// </summary>
    public static string Neutralize(string text)
    {
        if (!text.Any(Includes))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        var open = new Stack<char>();
        foreach (char c in text)
        {
            switch (c)
            {
                case '\u202D' or '\u202E':
                    safe.Append('\uFFFD');
                    break;
                case '\u202A' or '\u202B':
                    open.Push(PopEmbedding);
                    safe.Append(c);
                    break;
                case '\u2066' or '\u2067' or '\u2068':
                    open.Push(PopIsolate);
                    safe.Append(c);
                    break;
                case PopEmbedding or PopIsolate:
                    if (open.TryPeek(out char awaited) && awaited == c)
                    {
                        safe.Append(open.Pop());
                    }

                    break;
                default:
                    safe.Append(c);
                    break;
            }
        }

        while (open.TryPop(out char closing))
        {
            safe.Append(closing);
        }

        return safe.ToString();
    }
}
