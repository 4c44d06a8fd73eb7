namespace Comm.Client.Spreadsheets;

/// <summary>
/// A text that a spreadsheet program would take for a formula gets an apostrophe before it when it is written, and loses it when it is
/// read: what we write and read again is the same, and what somebody else opens or saves as CSV computes nothing.
/// </summary>
internal static class NeutralText
{
    public static string Written(string text) => IsDangerous(text.AsSpan().TrimStart('\'')) ? "'" + text : text;

    public static string Read(string text) =>
        text.Length > 1 && text[0] == '\'' && IsDangerous(text.AsSpan().TrimStart('\'')) ? text[1..] : text;

    public static bool IsDangerous(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
}
