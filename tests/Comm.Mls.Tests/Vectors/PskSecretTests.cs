using Comm.Crypto;
using Comm.Mls.Schedule;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>psk_secret.json: RFC 9420 §8.4, with none to ten external keys.</summary>
public sealed class PskSecretTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void PreSharedKeysChainIntoTheVectorsSecret() =>
        MlsVectors.ForEachSuite(
            "psk_secret.json",
            output,
            static (suite, vector) =>
            {
                (PreSharedKeyId, Secret)[] keys =
                [
                    .. vector
                        .GetProperty("psks")
                        .EnumerateArray()
                        .Select(psk =>
                            (
                                PreSharedKeyId.External(psk.Bytes("psk_id"), psk.Bytes("psk_nonce")),
                                Secret.CopyOf(psk.Bytes("psk"))
                            )
                        ),
                ];
                using Secret secret = PskSecret.Derive(suite, keys);
                Assert.Equal(vector.Bytes("psk_secret"), secret.Span.ToArray());
            }
        );
}
