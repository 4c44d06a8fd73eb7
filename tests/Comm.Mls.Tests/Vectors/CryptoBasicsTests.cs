using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>crypto-basics.json: the labelled functions of RFC 9420 §5.1.2, §5.1.3, §5.2, §8 and §9.</summary>
public sealed class CryptoBasicsTests(ITestOutputHelper output)
{
    private const string File = "crypto-basics.json";

    [SkippableFact]
    public void RefHashGivesTheVectorsValue() =>
        ForEach(
            "ref_hash",
            static (suite, vector) =>
                Assert.Equal(vector.Bytes("out"), suite.RefHash(vector.Text("label"), vector.Bytes("value")).ToArray())
        );

    [SkippableFact]
    public void ExpandWithLabelGivesTheVectorsValue() =>
        ForEach(
            "expand_with_label",
            static (suite, vector) =>
            {
                using Secret derived = suite.ExpandWithLabel(
                    vector.Bytes("secret"),
                    vector.Text("label"),
                    vector.Bytes("context"),
                    vector.Int32("length")
                );
                Assert.Equal(vector.Bytes("out"), derived.Span.ToArray());
            }
        );

    [SkippableFact]
    public void DeriveSecretGivesTheVectorsValue() =>
        ForEach(
            "derive_secret",
            static (suite, vector) =>
            {
                using Secret derived = suite.DeriveSecret(vector.Bytes("secret"), vector.Text("label"));
                Assert.Equal(vector.Bytes("out"), derived.Span.ToArray());
            }
        );

    [SkippableFact]
    public void DeriveTreeSecretGivesTheVectorsValue() =>
        ForEach(
            "derive_tree_secret",
            static (suite, vector) =>
            {
                using Secret derived = suite.DeriveTreeSecret(
                    vector.Bytes("secret"),
                    vector.Text("label"),
                    vector.UInt32("generation"),
                    vector.Int32("length")
                );
                Assert.Equal(vector.Bytes("out"), derived.Span.ToArray());
            }
        );

    [SkippableFact]
    public void SignWithLabelVerifiesTheVectorsSignatureAndOurs() =>
        ForEach(
            "sign_with_label",
            static (suite, vector) =>
            {
                byte[] publicKey = vector.Bytes("pub");
                byte[] content = vector.Bytes("content");
                string label = vector.Text("label");
                using Secret privateKey = Secret.CopyOf(vector.Bytes("priv"));
                using var signer = new SoftwareSigner(suite.Id, privateKey);

                Assert.Equal(publicKey, signer.PublicKey.ToArray());
                Assert.True(suite.VerifyWithLabel(publicKey, label, content, vector.Bytes("signature")));
                Assert.True(suite.VerifyWithLabel(publicKey, label, content, suite.SignWithLabel(signer, label, content)));
                Assert.False(suite.VerifyWithLabel(publicKey, label + "x", content, vector.Bytes("signature")));
            }
        );

    [SkippableFact]
    public void EncryptWithLabelOpensTheVectorsCiphertextAndOurs() =>
        ForEach(
            "encrypt_with_label",
            static (suite, vector) =>
            {
                string label = vector.Text("label");
                byte[] context = vector.Bytes("context");
                byte[] plaintext = vector.Bytes("plaintext");
                using Secret privateKey = Secret.CopyOf(vector.Bytes("priv"));
                var theirs = new HpkeCiphertext(vector.Bytes("kem_output"), vector.Bytes("ciphertext"));
                HpkeCiphertext ours = suite.EncryptWithLabel(vector.Bytes("pub"), label, context, plaintext);

                using Secret? openedTheirs = suite.DecryptWithLabel(privateKey, label, context, theirs);
                using Secret? openedOurs = suite.DecryptWithLabel(privateKey, label, context, ours);
                Assert.Equal(plaintext, openedTheirs?.Span.ToArray());
                Assert.Equal(plaintext, openedOurs?.Span.ToArray());
                Assert.Null(suite.DecryptWithLabel(privateKey, label + "x", context, theirs));
            }
        );

    private void ForEach(string part, Action<CipherSuite, JsonElement> check) =>
        MlsVectors.ForEachSuite(File, output, (suite, vector) => check(suite, vector.GetProperty(part)));
}
