using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>The running hashes over the commits of a group (RFC 9420 §8.2). Both begin as zero bytes.</summary>
internal static class TranscriptHash
{
    /// <summary>Up to and including the signature of <paramref name="commit"/>; its confirmation tag is not looked at.</summary>
    internal static Opaque Confirmed(CipherSuite suite, Opaque interimBefore, AuthenticatedContent commit)
    {
        if (commit.Content.ContentType != ContentType.Commit)
        {
            throw new ArgumentException("Only commits are hashed.", nameof(commit));
        }

        using var input = new MlsWriter();
        input.WriteFixed(interimBefore);
        input.WriteUInt16((ushort)commit.WireFormat);
        input.Write(commit.Content);
        input.WriteVector(commit.Auth.Signature);
        return suite.Hash(input.WrittenSpan);
    }

    /// <summary>The confirmed hash and the commit's confirmation tag; the group's creator and joiners have a tag too.</summary>
    internal static Opaque Interim(CipherSuite suite, Opaque confirmed, Opaque confirmationTag)
    {
        using var input = new MlsWriter();
        input.WriteFixed(confirmed);
        input.WriteVector(confirmationTag);
        return suite.Hash(input.WrittenSpan);
    }
}
