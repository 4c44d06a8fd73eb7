namespace Comm.Crypto.Tests.Hostile;

/// <summary>
/// Where implementations of RFC 8032 disagree, ours says one thing on every system: <see cref="Ed25519"/> says what.
/// </summary>
public sealed class Ed25519VerdictTests
{
    private static readonly SignatureAlgorithm s_ed25519 = SignatureAlgorithm.Ed25519;

    // key, message, signature, verdict, case of "Taming the many EdDSAs" (ia.cr/2020/1244), table 6
    public static TheoryData<string, string, string, bool, string> Disputed =>
        new()
        {
            {
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000",
                false,
                "0: A and R of small order"
            },
            {
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
                false,
                "1: A of small order, R of mixed"
            },
            {
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
                "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
                false,
                "2: A of mixed order, R of small"
            },
            {
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
                "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
                "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
                true,
                "3: A and R of mixed order, the equation without cofactor holds"
            },
            {
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
                "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
                "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
                false,
                "4: the equation with cofactor holds, without it does not"
            },
            {
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
                "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
                "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
                false,
                "5: as 4, and 8k is not to be reduced"
            },
            {
                "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
                "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
                "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
                false,
                "6: S above L"
            },
            {
                "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
                "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
                "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
                false,
                "7: S far above L"
            },
            {
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
                "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
                false,
                "8: R not canonical"
            },
            {
                "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
                "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
                false,
                "9: R not canonical, hashed in its canonical form"
            },
            {
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
                "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
                false,
                "10: A not canonical"
            },
            {
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
                "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
                false,
                "11: A not canonical, hashed in its canonical form"
            },
        };

    [Theory]
    [MemberData(nameof(Disputed))]
    public void ADisputedSignatureHasOneVerdict(string key, string message, string signature, bool verdict, string why) =>
        Assert.True(verdict == s_ed25519.Verify(Hex.Bytes(key), Hex.Bytes(message), Hex.Bytes(signature)), why);

    // y from p to 2^255 - 1, all 19, either sign: no key and no R, whatever the number stands for once it is reduced.
    [Fact]
    public void NoCoordinateOfPOrMoreIsTaken()
    {
        using Secret privateKey = s_ed25519.GeneratePrivateKey();
        byte[] publicKey = s_ed25519.GetPublicKey(privateKey);
        byte[] signature = s_ed25519.Sign(privateKey, "message"u8);
        for (int low = 0xed; low <= 0xff; low++)
        {
            foreach (byte high in (byte[])[0x7f, 0xff])
            {
                byte[] encoded = [(byte)low, .. Enumerable.Repeat((byte)0xff, 30), high];

                Assert.False(s_ed25519.IsValidPublicKey(encoded));
                Assert.False(s_ed25519.Verify(encoded, "message"u8, signature));
                Assert.False(s_ed25519.Verify(publicKey, "message"u8, [.. encoded, .. signature[32..]]));
            }
        }
    }

    [Theory]
    [InlineData("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "L")]
    [InlineData("eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "L + 1")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000020", "2^253")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080", "2^255")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "all ones")]
    public void AnSOfLOrMoreIsRefused(string s, string why)
    {
        using Secret privateKey = s_ed25519.GeneratePrivateKey();
        byte[] publicKey = s_ed25519.GetPublicKey(privateKey);
        byte[] signature = s_ed25519.Sign(privateKey, "message"u8);

        Assert.False(s_ed25519.Verify(publicKey, "message"u8, [.. signature[..32], .. Hex.Bytes(s)]), why);
        Assert.False(s_ed25519.Verify(publicKey, "message"u8, [.. publicKey, .. Hex.Bytes(s)]), why);
    }

    [Fact]
    public void AnAllZeroSignatureOrKeyIsRefused()
    {
        using Secret privateKey = s_ed25519.GeneratePrivateKey();
        byte[] signature = s_ed25519.Sign(privateKey, "message"u8);

        Assert.False(s_ed25519.Verify(s_ed25519.GetPublicKey(privateKey), "message"u8, new byte[64]));
        Assert.False(s_ed25519.Verify(new byte[32], "message"u8, signature));
        Assert.False(s_ed25519.Verify(new byte[32], "message"u8, new byte[64]));
        Assert.False(s_ed25519.IsValidPublicKey(new byte[32]));
    }

    // RFC 8032's first key plus the point of order 2, (0, -1): what a subgroup check that looks at x alone lets pass.
    [Theory]
    [InlineData("16a567fe7d4ef5482ab4012c369bf8c5f11e8d0c2559dcda50fde59708f8aee5", "order 2")]
    [InlineData("40c7570f4dd54835b9131184410ed4a0cc93e7d9ad053cbc6d07a62426999582", "order 4")]
    [InlineData("3b5b475c4b82dd1572799fc546f4c6c03e478c6654aa4c7f945b347ea32af60d", "order 8")]
    public void AKeyWithAPartOfSmallOrderIsNamedUnsound(string key, string why) =>
        Assert.False(s_ed25519.IsValidPublicKey(Hex.Bytes(key)), why);
}
