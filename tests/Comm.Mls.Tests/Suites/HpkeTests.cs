using Comm.Crypto;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Suites;

/// <summary>RFC 9180 Appendix A: base mode, sequence number 0, of those suites of ours that it has vectors for.</summary>
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
            {
                // RFC 9180 §A.6.1
                CipherSuiteId.P521Aes256GcmSha512P521,
                "7f06ab8215105fc46aceeb2e3dc5028b44364f960426eb0d8e4026c2f8b5d7e7a986688f1591abf5ab753c357a5d6f0440414b4ed4ede71317772ac98d9239f70904",
                "014784c692da35df6ecde98ee43ac425dbdd0969c0c72b42f2e708ab9d535415a8569bdacfcc0a114c85b8e3f26acf4d68115f8c91a66178cdbd03b7bcc5291e374b",
                "040138b385ca16bb0d5fa0c0665fbbd7e69e3ee29f63991d3e9b5fa740aab8900aaeed46ed73a49055758425a0ce36507c54b29cc5b85a5cee6bae0cf1c21f2731ece2013dc3fb7c8d21654bb161b463962ca19e8c654ff24c94dd2898de12051f1ed0692237fb02b2f8d1dc1c73e9b366b529eb436e98a996ee522aef863dd5739d2f29b0",
                "2ad954bbe39b7122529f7dde780bff626cd97f850d0784a432784e69d86eccaade43b6c10a8ffdb94bf943c6da479db137914ec835a7e715e36e45e29b587bab3bf1",
                "01462680369ae375e4b3791070a7458ed527842f6a98a79ff5e0d4cbde83c27196a3916956655523a6a2556a7af62c5cadabe2ef9da3760bb21e005202f7b2462847",
                "0401b45498c1714e2dce167d3caf162e45e0642afc7ed435df7902ccae0e84ba0f7d373f646b7738bbbdca11ed91bdeae3cdcba3301f2457be452f271fa6837580e661012af49583a62e48d44bed350c7118c0d8dc861c238c72a2bda17f64704f464b57338e7f40b60959480c0e58e6559b190d81663ed816e523b6b6a418f66d2451ec64",
                "776ab421302f6eff7d7cb5cb1adaea0cd50872c71c2d63c30c4f1d5e43653336fef33b103c67e7a98add2d3b66e2fda95b5b2a667aa9dac7e59cc1d46d30e818",
                "170f8beddfe949b75ef9c387e201baf4132fa7374593dfafa90768788b7b2b200aafcc6d80ea4c795a7c5b841a"
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

    // RFC 9180 has no vectors for P-384. The MLS working group's key-schedule.json, suite 0x0007, first epoch: external_secret and
    // external_pub, which is its DeriveKeyPair (RFC 9420 §8); and crypto-basics.json, encrypt_with_label, private and public key.
    [Fact]
    public void KeysOfP384AreThePublishedOnes()
    {
        CipherSuite suite = CipherSuite.Get(CipherSuiteId.P384Aes256GcmSha384P384);
        using HpkeKeyPair derived = suite.DeriveKeyPair(
            Convert.FromHexString(
                "7239c2eae6454a64ad3e77aff3c775b947fcfaee5fbe7fecef57876e7f06095034ff89b158114490aa79bd0f043746cb"
            )
        );
        using Secret privateKey = Secret.CopyOf(
            Convert.FromHexString(
                "cc20f4f626228151e2f75d623198087e14cf8fecb5eb7e780bd6a177d31fafa295e6ea24e601d52c7fc4e7a9fb8907ff"
            )
        );

        Assert.Equal(
            "049084276638ff07d5c9c83d45bcb72f03ce87949a21f5ee0a9962c4c32d0441cf35270ec337854716426aa54650b8b6f536a3fa833ba08d6d37549000bb7e847b7c48a662b86de75078786accc241fe811432d00b187b793a59f67381ab658630",
            derived.PublicKey.ToString()
        );
        Assert.Equal(
            "046b377162761a08807035865b8e6122beb118cb640df3468e30fe4249daaeb60e1ee9eff15bc9b95cc08839b35ff48b6848b12de26e96d671cab4926235739bd972ad08cd36574c22e884f3e9c761c3a28a9c8e140b887bb7460b8b657b57b28b",
            Convert.ToHexStringLower(suite.Hpke.Kem.Group.GetPublicKey(privateKey))
        );
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
