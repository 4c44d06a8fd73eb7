using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>
    /// A message from anybody. Whatever it is, this group stays as it is; what follows from it is in the answer.
    /// </summary>
    public Received Process(MlsMessage message, IMembershipRules rules)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(rules);
        return message switch
        {
            { PrivateMessage: { } sealedMessage } => Process(sealedMessage, rules),
            { PublicMessage: { } publicMessage } => Process(publicMessage, rules),
            _ => new Refused(MlsFault.Malformed),
        };
    }

    private Received Process(PublicMessage message, IMembershipRules rules)
    {
        AuthenticatedContent content = MessageProtection.Unwrap(message);
        MlsFault fault = _public.CheckSender(content);
        if (fault != MlsFault.None)
        {
            return new Refused(fault);
        }

        if (!MessageProtection.VerifyMembershipTag(Suite, message, _epoch.MembershipKey, Context))
        {
            return new Refused(MlsFault.BadMembershipTag);
        }

        if (message.Content.Sender.Index == OwnLeafIndex)
        {
            return new OwnMessage();
        }

        return message.Content.ContentType == ContentType.Proposal
            ? ProcessProposal(content, _messages, rules)
            : ProcessCommit(content, rules);
    }

    private Received Process(PrivateMessage message, IMembershipRules rules)
    {
        MlsFault place = _public.CheckPlace(message.GroupId, message.Epoch);
        if (place != MlsFault.None)
        {
            return new Refused(place);
        }

        if (MessageProtection.TryOpenSenderData(Suite, message, _epoch.SenderDataSecret) is not { } sender)
        {
            return new Refused(MlsFault.CannotDecrypt);
        }

        if (Tree.Leaf(sender.LeafIndex) is null)
        {
            return new Refused(MlsFault.UnknownSender);
        }

        if (sender.LeafIndex == OwnLeafIndex)
        {
            return new OwnMessage();
        }

        if (
            _messages.TryReceive(sender.LeafIndex, message.ContentType, sender.Generation)
            is not
            (SecretTree messages, RatchetKey key)
        )
        {
            return new Refused(MlsFault.CannotDecrypt);
        }

        using (key)
        {
            Received received = MessageProtection.TryOpen(Suite, message, sender, key) is { } content
                ? ProcessOpened(content, messages, rules)
                : new Refused(MlsFault.CannotDecrypt);
            if (received is not (ReceivedMessage or ReceivedProposal))
            {
                // Nothing that was derived for it is kept: a commit brings secrets of its own, a refusal changes nothing.
                messages.Retire(_messages);
            }

            return received;
        }
    }

    private Received ProcessOpened(AuthenticatedContent content, SecretTree messages, IMembershipRules rules)
    {
        MlsFault fault = _public.CheckSender(content);
        if (fault != MlsFault.None)
        {
            return new Refused(fault);
        }

        return content.Content.ContentType switch
        {
            ContentType.Application => new ReceivedMessage(
                new Group(_public, _epoch, messages, _private, _proposedKeys),
                MemberAt(content.Content.Sender.Index),
                content
            ),
            ContentType.Proposal => ProcessProposal(content, messages, rules),
            _ => ProcessCommit(content, rules),
        };
    }

    private Received ProcessProposal(AuthenticatedContent content, SecretTree messages, IMembershipRules rules) =>
        _public.TryKeep(content, rules, out MlsFault fault) is { } kept
            ? new ReceivedProposal(
                new Group(kept, _epoch, messages, _private, _proposedKeys),
                MemberAt(content.Content.Sender.Index),
                content
            )
            : new Refused(fault);

    /// <summary>RFC 9420 §12.4.2: the public steps first, the same that the server takes, then those that need our secrets.</summary>
    private Received ProcessCommit(AuthenticatedContent content, IMembershipRules rules)
    {
        if (_public.Stage(content, rules, out MlsFault fault) is not { } staged)
        {
            return new Refused(fault);
        }

        ImmutableArray<Member> added = [.. staged.Proposals.Added.Select(member => member.ToMember())];
        Group? next = null;
        if (staged.Proposals.Removed.All(member => member.LeafIndex != OwnLeafIndex))
        {
            next = TryFollow(staged, out fault);
            if (next is null)
            {
                return new Refused(fault);
            }
        }

        return new ReceivedCommit(next, MemberAt(staged.Committer), added, staged.Proposals.Removed, content);
    }

    private Group? TryFollow(PublicCommitStage staged, out MlsFault fault)
    {
        PrivateTree before = PrivateTreeAfter(staged.Proposals.Tree);
        Secret commitSecret;
        PrivateTree after;
        if (staged.Commit.Path is { } path)
        {
            if (
                TreeKem.TryDecrypt(
                    staged.Next.Tree,
                    before,
                    staged.Committer,
                    path,
                    staged.Proposals.AddedLeaves,
                    _public.ProvisionalContext(staged.Next.Context.TreeHash, staged.Next.Context.Extensions)
                )
                is not
                (PrivateTree decrypted, Secret secret)
            )
            {
                fault = MlsFault.CannotDecrypt;
                return null;
            }

            (after, commitSecret) = (decrypted, secret);
        }
        else
        {
            (after, commitSecret) = (before, new Secret(Suite.HashSize));
        }

        using (commitSecret)
        {
            byte[] nextContext = MlsCodec.Encode(staged.Next.Context);
            using Secret pskSecret = PskSecret.None(Suite);
            using Secret joiner = EpochSecrets.DeriveJoinerSecret(Suite, _epoch.InitSecret, commitSecret, nextContext);
            EpochSecrets epoch = EpochSecrets.FromJoinerSecret(Suite, joiner, pskSecret, nextContext);
            if (!epoch.VerifyConfirmationTag(staged.Next.Context.ConfirmedTranscriptHash, staged.Next.ConfirmationTag))
            {
                fault = MlsFault.BadConfirmationTag;
                epoch.Dispose();
                after.Retire(before);
                return null;
            }

            fault = MlsFault.None;
            return new Group(
                staged.Next,
                epoch,
                epoch.CreateSecretTree(staged.Next.Tree.LeafCount),
                after,
                ImmutableDictionary<Opaque, HpkeKeyPair>.Empty
            );
        }
    }

    /// <summary>Our keys in the tree after a commit's proposals; one of them may be an Update of ours.</summary>
    private PrivateTree PrivateTreeAfter(RatchetTree proposed)
    {
        Opaque ownKey = proposed.Leaf(OwnLeafIndex)!.EncryptionKey;
        return _proposedKeys.TryGetValue(ownKey, out HpkeKeyPair? keys)
            ? _private.Next(proposed, new NodeKeys(TreeMath.NodeOfLeaf(OwnLeafIndex), keys))
            : _private.Next(proposed);
    }

    private Member MemberAt(uint leafIndex) => new(leafIndex, Tree.Leaf(leafIndex)!);
}
