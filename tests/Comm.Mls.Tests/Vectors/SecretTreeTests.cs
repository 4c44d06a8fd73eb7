using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>secret-tree.json: RFC 9420 §9, trees of 1, 8 and 32 leaves, and the sender data key of §6.3.2.</summary>
public sealed class SecretTreeTests(ITestOutputHelper output)
{
    private const string File = "secret-tree.json";

    [SkippableFact]
    public void EveryLeafGivesTheVectorsKeys() =>
        MlsVectors.ForEachSuite(
            File,
            output,
            static (suite, vector) =>
            {
                JsonElement leaves = vector.GetProperty("leaves");
                using Secret encryption = Secret.CopyOf(vector.Bytes("encryption_secret"));
                SecretTree tree = SecretTree.Create(suite, (uint)leaves.GetArrayLength(), encryption.Copy());
                uint leaf = 0;
                foreach (JsonElement generations in leaves.EnumerateArray())
                {
                    foreach (JsonElement expected in generations.EnumerateArray())
                    {
                        tree = CheckKey(tree, leaf, ContentType.Application, expected, "application");
                        tree = CheckKey(tree, leaf, ContentType.Commit, expected, "handshake");
                    }

                    leaf++;
                }
            }
        );

    [SkippableFact]
    public void SenderDataKeyIsTheVectors() =>
        MlsVectors.ForEachSuite(
            File,
            output,
            static (suite, vector) =>
            {
                JsonElement expected = vector.GetProperty("sender_data");
                using Secret secret = Secret.CopyOf(expected.Bytes("sender_data_secret"));
                (Secret key, Secret nonce) = MessageProtection.SenderDataKey(suite, expected.Bytes("ciphertext"), secret);
                Assert.Equal(expected.Bytes("key"), key.Span.ToArray());
                Assert.Equal(expected.Bytes("nonce"), nonce.Span.ToArray());
            }
        );

    private static SecretTree CheckKey(SecretTree tree, uint leaf, ContentType type, JsonElement expected, string prefix)
    {
        (SecretTree next, RatchetKey key) = Assert.NotNull(tree.TryReceive(leaf, type, expected.UInt32("generation")));
        Assert.Equal(expected.Bytes(prefix + "_key"), key.Key.Span.ToArray());
        Assert.Equal(expected.Bytes(prefix + "_nonce"), key.Nonce.Span.ToArray());
        tree.Retire(next);
        return next;
    }
}
