using System.Formats.Asn1;

namespace Comm.Crypto;

/// <summary>
/// <c>Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }</c> (RFC 3279 §2.2.3), strictly in DER. The systems' own parsers
/// differ in what they let pass (a missing sign byte, for one): a signature would have several forms, and members of a group
/// on different systems could disagree on a message.
/// </summary>
internal static class EcdsaDer
{
    /// <summary>Writes r and s side by side, each in half of <paramref name="fixedForm"/>.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> der, Span<byte> fixedForm)
    {
        try
        {
            AsnDecoder.ReadSequence(der, AsnEncodingRules.DER, out int start, out int length, out int consumed);
            ReadOnlySpan<byte> content = der.Slice(start, length);
            ReadOnlySpan<byte> r = AsnDecoder.ReadIntegerBytes(content, AsnEncodingRules.DER, out int lengthOfR);
            ReadOnlySpan<byte> s = AsnDecoder.ReadIntegerBytes(content[lengthOfR..], AsnEncodingRules.DER, out int lengthOfS);
            int half = fixedForm.Length / 2;
            return consumed == der.Length
                && lengthOfR + lengthOfS == length
                && TryPlace(r, fixedForm[..half])
                && TryPlace(s, fixedForm[half..]);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool TryPlace(ReadOnlySpan<byte> integer, Span<byte> field)
    {
        bool negative = (integer[0] & 0x80) != 0;
        ReadOnlySpan<byte> magnitude = integer.TrimStart((byte)0);
        if (negative || magnitude.Length > field.Length)
        {
            return false;
        }

        field.Clear();
        magnitude.CopyTo(field[^magnitude.Length..]);
        return true;
    }
}
