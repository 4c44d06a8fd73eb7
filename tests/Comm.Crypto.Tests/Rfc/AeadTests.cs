namespace Comm.Crypto.Tests.Rfc;

public sealed class AeadTests
{
    private const string Sunscreen =
        "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966204920636f756c64206f6666657220796f75"
        + "206f6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73637265656e20776f756c642062652069742e";

    private const string GcmPlaintext =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";

    // algorithm, key, nonce, associated data, plaintext, ciphertext, tag
    public static TheoryData<string, string, string, string, string, string, string> Vectors =>
        new()
        {
            {
                // RFC 8439 §2.8.2
                "ChaCha20-Poly1305",
                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
                "070000004041424344454647",
                "50515253c0c1c2c3c4c5c6c7",
                Sunscreen,
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd"
                    + "3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116",
                "1ae10b594f09e26a7e902ecbd0600691"
            },
            {
                // draft-irtf-cfrg-xchacha-03 §A.3.1
                "XChaCha20-Poly1305",
                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
                "404142434445464748494a4b4c4d4e4f5051525354555657",
                "50515253c0c1c2c3c4c5c6c7",
                Sunscreen,
                "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213"
                    + "b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e",
                "c0875924c1c7987947deafd8780acf49"
            },
            {
                // The Galois/Counter Mode of Operation (McGrew, Viega), test case 4
                "AES-128-GCM",
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                GcmPlaintext,
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
                "5bc94fbc3221a5db94fae95ae7121a47"
            },
            {
                // the same, test case 16
                "AES-256-GCM",
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                GcmPlaintext,
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
                "76fc6ece0f4e1768cddf8853bb2d551b"
            },
        };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void CiphertextAndPlaintextAreThePublishedOnes(
        string name,
        string key,
        string nonce,
        string associatedData,
        string plaintext,
        string ciphertext,
        string tag
    )
    {
        AeadAlgorithm aead = Algorithms.Aead(name);

        byte[] sealedBytes = aead.Encrypt(Hex.Bytes(key), Hex.Bytes(nonce), Hex.Bytes(associatedData), Hex.Bytes(plaintext));
        byte[]? opened = aead.Decrypt(Hex.Bytes(key), Hex.Bytes(nonce), Hex.Bytes(associatedData), Hex.Bytes(ciphertext + tag));

        Assert.Equal(ciphertext + tag, Hex.Of(sealedBytes));
        Assert.Equal(plaintext, Hex.Of(opened));
    }
}
