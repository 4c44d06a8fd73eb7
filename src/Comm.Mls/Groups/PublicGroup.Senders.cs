using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Mls.Groups;

// Who may send what to the group, and whose signature it has to be.
public sealed partial class PublicGroup
{
    /// <summary>
    /// Group and epoch are right, the kind of sender may send this, and the signature is the sender's (RFC 9420 §6, §6.1).
    /// </summary>
    internal MlsFault CheckSender(AuthenticatedContent content)
    {
        FramedContent framed = content.Content;
        MlsFault place = CheckPlace(framed.GroupId, framed.Epoch);
        if (place != MlsFault.None)
        {
            return place;
        }

        // V-FRAME-02, V-EXT-08, V-XPROP-05 (§6): application data is never sent in clear, and only members can encrypt.
        bool isPublic = content.WireFormat == WireFormat.PublicMessage;
        if (isPublic ? framed.ContentType == ContentType.Application : framed.Sender.Type != SenderType.Member)
        {
            return MlsFault.Malformed;
        }

        if (!MaySend(framed))
        {
            return MlsFault.WrongSenderType;
        }

        // V-FRAME-08, V-XPROP-01
        if (SignatureKeyOf(framed) is not { } signatureKey)
        {
            return MlsFault.UnknownSender;
        }

        // V-FRAME-05, V-PRIV-02
        return MessageProtection.VerifySignature(Suite, content, Context, signatureKey) ? MlsFault.None : MlsFault.BadSignature;
    }

    internal MlsFault CheckPlace(Opaque groupId, ulong epoch)
    {
        // V-FRAME-03
        if (groupId != Context.GroupId)
        {
            return MlsFault.WrongGroup;
        }

        // V-FRAME-04, V-COMMIT-17
        return epoch.CompareTo(Context.Epoch) switch
        {
            < 0 => MlsFault.StaleEpoch,
            > 0 => MlsFault.FutureEpoch,
            // V-REINIT-03
            _ => ReInit is null ? MlsFault.None : MlsFault.Reinitialized,
        };
    }

    /// <summary>§6.1 and §12.1.8: what each kind of sender may send.</summary>
    private static bool MaySend(FramedContent framed) =>
        framed.Sender.Type switch
        {
            SenderType.Member => true,
            // V-XPROP-04
            SenderType.External or SenderType.NewMemberProposal => framed.Proposal is { } proposal
                && ProposalValidation.IsAllowedFrom(framed.Sender.Type, proposal),
            // V-EXT-05, V-EXT-07, V-EXT-09
            SenderType.NewMemberCommit => framed.Commit is { Path: not null },
            _ => false,
        };

    /// <summary>§6.1: whose signature it has to be; null when there is no such sender.</summary>
    private Opaque? SignatureKeyOf(FramedContent framed) =>
        framed.Sender.Type switch
        {
            SenderType.Member => Tree.Leaf(framed.Sender.Index)?.SignatureKey,
            // V-XPROP-02
            SenderType.External => ExternalSenders.Find(Context.Extensions, framed.Sender.Index)?.SignatureKey,
            // V-XPROP-07
            SenderType.NewMemberProposal => (framed.Proposal as AddProposal)?.KeyPackage.LeafNode.SignatureKey,
            // V-EXT-06
            _ => framed.Commit?.Path?.LeafNode.SignatureKey,
        };
}
