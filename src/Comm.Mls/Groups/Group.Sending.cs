using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>
    /// Seals an application message to the group (RFC 9420 §6.3), signed and padded (§15.1). Neither data is copied: both stay as they
    /// are for as long as the content is wanted.
    /// </summary>
    /// <param name="applicationData">What only members will read.</param>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="authenticatedData">Travels in clear beside it, signed.</param>
    /// <exception cref="ArgumentException">The signer has another key.</exception>
    /// <exception cref="InvalidOperationException">
    /// Proposals are pending: commit them first (§12.4). Or the group was reinitialized.
    /// </exception>
    public StagedSend Send(Opaque applicationData, ISigner signer, Opaque authenticatedData = default)
    {
        RequireOwnKey(signer);
        RequireOpen();
        if (HasPendingProposals)
        {
            throw new InvalidOperationException("Proposals are pending: commit them first.");
        }

        FramedContent content = FramedContent.OfApplication(
            Context.GroupId,
            Context.Epoch,
            Sender.Member(OwnLeafIndex),
            authenticatedData,
            applicationData
        );
        AuthenticatedContent signed = MessageProtection.Sign(Suite, signer, WireFormat.PrivateMessage, content, Context);
        (SecretTree messages, RatchetKey key) = _messages.NextToSend(OwnLeafIndex, ContentType.Application);
        using (key)
        {
            PrivateMessage message = MessageProtection.Seal(Suite, signed, key, _epoch.SenderDataSecret, MessagePadding.Buckets);
            return new StagedSend(With(messages: messages), MlsMessage.Of(message), signed);
        }
    }

    /// <summary>
    /// Asks for what <paramref name="proposal"/> says; with a Remove of oneself, to leave. Not for an Update, which needs keys:
    /// <see cref="ProposeUpdate"/>.
    /// </summary>
    /// <param name="proposal">An Add is made by <see cref="ProposeAdd"/> where its lifetime is to be looked at.</param>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <param name="wireFormat">In clear for the delivery service to follow, or hidden from it.</param>
    /// <exception cref="ArgumentException">The group would refuse it; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The group was reinitialized.</exception>
    public StagedProposal Propose(
        Proposal proposal,
        ISigner signer,
        IMembershipRules rules,
        WireFormat wireFormat = WireFormat.PublicMessage
    ) =>
        proposal is UpdateProposal
            ? throw new ArgumentException("An Update is made by ProposeUpdate.", nameof(proposal))
            : Propose(proposal, null, signer, rules, wireFormat);

    /// <summary>Asks for a member to be added.</summary>
    /// <param name="keyPackage">Of whom to add.</param>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <param name="now">As <see cref="CommitRequest.Now"/>.</param>
    /// <exception cref="ArgumentException">The group would refuse it, or it has expired.</exception>
    /// <exception cref="InvalidOperationException">The group was reinitialized.</exception>
    public StagedProposal ProposeAdd(KeyPackage keyPackage, ISigner signer, IMembershipRules rules, DateTimeOffset? now = null) =>
        now is { } instant && !IsCurrent(keyPackage, instant)
            ? throw new ArgumentException("Outside its lifetime.", nameof(keyPackage))
            : Propose(new AddProposal(keyPackage), signer, rules);

    /// <summary>Asks for a member to be removed; for oneself, to leave.</summary>
    /// <param name="leafIndex">Of whom to remove.</param>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <exception cref="ArgumentException">The group would refuse it; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The group was reinitialized.</exception>
    public StagedProposal ProposeRemove(uint leafIndex, ISigner signer, IMembershipRules rules) =>
        Propose(new RemoveProposal(leafIndex), signer, rules);

    /// <summary>
    /// Offers a fresh leaf key, and other <paramref name="settings"/> if they are given; whoever commits it blanks our way to the
    /// root (RFC 9420 §12.1.2).
    /// </summary>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <param name="settings">What the next leaf says; null: what this one says.</param>
    /// <param name="wireFormat">In clear for the delivery service to follow, or hidden from it.</param>
    /// <exception cref="ArgumentException">The group would refuse it; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The group was reinitialized.</exception>
    public StagedProposal ProposeUpdate(
        ISigner signer,
        IMembershipRules rules,
        LeafSettings? settings = null,
        WireFormat wireFormat = WireFormat.PublicMessage
    )
    {
        ArgumentNullException.ThrowIfNull(signer);
        HpkeKeyPair keys = Suite.GenerateKeyPair();
        LeafNode leaf = (settings?.ApplyTo(OwnLeaf) ?? OwnLeaf) with
        {
            EncryptionKey = keys.PublicKey,
            Source = LeafNodeSource.Update,
            Lifetime = null,
            ParentHash = Opaque.Empty,
        };
        leaf = LeafNodeSignature.Sign(Suite, signer, leaf, Context.GroupId.Span, OwnLeafIndex);
        return Propose(new UpdateProposal(leaf), keys, signer, rules, wireFormat);
    }

    private StagedProposal Propose(
        Proposal proposal,
        HpkeKeyPair? ownKeys,
        ISigner signer,
        IMembershipRules rules,
        WireFormat wireFormat
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        RequireHandshakeFormat(wireFormat);
        RequireOwnKey(signer);
        RequireOpen();
        FramedContent content = FramedContent.OfProposal(
            Context.GroupId,
            Context.Epoch,
            Sender.Member(OwnLeafIndex),
            Opaque.Empty,
            proposal
        );
        AuthenticatedContent signed = MessageProtection.Sign(Suite, signer, wireFormat, content, Context);
        if (_public.TryKeep(signed, rules, out MlsFault fault) is not { } kept)
        {
            ownKeys?.Dispose();
            throw new ArgumentException($"The group would refuse this proposal: {fault}.", nameof(proposal));
        }

        SecretTree messages = _messages;
        MlsMessage message;
        if (wireFormat == WireFormat.PrivateMessage)
        {
            (messages, RatchetKey key) = _messages.NextToSend(OwnLeafIndex, ContentType.Proposal);
            using (key)
            {
                message = MlsMessage.Of(
                    MessageProtection.Seal(Suite, signed, key, _epoch.SenderDataSecret, MessagePadding.Buckets)
                );
            }
        }
        else
        {
            message = MlsMessage.Of(MessageProtection.Protect(Suite, signed, _epoch.MembershipKey, Context));
        }

        return new StagedProposal(
            With(kept, messages, ownKeys is null ? _proposedKeys : _proposedKeys.SetItem(ownKeys.PublicKey, ownKeys)),
            message,
            Suite.ProposalRef(signed)
        );
    }

    private static void RequireHandshakeFormat(WireFormat wireFormat)
    {
        if (wireFormat is not (WireFormat.PublicMessage or WireFormat.PrivateMessage))
        {
            throw new ArgumentException("Neither proposals nor commits go in this wire format.", nameof(wireFormat));
        }
    }

    private void RequireOwnKey(ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (!signer.PublicKey.Span.SequenceEqual(OwnLeaf.SignatureKey.Span))
        {
            throw new ArgumentException("This is not the key of our leaf.", nameof(signer));
        }
    }
}
