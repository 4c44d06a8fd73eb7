using System.Text;
using Comm.Shared.Signing;

namespace Comm.Shared.Attachments;

/// <summary>What a file may be called: one line that is a name on every system, and that reads as what it is.</summary>
public static class AttachmentName
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int MaxBytes = 200;

    private const string Forbidden = "<>:\"/\\|?*";
    private const int LongestExtension = 12;

    /// <summary>The last part of a path without what may not be in a name; empty when nothing is left.</summary>
    public static string Clean(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = new StringBuilder();
        foreach (Rune rune in path[(path.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes())
        {
            // A lone surrogate comes as the replacement character.
            if (rune != Rune.ReplacementChar && rune.ToString() is var letter && IsLetter(letter))
            {
                name.Append(letter);
            }
        }

        return Shorten(name.ToString().Trim(' ', '.'));
    }

    public static bool IsClean(string name) => name is { Length: > 0 } && Clean(name) == name;

    private static bool IsLetter(string letter) =>
        !Forbidden.Contains(letter, StringComparison.Ordinal) && (letter == " " || ShownText.IsAcceptable(letter, MaxBytes));

    /// <summary>The end says what kind of file it is, so the middle goes.</summary>
    private static string Shorten(string name)
    {
        string extension = Path.GetExtension(name);
        extension = extension.Length <= LongestExtension ? extension : "";
        string stem = name[..^extension.Length];
        while (Encoding.UTF8.GetByteCount(stem) + Encoding.UTF8.GetByteCount(extension) > MaxBytes)
        {
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return stem.TrimEnd(' ', '.') + extension;
    }
}
