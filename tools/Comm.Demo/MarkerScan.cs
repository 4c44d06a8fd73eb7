using System.Text;

namespace Comm.Demo;

/// <summary>
/// Looks for words that must not be there, in every form in which they might lie about: UTF-8, UTF-16 in both byte orders, hex in
/// both cases, and base64 (also base64url) at each of the three offsets a word can have in a longer text.
/// </summary>
public sealed class MarkerScan
{
    private readonly List<(string Marker, string Form, byte[] Bytes)> _forms = [];

    public MarkerScan(params IEnumerable<string> markers)
    {
        foreach (string marker in markers)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(marker);
            Add(marker, "UTF-8", utf8);
            Add(marker, "UTF-16LE", Encoding.Unicode.GetBytes(marker));
            Add(marker, "UTF-16BE", Encoding.BigEndianUnicode.GetBytes(marker));
            Add(marker, "hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
            Add(marker, "HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
            // JSON writes what is not ASCII as \uXXXX.
            string json = System.Text.Json.JsonSerializer.Serialize(marker)[1..^1];
            Add(marker, "JSON", Encoding.UTF8.GetBytes(json));
            for (int offset = 0; offset < 3; offset++)
            {
                string base64 = MiddleOfBase64(utf8, offset);
                Add(marker, $"base64+{offset}", Encoding.ASCII.GetBytes(base64));
                Add(marker, $"base64url+{offset}", Encoding.ASCII.GetBytes(base64.Replace('+', '-').Replace('/', '_')));
            }
        }
    }

    /// <summary>Each marker found, with the form it was found in; once per form.</summary>
    public IReadOnlyList<string> Find(ReadOnlySpan<byte> content)
    {
        List<string> found = [];
        foreach ((string marker, string form, byte[] bytes) in _forms)
        {
            if (content.IndexOf(bytes) >= 0)
            {
                found.Add($"{marker} as {form}");
            }
        }

        return found;
    }

    /// <summary>Every file below a folder, as it lies on the disk: databases, write-ahead logs, logs.</summary>
    public IReadOnlyList<string> FindInFolder(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                // Sockets are files too, and have no content.
                .Where(file => !file.EndsWith(".sock", StringComparison.Ordinal))
                .SelectMany(file => Find(ReadShared(file)).Select(hit => $"{Path.GetFileName(file)}: {hit}")),
        ];

    private void Add(string marker, string form, byte[] bytes) => _forms.Add((marker, form, bytes));

    /// <summary>The base64 digits that depend on the word alone when <paramref name="offset"/> bytes come before it.</summary>
    private static string MiddleOfBase64(byte[] word, int offset)
    {
        byte[] padded = [.. new byte[offset], .. word, 0, 0];
        string text = Convert.ToBase64String(padded);
        int first = offset == 0 ? 0 : offset + 1;
        int last = (offset + word.Length) * 8 / 6;
        return text[first..last];
    }

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
