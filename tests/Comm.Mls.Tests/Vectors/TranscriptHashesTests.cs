using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>transcript-hashes.json: RFC 9420 §8.2.</summary>
public sealed class TranscriptHashesTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void CommitMovesBothHashesToTheVectorsValues() =>
        MlsVectors.ForEachSuite(
            "transcript-hashes.json",
            output,
            static (suite, vector) =>
            {
                Assert.True(MlsCodec.TryDecode(vector.Bytes("authenticated_content"), out AuthenticatedContent? commit));
                Opaque confirmed = TranscriptHash.Confirmed(suite, vector.Bytes("interim_transcript_hash_before"), commit);
                Opaque interim = TranscriptHash.Interim(suite, confirmed, commit.Auth.ConfirmationTag);

                Assert.Equal(vector.Bytes("confirmed_transcript_hash_after"), confirmed.ToArray());
                Assert.Equal(vector.Bytes("interim_transcript_hash_after"), interim.ToArray());
                using Secret confirmationKey = Secret.CopyOf(vector.Bytes("confirmation_key"));
                Assert.True(suite.VerifyMac(confirmationKey.Span, confirmed, commit.Auth.ConfirmationTag));
            }
        );
}
