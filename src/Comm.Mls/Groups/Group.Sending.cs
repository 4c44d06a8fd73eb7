using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>
    /// Seals an application message to the group (RFC 9420 §6.3). <paramref name="authenticatedData"/> travels in clear beside it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Proposals are pending: commit them first (§12.4).</exception>
    public StagedSend Send(ReadOnlySpan<byte> applicationData, Opaque authenticatedData, ISigner signer)
    {
        RequireOwnKey(signer);
        if (HasPendingProposals)
        {
            throw new InvalidOperationException("Proposals are pending: commit them first.");
        }

        FramedContent content = FramedContent.OfApplication(
            Context.GroupId,
            Context.Epoch,
            Sender.Member(OwnLeafIndex),
            authenticatedData,
            Opaque.CopyOf(applicationData)
        );
        AuthenticatedContent signed = MessageProtection.Sign(Suite, signer, WireFormat.PrivateMessage, content, Context);
        (SecretTree messages, RatchetKey key) = _messages.NextToSend(OwnLeafIndex, ContentType.Application);
        using (key)
        {
            PrivateMessage message = MessageProtection.Seal(Suite, signed, key, _epoch.SenderDataSecret, MessagePadding.Buckets);
            return new StagedSend(new Group(_public, _epoch, messages, _private, _proposedKeys), MlsMessage.Of(message), signed);
        }
    }

    /// <summary>Asks for a member to be added.</summary>
    public StagedProposal ProposeAdd(KeyPackages.KeyPackage keyPackage, ISigner signer, IMembershipRules rules) =>
        Propose(new AddProposal(keyPackage), null, signer, rules);

    /// <summary>Asks for a member to be removed; for oneself, to leave.</summary>
    public StagedProposal ProposeRemove(uint leafIndex, ISigner signer, IMembershipRules rules) =>
        Propose(new RemoveProposal(leafIndex), null, signer, rules);

    /// <summary>Offers a fresh leaf key; whoever commits it blanks our way to the root (RFC 9420 §12.1.2).</summary>
    public StagedProposal ProposeUpdate(ISigner signer, IMembershipRules rules)
    {
        ArgumentNullException.ThrowIfNull(signer);
        HpkeKeyPair keys = Suite.GenerateKeyPair();
        LeafNode leaf = OwnLeaf with
        {
            EncryptionKey = keys.PublicKey,
            Source = LeafNodeSource.Update,
            Lifetime = null,
            ParentHash = Opaque.Empty,
        };
        leaf = LeafNodeSignature.Sign(Suite, signer, leaf, Context.GroupId.Span, OwnLeafIndex);
        return Propose(new UpdateProposal(leaf), keys, signer, rules);
    }

    private StagedProposal Propose(Proposal proposal, HpkeKeyPair? ownKeys, ISigner signer, IMembershipRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        RequireOwnKey(signer);
        FramedContent content = FramedContent.OfProposal(
            Context.GroupId,
            Context.Epoch,
            Sender.Member(OwnLeafIndex),
            Opaque.Empty,
            proposal
        );
        AuthenticatedContent signed = MessageProtection.Sign(Suite, signer, WireFormat.PublicMessage, content, Context);
        if (_public.TryKeep(signed, rules, out MlsFault fault) is not { } kept)
        {
            ownKeys?.Dispose();
            throw new ArgumentException($"The group would refuse this proposal: {fault}.", nameof(proposal));
        }

        PublicMessage message = MessageProtection.Protect(Suite, signed, _epoch.MembershipKey, Context);
        return new StagedProposal(
            new Group(
                kept,
                _epoch,
                _messages,
                _private,
                ownKeys is null ? _proposedKeys : _proposedKeys.SetItem(ownKeys.PublicKey, ownKeys)
            ),
            MlsMessage.Of(message),
            Suite.ProposalRef(signed)
        );
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
