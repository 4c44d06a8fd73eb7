using System.Text;
using Comm.Crypto;

namespace Comm.Client.Vault;

/// <summary>A passphrase as the key derivation takes it: UTF-8 of Unicode's form C, so that it is one passphrase on every keyboard.</summary>
internal static class Passphrase
{
    /// <summary>Fewest characters of a new one. Length is what counts: no rule on digits or signs (NIST SP 800-63B §5.1.1).</summary>
    public const int MinLength = 12;

    private const int MinDistinct = 5;
    private const int MaxLength = 1024;

    public static bool IsStrongEnough(ReadOnlySpan<char> passphrase)
    {
        if (passphrase.Length is < MinLength or > MaxLength)
        {
            return false;
        }

        var seen = new HashSet<char>();
        foreach (char c in passphrase)
        {
            seen.Add(c);
        }

        return seen.Count >= MinDistinct;
    }

    /// <summary>Null for what is no text (a lone surrogate) or too long to have been accepted.</summary>
    public static Secret? TryEncode(ReadOnlySpan<char> passphrase)
    {
        if (passphrase.Length > MaxLength)
        {
            return null;
        }

        Span<char> normal = new char[MaxLength * 4];
        try
        {
            return passphrase.TryNormalize(normal, out int length, NormalizationForm.FormC)
                ? Secret.Create(Encoding.UTF8.GetByteCount(normal[..length]), normal[..length], Fill)
                : null;
        }
        catch (ArgumentException)
        {
            // TryNormalize throws for a lone surrogate.
            return null;
        }
        finally
        {
            normal.Clear();
        }
    }

    private static void Fill(Span<byte> bytes, Span<char> text) => Encoding.UTF8.GetBytes(text, bytes);
}
