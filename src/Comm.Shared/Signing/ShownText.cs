using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Comm.Mls.Codec;

namespace Comm.Shared.Signing;

/// <summary>
/// A short text that is signed and shown to people: one line of letters. Control and direction-override characters would let one look
/// like another.
/// </summary>
internal static class ShownText
{
    public static bool TryRead(ref MlsReader reader, int mostBytes, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!reader.TryReadVector(out Opaque bytes) || bytes.Length > mostBytes || !Utf8.IsValid(bytes.Span))
        {
            return false;
        }

        string read = Encoding.UTF8.GetString(bytes.Span);
        if (!IsAcceptable(read, mostBytes))
        {
            return false;
        }

        text = read;
        return true;
    }

    public static bool IsAcceptable(string text, int mostBytes) =>
        !string.IsNullOrWhiteSpace(text)
        && Encoding.UTF8.GetByteCount(text) <= mostBytes
        && !text.Any(c => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
