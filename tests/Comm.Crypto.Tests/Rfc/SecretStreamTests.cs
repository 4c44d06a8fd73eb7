namespace Comm.Crypto.Tests.Rfc;

/// <summary>
/// The construction as libsodium documents it, from HChaCha20 (draft-irtf-cfrg-xchacha), ChaCha20 and Poly1305 (RFC 8439): the
/// expected bytes were computed from these by a program that uses no part of libsodium.
/// </summary>
public sealed class SecretStreamTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] s_header = [.. Enumerable.Range(0x40, 24).Select(i => (byte)i)];

    [Fact]
    public void APublishedConstructionOpensHere()
    {
        using var opener = new SecretStreamOpener(s_key, s_header);
        AssertOpens(
            opener,
            "0d85f7329d72f8d8281800c6f023033623c9ded2bfe29c38f550ca9880f4aa413d11878bbc87a90bc45b15",
            "Forty parcels, container 7"u8.ToArray(),
            isLast: false
        );
        AssertOpens(opener, "78e5052f122f29b7ca7f70ec14d663edf0", [], isLast: false);
        AssertOpens(
            opener,
            "ccbae5a2f46c5186bf8ada972d3a64321a64c3bc01f041a19b09c82661a578f6ad16fac9f5f945eb659b15cc8a7a351f767168a40931f70935a8d62e0"
                + "f3477546c41835e52081fbf60bdf813ae922869780e33fa4bae037815cd9a2db8547aa646",
            [.. Enumerable.Range(0, 80).Select(i => (byte)i)],
            isLast: true
        );
    }

    [Fact]
    public void AGenuinePieceOfAKindThatWeDoNotWriteIsRefused()
    {
        using var opener = new SecretStreamOpener(s_key, s_header);

        // TAG_REKEY.
        Assert.False(opener.TryOpen(Hex.Bytes("0fa20649bc8ec0c70497c44b0dc3aafdcfff"), new byte[1], out _));
    }

    private static void AssertOpens(SecretStreamOpener opener, string piece, byte[] expected, bool isLast)
    {
        byte[] opened = new byte[expected.Length];
        Assert.True(opener.TryOpen(Hex.Bytes(piece), opened, out bool last));
        Assert.Equal(expected, opened);
        Assert.Equal(isLast, last);
    }
}
