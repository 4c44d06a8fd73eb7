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
    /// Makes a commit, always with a path, as a PublicMessage (RFC 9420 §12.4.1), and the Welcome for whoever it adds. Valid
    /// only if the delivery service takes it as the one commit of this epoch.
    /// </summary>
    /// <exception cref="ArgumentException">The group would refuse it; the message says why.</exception>
    public StagedCommit Commit(CommitRequest request, ISigner signer, IMembershipRules rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rules);
        RequireOwnKey(signer);
        ImmutableArray<ProposalOrRef> proposals = ProposalsOf(request);
        AppliedProposals applied = ApplyOrThrow(proposals, rules);
        using PathUpdate path = TreeKem.Create(
            applied.Tree,
            _private,
            OwnLeaf,
            signer,
            Context.GroupId.Span,
            applied.AddedLeaves,
            treeHash => _public.ProvisionalContext(treeHash, applied.Extensions)
        );
        try
        {
            return Commit(new Commit(proposals, path.Path), applied, path, request.WelcomeExtensions, signer);
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
        PathUpdate path,
        Extensions welcomeExtensions,
        ISigner signer
    )
    {
        FramedContent content = FramedContent.OfCommit(
            Context.GroupId,
            Context.Epoch,
            Sender.Member(OwnLeafIndex),
            Opaque.Empty,
            commit
        );
        AuthenticatedContent signed = MessageProtection.Sign(Suite, signer, WireFormat.PublicMessage, content, Context);
        GroupContext nextContext = _public.NextContext(signed, path.Tree, applied.Extensions);
        byte[] encodedContext = MlsCodec.Encode(nextContext);
        using Secret pskSecret = PskSecret.None(Suite);
        using Secret joiner = EpochSecrets.DeriveJoinerSecret(Suite, _epoch.InitSecret, path.CommitSecret, encodedContext);
        EpochSecrets epoch = EpochSecrets.FromJoinerSecret(Suite, joiner, pskSecret, encodedContext);
        Opaque tag = epoch.ConfirmationTag(nextContext.ConfirmedTranscriptHash);
        signed = signed.WithConfirmationTag(tag);
        PublicGroup nextPublic = _public.Advance(signed, path.Tree, applied.Extensions);
        Welcome? welcome = applied.Added.IsEmpty
            ? null
            : WelcomeFor(
                applied.Added,
                SignGroupInfo(nextPublic, OwnLeafIndex, signer, withTree: true, welcomeExtensions),
                joiner,
                pskSecret,
                path
            );
        GroupInfo info = SignGroupInfo(nextPublic, OwnLeafIndex, signer, withTree: false, Extensions.None);
        PublicMessage message = MessageProtection.Protect(Suite, signed, _epoch.MembershipKey, Context);
        Group next = new(
            nextPublic,
            epoch,
            epoch.CreateSecretTree(path.Tree.LeafCount),
            path.Private,
            ImmutableDictionary<Opaque, HpkeKeyPair>.Empty
        );
        return new StagedCommit(
            next,
            MlsMessage.Of(message),
            welcome is null ? null : MlsMessage.Of(welcome),
            MlsMessage.Of(info),
            [.. applied.Added.Select(member => member.ToMember())],
            applied.Removed
        );
    }

    /// <summary>One Welcome for all newcomers of a commit (RFC 9420 §12.4.3.1).</summary>
    private Welcome WelcomeFor(
        ImmutableArray<AddedMember> added,
        GroupInfo info,
        Secret joinerSecret,
        Secret pskSecret,
        PathUpdate path
    )
    {
        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(Suite, joinerSecret, pskSecret);
        Opaque encryptedInfo = WelcomeCipher.SealGroupInfo(Suite, welcomeSecret, info);
        return new Welcome(
            Suite.Id,
            [
                .. added.Select(member =>
                {
                    using GroupSecrets secrets = new(joinerSecret.Copy(), path.PathSecretFor(member.LeafIndex)?.Copy(), []);
                    return WelcomeCipher.SealSecrets(Suite, member.KeyPackage, secrets, encryptedInfo);
                }),
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
        ];

    private AppliedProposals ApplyOrThrow(ImmutableArray<ProposalOrRef> proposals, IMembershipRules rules)
    {
        ProposalList list =
            ProposalList.TryResolve(proposals, OwnLeafIndex, _public.Pending)
            ?? throw new ArgumentException("A proposal that was not received in this epoch.", nameof(proposals));
        AppliedProposals? applied = _public.TryApplyProposals(list, OwnLeafIndex, rules, out MlsFault fault);
        if (applied is not null && !list.IsEmpty)
        {
            fault = MembershipValidation.Check(applied.Tree, applied.Extensions);
        }

        return applied is not null && fault == MlsFault.None
            ? applied
            : throw new ArgumentException($"The group would refuse this commit: {fault}.", nameof(proposals));
    }
}
