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
    /// A message from anybody. Whatever it is, this group stays as it is; what follows from it is in the answer. Never throws, whatever
    /// the message is.
    /// </summary>
    /// <param name="message">A PublicMessage or PrivateMessage; anything else is refused.</param>
    /// <param name="rules">Asked about what the message would change.</param>
    /// <param name="preSharedKeys">Where the keys are that a commit may ask for beside this group's resumption keys.</param>
    public Received Process(MlsMessage message, IMembershipRules rules, IPreSharedKeys? preSharedKeys = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(rules);
        return message switch
        {
            { PrivateMessage: { } sealedMessage } => Process(sealedMessage, rules, preSharedKeys),
            { PublicMessage: { } publicMessage } => Process(publicMessage, rules, preSharedKeys),
            // V-FRAME-10
            _ => new Refused(MlsFault.Malformed),
        };
    }

    private Received Process(PublicMessage message, IMembershipRules rules, IPreSharedKeys? preSharedKeys)
    {
        AuthenticatedContent content = message.ToAuthenticatedContent();
        MlsFault fault = _public.CheckSender(content);
        if (fault != MlsFault.None)
        {
            return new Refused(fault);
        }

        if (content.Content.Sender.Type == SenderType.Member)
        {
            // V-PUB-01
            if (!MessageProtection.VerifyMembershipTag(Suite, message, _epoch.MembershipKey, Context))
            {
                return new Refused(MlsFault.BadMembershipTag);
            }

            if (content.Content.Sender.Index == OwnLeafIndex)
            {
                return new OwnMessage();
            }
        }

        return content.Content.ContentType == ContentType.Proposal
            ? ProcessProposal(content, _messages, rules)
            : ProcessCommit(content, rules, preSharedKeys);
    }

    private Received Process(PrivateMessage message, IMembershipRules rules, IPreSharedKeys? preSharedKeys)
    {
        if (message.GroupId == Context.GroupId && _history.Find(message.Epoch) is { } past)
        {
            return ProcessLate(message, past);
        }

        MlsFault place = _public.CheckPlace(message.GroupId, message.Epoch);
        if (place != MlsFault.None)
        {
            return new Refused(place);
        }

        if (MessageProtection.TryOpenSenderData(Suite, message, _epoch.SenderDataSecret) is not { } sender)
        {
            return new Refused(MlsFault.CannotDecrypt);
        }

        // V-PRIV-04
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
                ? ProcessOpened(content, messages, rules, preSharedKeys)
                : new Refused(MlsFault.CannotDecrypt);
            if (received is not (ReceivedMessage or ReceivedProposal))
            {
                // Nothing that was derived for it is kept: a commit brings secrets of its own, a refusal changes nothing.
                messages.Retire(_messages);
            }

            return received;
        }
    }

    /// <summary>An application message of an epoch that is over; anything else of it is stale.</summary>
    private Received ProcessLate(PrivateMessage message, PastEpoch past)
    {
        // V-PRIV-11
        if (message.ContentType != ContentType.Application)
        {
            return new Refused(MlsFault.StaleEpoch);
        }

        if (MessageProtection.TryOpenSenderData(Suite, message, past.SenderDataSecret) is not { } sender)
        {
            return new Refused(MlsFault.CannotDecrypt);
        }

        if (past.Leaf(sender.LeafIndex, Tree) is not { } leaf)
        {
            return new Refused(MlsFault.UnknownSender);
        }

        if (
            past.Messages.TryReceive(sender.LeafIndex, message.ContentType, sender.Generation)
            is not
            (SecretTree messages, RatchetKey key)
        )
        {
            return new Refused(MlsFault.CannotDecrypt);
        }

        using (key)
        {
            MlsFault fault = MlsFault.CannotDecrypt;
            if (MessageProtection.TryOpen(Suite, message, sender, key) is { } content)
            {
                if (MessageProtection.VerifySignature(Suite, content, past.Context, leaf.SignatureKey))
                {
                    return new ReceivedMessage(
                        With(history: _history.With(past.With(messages))),
                        new Member(sender.LeafIndex, leaf),
                        content
                    );
                }

                fault = MlsFault.BadSignature;
            }

            messages.Retire(past.Messages);
            return new Refused(fault);
        }
    }

    private Received ProcessOpened(
        AuthenticatedContent content,
        SecretTree messages,
        IMembershipRules rules,
        IPreSharedKeys? preSharedKeys
    )
    {
        // V-PRIV-10
        MlsFault fault = _public.CheckSender(content);
        if (fault != MlsFault.None)
        {
            return new Refused(fault);
        }

        return content.Content.ContentType switch
        {
            ContentType.Application => new ReceivedMessage(
                With(messages: messages),
                MemberAt(content.Content.Sender.Index),
                content
            ),
            ContentType.Proposal => ProcessProposal(content, messages, rules),
            _ => ProcessCommit(content, rules, preSharedKeys),
        };
    }

    private Received ProcessProposal(AuthenticatedContent content, SecretTree messages, IMembershipRules rules) =>
        _public.TryKeep(content, rules, out MlsFault fault) is { } kept
            ? new ReceivedProposal(
                With(kept, messages),
                ProposalValidation.AuthorOf(
                    new AuthoredProposal(content.Content.Proposal!, content.Content.Sender),
                    Context,
                    Tree
                )!,
                content
            )
            : new Refused(fault);

    /// <summary>RFC 9420 §12.4.2: the public steps first, the same that the server takes, then those that need our secrets.</summary>
    private Received ProcessCommit(AuthenticatedContent content, IMembershipRules rules, IPreSharedKeys? preSharedKeys)
    {
        if (_public.Stage(content, rules, out MlsFault fault) is not { } staged)
        {
            return new Refused(fault);
        }

        // V-COMMIT-16
        Group? next = null;
        if (staged.Proposals.Removed.All(member => member.LeafIndex != OwnLeafIndex))
        {
            next = TryFollow(staged, preSharedKeys, out fault);
            if (next is null)
            {
                return new Refused(fault);
            }
        }

        return new ReceivedCommit(next, staged.Committer, staged.IsExternal, staged.Added, staged.Proposals.Removed, content);
    }

    private Group? TryFollow(PublicCommitStage staged, IPreSharedKeys? preSharedKeys, out MlsFault fault)
    {
        AppliedProposals applied = staged.Proposals;
        using Secret? pskSecret = PskSecret.TryDerive(Suite, applied.Psks, id => FindPreSharedKey(id, null, preSharedKeys));
        // V-PSK-05
        if (pskSecret is null)
        {
            fault = MlsFault.MissingPsk;
            return null;
        }

        // V-EXT-13
        using Secret? initSecret = applied.ExternalInit is { } external
            ? ExternalInit.TryReceive(Suite, _epoch, external.KemOutput)
            : _epoch.InitSecret.Copy();
        if (initSecret is null)
        {
            fault = MlsFault.CannotDecrypt;
            return null;
        }

        PrivateTree before = PrivateTreeAfter(applied.Tree);
        if (TryDecryptPath(staged, before) is not (PrivateTree after, Secret commitSecret))
        {
            fault = MlsFault.CannotDecrypt;
            return null;
        }

        using (commitSecret)
        {
            byte[] nextContext = MlsCodec.Encode(staged.Next.Context);
            using Secret joiner = EpochSecrets.DeriveJoinerSecret(Suite, initSecret, commitSecret, nextContext);
            EpochSecrets epoch = EpochSecrets.FromJoinerSecret(Suite, joiner, pskSecret, nextContext);
            // V-COMMIT-15
            if (!epoch.VerifyConfirmationTag(staged.Next.Context.ConfirmedTranscriptHash, staged.Next.ConfirmationTag))
            {
                fault = MlsFault.BadConfirmationTag;
                epoch.Dispose();
                after.Retire(before);
                return null;
            }

            fault = MlsFault.None;
            return new Group(staged.Next, epoch, after, _history.After(Context, _epoch, _messages, Tree, staged.Next.Tree));
        }
    }

    /// <summary>Our keys after the commit's path and its commit secret; without a path, as they are and all zero.</summary>
    private (PrivateTree After, Secret CommitSecret)? TryDecryptPath(PublicCommitStage staged, PrivateTree before) =>
        staged.Commit.Path is { } path
            ? TreeKem.TryDecrypt(
                staged.Next.Tree,
                before,
                staged.Committer.LeafIndex,
                path,
                staged.Proposals.AddedLeaves,
                // V-COMMIT-14
                _public.ProvisionalContext(staged.Next.Context.TreeHash, staged.Next.Context.Extensions)
            )
            // V-COMMIT-03
            : (before, new Secret(Suite.HashSize));

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
