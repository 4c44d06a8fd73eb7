using System.Collections.Immutable;
using Comm.Crypto;
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
    /// Makes a commit (RFC 9420 §12.4.1) and the Welcome for whoever it adds. Valid only if the delivery service takes it as the
    /// one commit of this epoch.
    /// </summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>Null when the group would refuse it.</returns>
    /// <exception cref="ArgumentException">The signer has another key, or there are no commits in that wire format.</exception>
    /// <exception cref="InvalidOperationException">The group was reinitialized: there is nothing more to commit.</exception>
    public StagedCommit? TryCommit(CommitRequest request, ISigner signer, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rules);
        RequireHandshakeFormat(request.WireFormat);
        RequireOwnKey(signer);
        RequireOpen();
        return TryCommit(request, signer, rules, null, out fault);
    }

    /// <summary><see cref="TryCommit(CommitRequest, ISigner, IMembershipRules, out MlsFault)"/> for what cannot be refused.</summary>
    /// <exception cref="ArgumentException">The group would refuse it; the message says why.</exception>
    public StagedCommit Commit(CommitRequest request, ISigner signer, IMembershipRules rules) =>
        TryCommit(request, signer, rules, out MlsFault fault)
        ?? throw new ArgumentException($"The group would refuse this commit: {fault}.", nameof(request));

    private StagedCommit? TryCommit(
        CommitRequest request,
        ISigner signer,
        IMembershipRules rules,
        Founding? founding,
        out MlsFault fault
    )
    {
        if (request.Now is { } now && !request.Add.All(package => IsCurrent(package, now)))
        {
            fault = MlsFault.Expired;
            return null;
        }

        Sender sender = Sender.Member(OwnLeafIndex);
        ImmutableArray<ProposalOrRef> proposals = ProposalsOf(request);
        if (ProposalList.TryResolve(proposals, sender, _public.Pending) is not { } list)
        {
            fault = MlsFault.UnknownProposal;
            return null;
        }

        ResumptionPskUsage usage = founding?.Usage ?? ResumptionPskUsage.Application;
        // V-COMMIT-01
        if (_public.TryApplyProposals(list, sender, rules, usage, out fault) is not { } applied)
        {
            return null;
        }

        using Secret? pskSecret = PskSecret.TryDerive(
            Suite,
            applied.Psks,
            id => FindPreSharedKey(id, founding?.Previous, request.PreSharedKeyStore)
        );
        if (pskSecret is null)
        {
            fault = MlsFault.MissingPsk;
            return null;
        }

        if (request.OmitPath && !list.RequiresPath && request.Leaf is null)
        {
            fault = MembershipValidation.Check(applied.Tree, applied.Extensions, rules);
            return fault == MlsFault.None
                ? Commit(new Commit(proposals, null), applied, applied.Tree, null, pskSecret, request, signer)
                : null;
        }

        LeafNode template = request.Leaf?.ApplyTo(OwnLeaf) ?? OwnLeaf;
        if (request.Leaf is not null)
        {
            // Not current, with the old key: it gets a fresh one with the path.
            fault = LeafNodeValidation.CheckPathLeaf(Suite, OwnLeaf with { EncryptionKey = Opaque.Empty }, template, rules);
        }

        if (fault == MlsFault.None && (!list.IsEmpty || request.Leaf is not null))
        {
            fault = MembershipValidation.Check(applied.Tree.Update(OwnLeafIndex, template), applied.Extensions, rules);
        }

        if (fault != MlsFault.None)
        {
            return null;
        }

        using PathUpdate path = TreeKem.Create(
            applied.Tree,
            _private,
            template,
            signer,
            Context.GroupId.Span,
            applied.AddedLeaves,
            treeHash => _public.ProvisionalContext(treeHash, applied.Extensions)
        );
        try
        {
            return Commit(new Commit(proposals, path.Path), applied, path.Tree, path, pskSecret, request, signer);
        }
        catch
        {
            path.Private.Retire(_private);
            throw;
        }
    }

    private StagedCommit Commit(
        Commit commit,
        AppliedProposals applied,
        RatchetTree tree,
        PathUpdate? path,
        Secret pskSecret,
        CommitRequest request,
        ISigner signer
    )
    {
        using Secret commitSecret = path?.CommitSecret.Copy() ?? new Secret(Suite.HashSize);
        using CommitDraft draft = CommitDraft.Make(
            _public,
            Sender.Member(OwnLeafIndex),
            request.WireFormat,
            commit,
            applied,
            tree,
            new CommitSecrets(_epoch.InitSecret, commitSecret, pskSecret),
            signer
        );
        Group current = this;
        MlsMessage message;
        if (request.WireFormat == WireFormat.PrivateMessage)
        {
            (SecretTree messages, RatchetKey key) = _messages.NextToSend(OwnLeafIndex, ContentType.Commit);
            using (key)
            {
                message = MlsMessage.Of(
                    MessageProtection.Seal(Suite, draft.Content, key, _epoch.SenderDataSecret, MessagePadding.Buckets)
                );
            }

            current = With(messages: messages);
        }
        else
        {
            message = MlsMessage.Of(MessageProtection.Protect(Suite, draft.Content, _epoch.MembershipKey, Context));
        }

        Welcome? welcome = applied.Added.IsEmpty
            ? null
            : WelcomeFor(
                applied,
                SignGroupInfo(draft.Next, OwnLeafIndex, signer, request.TreeInWelcome, request.WelcomeExtensions),
                draft.JoinerSecret,
                pskSecret,
                path
            );
        GroupInfo info = SignGroupInfo(
            draft.Next,
            OwnLeafIndex,
            signer,
            withTree: false,
            request.OfferExternalCommit ? Extensions.Of(ExternalPub(draft.Epoch)) : Extensions.None
        );
        Group next = new(
            draft.Next,
            draft.Epoch,
            path?.Private ?? PrivateTreeAfter(tree),
            _history.After(Context, _epoch, current._messages, Tree, tree)
        );
        return new StagedCommit(
            next,
            current,
            message,
            welcome is null ? null : MlsMessage.Of(welcome),
            MlsMessage.Of(info),
            [.. applied.Added.Select(member => member.ToMember())],
            applied.Removed
        );
    }

    /// <summary>One Welcome for all newcomers of a commit (RFC 9420 §12.4.3.1).</summary>
    private Welcome WelcomeFor(AppliedProposals applied, GroupInfo info, Secret joinerSecret, Secret pskSecret, PathUpdate? path)
    {
        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(Suite, joinerSecret, pskSecret);
        Opaque encryptedInfo = WelcomeCipher.SealGroupInfo(Suite, welcomeSecret, info);
        HpkeContext context = WelcomeCipher.ContextOf(Suite, encryptedInfo);
        return new Welcome(
            Suite.Id,
            [
                .. Batch.Run(
                    applied.Added,
                    member =>
                    {
                        using GroupSecrets secrets = new(
                            joinerSecret.Copy(),
                            path?.PathSecretFor(member.LeafIndex)?.Copy(),
                            applied.Psks
                        );
                        return WelcomeCipher.SealSecrets(Suite, member.KeyPackage, secrets, context);
                    }
                ),
            ],
            encryptedInfo
        );
    }

    private static ImmutableArray<ProposalOrRef> ProposalsOf(CommitRequest request) =>
        [
            .. request.ByReference.Select(ProposalOrRef.To),
            .. request.ContextExtensions is { } extensions
                ? [ProposalOrRef.Of(new GroupContextExtensionsProposal(extensions))]
                : ImmutableArray<ProposalOrRef>.Empty,
            .. request.Remove.Select(leaf => ProposalOrRef.Of(new RemoveProposal(leaf))),
            .. request.Add.Select(keyPackage => ProposalOrRef.Of(new AddProposal(keyPackage))),
            .. request.PreSharedKeys.Select(psk => ProposalOrRef.Of(new PreSharedKeyProposal(psk))),
            .. request.ReInit is { } reInit ? [ProposalOrRef.Of(reInit)] : ImmutableArray<ProposalOrRef>.Empty,
        ];

    /// <summary>
    /// This group's resumption keys, as far back as they are kept; the key of the group that this one follows or branches off, while
    /// it is being founded; everything else from the application. Not ours to dispose of.
    /// </summary>
    private Secret? FindPreSharedKey(PreSharedKeyId id, Group? previous, IPreSharedKeys? store)
    {
        if (id.Type == PskType.Resumption)
        {
            Group? group =
                id.GroupId == Context.GroupId ? this
                : id.GroupId == previous?.Context.GroupId ? previous
                : null;
            if (group?.ResumptionKey(id.Epoch) is { } own)
            {
                return own;
            }
        }

        return store is not null && store.TryFind(id, out Secret? key) ? key : null;
    }

    private Secret? ResumptionKey(ulong epoch) => epoch == Context.Epoch ? _epoch.ResumptionPsk : _history.ResumptionKey(epoch);

    // V-KP-10. Without a lifetime it is no KeyPackage, and refused for that.
    private static bool IsCurrent(KeyPackage package, DateTimeOffset now) => package.LeafNode.Lifetime?.Covers(now) != false;

    private void RequireOpen()
    {
        // V-REINIT-03
        if (ReInit is not null)
        {
            throw new InvalidOperationException("The group was reinitialized: it goes on as another one.");
        }
    }
}
