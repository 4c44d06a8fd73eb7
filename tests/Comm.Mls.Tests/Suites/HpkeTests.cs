using Comm.Crypto;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Suites;

/// <summary>RFC 9180 Appendix A: base mode, sequence number 0, of the three suites that are ours.</summary>
public sealed class HpkeTests
{
    private static readonly byte[] s_info = "Ode on a Grecian Urn"u8.ToArray();
    private static readonly byte[] s_associatedData = "Count-0"u8.ToArray();
    private static readonly byte[] s_plaintext = "Beauty is truth, truth beauty"u8.ToArray();

    // suite; ikmE, skEm, enc; ikmR, skRm, pkRm; shared_secret; ct
    public static TheoryData<CipherSuiteId, string, string, string, string, string, string, string, string> Vectors =>
        new()
        {
            {
                // RFC 9180 §A.1.1
                CipherSuiteId.X25519Aes128GcmSha256Ed25519,
                "7268600d403fce431561aef583ee1613527cff655c1343f29812e66706df3234",
                "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
                "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
                "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037",
                "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
                "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
                "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
            },
            {
                // RFC 9180 §A.2.1
                CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
                "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b",
                "f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600",
                "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
                "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
                "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
                "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
                "0bbe78490412b4bbea4812666f7916932b828bba79942424abb65244930d69a7",
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
            },
            {
                // RFC 9180 §A.3.1
                CipherSuiteId.P256Aes128GcmSha256P256,
                "4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e",
                "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb",
                "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
                "668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550",
                "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
                "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
                "c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8",
                "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
            },
        };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void KeysSecretAndCiphertextAreTheRfcs(
        CipherSuiteId id,
        string ikmE,
        string skE,
        string enc,
        string ikmR,
        string skR,
        string pkR,
        string sharedSecret,
        string ciphertext
    )
    {
        Hpke hpke = CipherSuite.Get(id).Hpke;
        using HpkeKeyPair ephemeral = hpke.Kem.DeriveKeyPair(Convert.FromHexString(ikmE));
        using HpkeKeyPair recipient = hpke.Kem.DeriveKeyPair(Convert.FromHexString(ikmR));
        using Secret? encapsulated = hpke.Kem.TryEncapsulate(ephemeral, recipient.PublicKey);
        using Secret? decapsulated = hpke.Kem.TryDecapsulate(recipient.PrivateKey, recipient.PublicKey, ephemeral.PublicKey);
        HpkeCiphertext message = hpke.Seal(ephemeral, recipient.PublicKey, s_info, s_associatedData, s_plaintext);
        using Secret? opened = hpke.TryOpen(recipient.PrivateKey, recipient.PublicKey, s_info, s_associatedData, message);

        Assert.Equal(skE, Convert.ToHexStringLower(ephemeral.PrivateKey.Span));
        Assert.Equal(enc, ephemeral.PublicKey.ToString());
        Assert.Equal(skR, Convert.ToHexStringLower(recipient.PrivateKey.Span));
        Assert.Equal(pkR, recipient.PublicKey.ToString());
        Assert.Equal(sharedSecret, Convert.ToHexStringLower(encapsulated!.Span));
        Assert.Equal(sharedSecret, Convert.ToHexStringLower(decapsulated!.Span));
        Assert.Equal(enc, message.KemOutput.ToString());
        Assert.Equal(ciphertext, message.Ciphertext.ToString());
        Assert.Equal(s_plaintext, opened?.Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(CipherSuiteTests.Ids), MemberType = typeof(CipherSuiteTests))]
    public void NoEphemeralKeyIsUsedTwice(CipherSuiteId id)
    {
        Hpke hpke = CipherSuite.Get(id).Hpke;
        using HpkeKeyPair recipient = hpke.Kem.GenerateKeyPair();

        HpkeCiphertext one = hpke.Seal(recipient.PublicKey, s_info, [], s_plaintext);
        HpkeCiphertext other = hpke.Seal(recipient.PublicKey, s_info, [], s_plaintext);

        Assert.NotEqual(one.KemOutput, other.KemOutput);
        Assert.NotEqual(one.Ciphertext, other.Ciphertext);
    }
}
