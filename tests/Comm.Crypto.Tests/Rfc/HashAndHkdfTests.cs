namespace Comm.Crypto.Tests.Rfc;

public sealed class HashAndHkdfTests
{
    // FIPS 180-4's example "abc"; RFC 4231 §4.2
    [Theory]
    [InlineData(
        "SHA-256",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )]
    [InlineData(
        "SHA-384",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6"
    )]
    [InlineData(
        "SHA-512",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    )]
    public void HashAndHmacAreThePublishedOnes(string name, string hashOfAbc, string tagOfHiThere)
    {
        HashFunction hash = Algorithms.Hash(name);

        Assert.Equal(hashOfAbc, Hex.Of(hash.Hash("abc"u8)));
        Assert.Equal(tagOfHiThere, Hex.Of(hash.Hmac(Hex.Bytes("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), "Hi There"u8)));
    }

    // RFC 5869 §A.1 to §A.3
    [Theory]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )]
    [InlineData(
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
    )]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "",
        "",
        "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )]
    public void ExtractAndExpandAreTheRfcs(string ikm, string salt, string info, string prk, string okm)
    {
        using Secret extracted = Hkdf.Sha256.Extract(Hex.Bytes(salt), Hex.Bytes(ikm));
        using Secret expanded = Hkdf.Sha256.Expand(extracted.Span, Hex.Bytes(info), okm.Length / 2);

        Assert.Equal(prk, Hex.Of(extracted.Span));
        Assert.Equal(okm, Hex.Of(expanded.Span));
    }

    // RFC 5869 has no others; Project Wycheproof, hkdf_sha384_test.json and hkdf_sha512_test.json, tests 3 and 20.
    [Theory]
    [InlineData(
        "HKDF-SHA-384",
        "a4748031a14d3e6aafe42aa20c568f5f",
        "",
        "",
        "61c0d2797276f1b789397e5a4be75c961a77bdbad4cca2bd9a4160cb85fafb1b32f95d610c58766f29769d0c68b0bcfb15916d49b72e52ad2f3e7315618175d3"
    )]
    [InlineData(
        "HKDF-SHA-384",
        "24a37db03dbcffbe9e28d582d0d8c60a",
        "4c3d3b4f5436418713fbe2fbc4d647095ce5d5392dcfffd20327187e14fb68360b94c5122203292d8b648a754ab70f6d3d61e0650f06d55c4b5762cba0231e27",
        "8cd9e7b786a74bd370bae434e31a559bdf75d65f",
        "f96e579b4f583cce512cc410132c5b89054d952b0b6964ce8fb1d37808f43f8a7b8739a1c78c77771107"
    )]
    [InlineData(
        "HKDF-SHA-512",
        "a4748031a14d3e6aafe42aa20c568f5f",
        "",
        "",
        "62ea97e06051e40b79deb127a4da294f557cafa3d7a90a75c02064571dfbbe4699129bdcec4b39eed7757ce8e3571589f7d8f5523c0dc3fd6a56b099fb4bfd51"
    )]
    [InlineData(
        "HKDF-SHA-512",
        "24a37db03dbcffbe9e28d582d0d8c60a",
        "4c3d3b4f5436418713fbe2fbc4d647095ce5d5392dcfffd20327187e14fb68360b94c5122203292d8b648a754ab70f6d3d61e0650f06d55c4b5762cba0231e27",
        "8cd9e7b786a74bd370bae434e31a559bdf75d65f",
        "ea18185ff290f27480f625404a39d56582a1bcd8f74f97cfccb898ddf2611833ed57fa46e88e145b604d"
    )]
    public void ExtractAndExpandAreWycheproofs(string name, string ikm, string salt, string info, string okm)
    {
        Hkdf hkdf = Algorithms.Hkdf(name);
        using Secret extracted = hkdf.Extract(Hex.Bytes(salt), Hex.Bytes(ikm));
        using Secret expanded = hkdf.Expand(extracted.Span, Hex.Bytes(info), okm.Length / 2);

        Assert.Equal(okm, Hex.Of(expanded.Span));
    }
}
