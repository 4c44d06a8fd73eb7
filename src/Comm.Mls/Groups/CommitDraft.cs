using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>What goes into the joiner secret of the next epoch and the epoch secret after it (RFC 9420 §8).</summary>
internal readonly record struct CommitSecrets(Secret InitSecret, Secret CommitSecret, Secret PskSecret);

/// <summary>
/// A commit signed and confirmed, and the epoch that it starts (RFC 9420 §12.4.1): the same for a member's commit and for an
/// external one. Owns the joiner secret; the epoch's secrets go to the next group.
/// </summary>
internal sealed class CommitDraft : IDisposable
{
    private CommitDraft(AuthenticatedContent content, PublicGroup next, EpochSecrets epoch, Secret joinerSecret)
    {
        Content = content;
        Next = next;
        Epoch = epoch;
        JoinerSecret = joinerSecret;
    }

    public AuthenticatedContent Content { get; }

    public PublicGroup Next { get; }

    public EpochSecrets Epoch { get; }

    public Secret JoinerSecret { get; }

    public static CommitDraft Make(
        PublicGroup group,
        Sender sender,
        WireFormat wireFormat,
        Commit commit,
        AppliedProposals applied,
        RatchetTree tree,
        CommitSecrets secrets,
        ISigner signer
    )
    {
        CipherSuite suite = group.Suite;
        GroupContext context = group.Context;
        FramedContent content = FramedContent.OfCommit(context.GroupId, context.Epoch, sender, Opaque.Empty, commit);
        AuthenticatedContent signed = MessageProtection.Sign(suite, signer, wireFormat, content, context);
        GroupContext nextContext = group.NextContext(signed, tree, applied.Extensions);
        byte[] encodedContext = MlsCodec.Encode(nextContext);
        Secret joiner = EpochSecrets.DeriveJoinerSecret(suite, secrets.InitSecret, secrets.CommitSecret, encodedContext);
        EpochSecrets epoch = EpochSecrets.FromJoinerSecret(suite, joiner, secrets.PskSecret, encodedContext);
        signed = signed.WithConfirmationTag(epoch.ConfirmationTag(nextContext.ConfirmedTranscriptHash));
        return new CommitDraft(signed, group.Advance(signed, tree, applied), epoch, joiner);
    }

    public void Dispose() => JoinerSecret.Dispose();
}
