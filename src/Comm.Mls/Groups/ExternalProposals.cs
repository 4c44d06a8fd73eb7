using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;

namespace Comm.Mls.Groups;

/// <summary>
/// Proposals from outside a group (RFC 9420 §12.1.8): PublicMessages, without a membership tag. That a KeyPackage is within its
/// lifetime (§7.3) is the caller's to see, by <see cref="KeyPackageValidation"/>.
/// </summary>
public static class ExternalProposals
{
    /// <summary>
    /// By somebody whom the group's <c>external_senders</c> extension has at <paramref name="senderIndex"/>, for the epoch that the
    /// group is in.
    /// </summary>
    /// <param name="senderIndex">Our place in <see cref="ExternalSenders.Senders"/>.</param>
    /// <param name="proposal">An Add, Remove, PreSharedKey, ReInit or GroupContextExtensions.</param>
    /// <param name="suiteId">The group's.</param>
    /// <param name="groupId">The group's.</param>
    /// <param name="epoch">The group's present one.</param>
    /// <param name="signer">The key that the list has.</param>
    /// <exception cref="ArgumentException">A proposal that RFC 9420 does not take from external senders.</exception>
    public static MlsMessage From(
        uint senderIndex,
        Proposal proposal,
        CipherSuiteId suiteId,
        Opaque groupId,
        ulong epoch,
        ISigner signer
    ) => Sign(new Sender(SenderType.External, senderIndex), proposal, suiteId, groupId, epoch, signer);

    /// <summary>By somebody who asks to be added.</summary>
    /// <param name="keyPackage">Our own.</param>
    /// <param name="groupId">The group's.</param>
    /// <param name="epoch">The group's present one.</param>
    /// <param name="signer">The key of the KeyPackage's leaf.</param>
    public static MlsMessage AskToJoin(KeyPackage keyPackage, Opaque groupId, ulong epoch, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(keyPackage);
        return Sign(
            new Sender(SenderType.NewMemberProposal, 0),
            new AddProposal(keyPackage),
            keyPackage.CipherSuite,
            groupId,
            epoch,
            signer
        );
    }

    private static MlsMessage Sign(
        Sender sender,
        Proposal proposal,
        CipherSuiteId suiteId,
        Opaque groupId,
        ulong epoch,
        ISigner signer
    )
    {
        if (!ProposalValidation.IsAllowedFrom(sender.Type, proposal))
        {
            throw new ArgumentException("Not a proposal that comes from outside a group.", nameof(proposal));
        }

        FramedContent content = FramedContent.OfProposal(groupId, epoch, sender, Opaque.Empty, proposal);
        AuthenticatedContent signed = MessageProtection.Sign(
            CipherSuite.Get(suiteId),
            signer,
            WireFormat.PublicMessage,
            content,
            context: null
        );
        return MlsMessage.Of(new PublicMessage(signed.Content, signed.Auth, Opaque.Empty));
    }
}
