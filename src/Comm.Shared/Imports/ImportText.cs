using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Comm.Shared.Imports;

/// <summary>
/// The encoding of a file that does not say it: UTF-8, or Windows-1252 (of which Latin-1's letters are a part), in which UNECE published
/// until lately. What is neither is refused with its place.
/// </summary>
internal static class ImportText
{
    private static readonly Encoding Windows1252 =
        CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new InvalidOperationException("The framework has no Windows-1252.");

    /// <summary>Bytes that Windows-1252 gives no letter, and those for signs that stand in no name: another encoding's letters.</summary>
    private static readonly SearchValues<byte> Suspicious = SearchValues.Create([
        0x81,
        0x83,
        0x86,
        0x87,
        0x88,
        0x89,
        0x8B,
        0x8D,
        0x8F,
        0x90,
        0x95,
        0x98,
        0x99,
        0x9B,
        0x9D,
    ]);

    /// <summary>The text as UTF-8, without a byte order mark; null, and a fault, for one that cannot be read.</summary>
    public static ReadOnlyMemory<byte>? ToUtf8(ImportFile file, ImportFindings findings)
    {
        ReadOnlySpan<byte> bytes = file.Bytes.Span;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            findings.Fault(file.Name, 1, 1, ImportProblem.WrongEncoding, "UTF-16");
            return null;
        }

        ReadOnlyMemory<byte> text = bytes.StartsWith(Encoding.UTF8.Preamble)
            ? file.Bytes[Encoding.UTF8.Preamble.Length..]
            : file.Bytes;
        if (text.Span.IndexOf((byte)0) is var zero and >= 0)
        {
            Refuse(zero, "NUL");
            return null;
        }

        if (Utf8.IsValid(text.Span))
        {
            return text;
        }

        // Where UTF-8 letters and other bytes stand together, a UTF-8 file was damaged; it is not for us to guess at.
        (int letters, int firstInvalid) = Letters(text.Span);
        int suspicious = text.Span.IndexOfAny(Suspicious);
        if (letters > 0 || suspicious >= 0)
        {
            int at = letters > 0 ? firstInvalid : suspicious;
            Refuse(at, $"0x{text.Span[at]:X2}");
            return null;
        }

        return Encoding.UTF8.GetBytes(Windows1252.GetString(text.Span));

        void Refuse(int at, string what)
        {
            (long row, int column) = PlaceOf(text.Span, at);
            findings.Fault(file.Name, row, column, ImportProblem.WrongEncoding, what);
        }
    }

    /// <summary>How many letters of several bytes are well formed, and where the first byte is that belongs to none.</summary>
    private static (int Letters, int FirstInvalid) Letters(ReadOnlySpan<byte> text)
    {
        int letters = 0;
        int firstInvalid = -1;
        for (int at = 0; at < text.Length; )
        {
            bool valid = Rune.DecodeFromUtf8(text[at..], out _, out int length) == OperationStatus.Done;
            letters += valid && length > 1 ? 1 : 0;
            firstInvalid = !valid && firstInvalid < 0 ? at : firstInvalid;
            at += length;
        }

        return (letters, firstInvalid);
    }

    private static (long Row, int Column) PlaceOf(ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> before = text[..at];
        bool quoted = false;
        int column = 1;
        foreach (byte letter in before[(before.LastIndexOf((byte)'\n') + 1)..])
        {
            quoted ^= letter == '"';
            column += letter == ',' && !quoted ? 1 : 0;
        }

        return (before.Count((byte)'\n') + 1, column);
    }
}
