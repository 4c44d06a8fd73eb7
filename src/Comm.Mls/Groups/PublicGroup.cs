using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// All of a group that is public: context, tree, transcript hash, and the proposals of this epoch. Follows the group from its
/// PublicMessages and checks everything that can be checked without a secret; membership and confirmation tags and the sealed
/// path secrets are left to members. Immutable: each step gives the next group.
/// </summary>
public sealed class PublicGroup
{
    private PublicGroup(
        CipherSuite suite,
        GroupContext context,
        RatchetTree tree,
        Opaque interimTranscriptHash,
        Opaque confirmationTag,
        ImmutableDictionary<Opaque, AuthoredProposal> pending
    )
    {
        Suite = suite;
        Context = context;
        Tree = tree;
        InterimTranscriptHash = interimTranscriptHash;
        ConfirmationTag = confirmationTag;
        Pending = pending;
    }

    public GroupContext Context { get; }

    public RatchetTree Tree { get; }

    public IEnumerable<Member> Members => Tree.Members.Select(member => new Member(member.Index, member.Leaf));

    internal CipherSuite Suite { get; }

    internal Opaque InterimTranscriptHash { get; }

    /// <summary>Of the commit that led here, or of the creator for epoch 0.</summary>
    internal Opaque ConfirmationTag { get; }

    /// <summary>The proposals sent in this epoch, by ProposalRef (RFC 9420 §5.2).</summary>
    internal ImmutableDictionary<Opaque, AuthoredProposal> Pending { get; }

    /// <summary>
    /// A group as a GroupInfo with the ratchet_tree extension describes it: tree, capabilities, every member and the signature
    /// checked (RFC 9420 §12.4.3.1). Whether it is the group's true state only its confirmation tag tells, to members.
    /// </summary>
    public static PublicGroup? TryCreate(GroupInfo info, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(rules);
        GroupContext context = info.GroupContext;
        if (CipherSuite.Find(context.CipherSuite) is not { } suite)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        if (
            !info.Extensions.TryFind(ExtensionType.RatchetTree, out Opaque nodes)
            || !TryReadTree(suite, nodes, out RatchetTree? tree)
        )
        {
            fault = MlsFault.Malformed;
            return null;
        }

        fault = CheckWhole(suite, info, tree!, rules);
        return fault == MlsFault.None
            ? new PublicGroup(
                suite,
                context,
                tree!,
                TranscriptHash.Interim(suite, context.ConfirmedTranscriptHash, info.ConfirmationTag),
                info.ConfirmationTag,
                ImmutableDictionary<Opaque, AuthoredProposal>.Empty
            )
            : null;
    }

    /// <summary>A commit, followed without secrets; null and why not, with this group unchanged.</summary>
    public PublicCommit? TryApply(PublicMessage commit, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(rules);
        AuthenticatedContent content = MessageProtection.Unwrap(commit);
        fault = CheckSender(content);
        if (fault != MlsFault.None)
        {
            return null;
        }

        return Stage(content, rules, out fault) is { } staged
            ? new PublicCommit(
                staged.Next,
                new Member(staged.Committer, Tree.Leaf(staged.Committer)!),
                [.. staged.Proposals.Added.Select(member => member.ToMember())],
                staged.Proposals.Removed,
                [.. staged.Proposals.Added.Select(member => Suite.KeyPackageRef(member.KeyPackage))]
            )
            : null;
    }

    /// <summary>A proposal, kept for a commit of this epoch to refer to; null and why not, with this group unchanged.</summary>
    public PublicGroup? TryKeep(PublicMessage proposal, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(rules);
        AuthenticatedContent content = MessageProtection.Unwrap(proposal);
        fault = CheckSender(content);
        return fault == MlsFault.None ? TryKeep(content, rules, out fault) : null;
    }

    /// <summary>
    /// Whether an uploaded GroupInfo describes exactly this group: same context, same confirmation tag, signed by a member.
    /// </summary>
    public bool Matches(GroupInfo uploaded)
    {
        ArgumentNullException.ThrowIfNull(uploaded);
        return uploaded.GroupContext == Context && uploaded.ConfirmationTag == ConfirmationTag && IsSigned(Suite, uploaded, Tree);
    }

    /// <summary>
    /// Group, epoch and sender are right and the signature is the sender's (RFC 9420 §6, §6.1). Only members send in our
    /// groups; other sender types come with external commits.
    /// </summary>
    internal MlsFault CheckSender(AuthenticatedContent content)
    {
        FramedContent framed = content.Content;
        MlsFault place = CheckPlace(framed.GroupId, framed.Epoch);
        if (place != MlsFault.None)
        {
            return place;
        }

        // §6: application data is never sent in clear.
        if (content.WireFormat == WireFormat.PublicMessage && framed.ContentType == ContentType.Application)
        {
            return MlsFault.Malformed;
        }

        if (framed.Sender.Type != SenderType.Member)
        {
            return MlsFault.WrongSenderType;
        }

        if (Tree.Leaf(framed.Sender.Index) is not { } leaf)
        {
            return MlsFault.UnknownSender;
        }

        return MessageProtection.VerifySignature(Suite, content, Context, leaf.SignatureKey.Span)
            ? MlsFault.None
            : MlsFault.BadSignature;
    }

    internal MlsFault CheckPlace(Opaque groupId, ulong epoch)
    {
        if (groupId != Context.GroupId)
        {
            return MlsFault.WrongGroup;
        }

        return epoch.CompareTo(Context.Epoch) switch
        {
            < 0 => MlsFault.StaleEpoch,
            > 0 => MlsFault.FutureEpoch,
            _ => MlsFault.None,
        };
    }

    /// <summary>A proposal whose sender has been checked, kept for a commit of this epoch to refer to.</summary>
    internal PublicGroup? TryKeep(AuthenticatedContent content, IMembershipRules rules, out MlsFault fault)
    {
        if (content.Content.Proposal is not { } proposal)
        {
            fault = MlsFault.Malformed;
            return null;
        }

        AuthoredProposal entry = new(proposal, content.Content.Sender.Index);
        fault = ProposalList.CheckOne(entry, Suite, Context, Tree, rules);
        return fault == MlsFault.None
            ? new PublicGroup(
                Suite,
                Context,
                Tree,
                InterimTranscriptHash,
                ConfirmationTag,
                Pending.SetItem(Suite.ProposalRef(content), entry)
            )
            : null;
    }

    /// <summary>
    /// A commit whose sender has been checked: the public steps of RFC 9420 §12.4.2, in its order. What needs secrets follows
    /// in the member's state.
    /// </summary>
    internal PublicCommitStage? Stage(AuthenticatedContent content, IMembershipRules rules, out MlsFault fault)
    {
        uint committer = content.Content.Sender.Index;
        if (content.Content.Commit is not { } commit || content.Auth.ConfirmationTag.Length != Suite.HashSize)
        {
            fault = MlsFault.Malformed;
            return null;
        }

        if (ProposalList.TryResolve(commit.Proposals, committer, Pending) is not { } proposals)
        {
            fault = MlsFault.UnknownProposal;
            return null;
        }

        if (TryApplyProposals(proposals, committer, rules, out fault) is not { } applied)
        {
            return null;
        }

        if (proposals.RequiresPath && commit.Path is null)
        {
            fault = MlsFault.PathMissing;
            return null;
        }

        RatchetTree tree = applied.Tree;
        if (commit.Path is { } path)
        {
            fault = LeafNodeValidation.CheckPathLeaf(Suite, Tree.Leaf(committer)!, path.LeafNode, rules);
            if (fault != MlsFault.None)
            {
                return null;
            }

            if (
                tree.TryApply(committer, path, applied.AddedLeaves, Context.GroupId.Span, out TreeFault treeFault)
                is not { } merged
            )
            {
                fault = treeFault == TreeFault.LeafSignature ? MlsFault.BadSignature : MlsFault.InvalidPath;
                return null;
            }

            tree = merged;
        }

        // A commit that only renews its sender's keys does not cost a look at every member.
        bool onlyRenews = proposals.IsEmpty && MembershipValidation.IsUnaffectedBy(Tree.Leaf(committer)!, tree.Leaf(committer)!);
        fault = onlyRenews ? MlsFault.None : MembershipValidation.Check(tree, applied.Extensions);
        return fault == MlsFault.None
            ? new PublicCommitStage(Advance(content, tree, applied.Extensions), applied, commit, committer)
            : null;
    }

    internal AppliedProposals? TryApplyProposals(
        ProposalList proposals,
        uint committer,
        IMembershipRules rules,
        out MlsFault fault
    )
    {
        fault = proposals.Check(Suite, Context, Tree, committer, rules);
        if (fault != MlsFault.None)
        {
            return null;
        }

        AppliedProposals? applied = proposals.TryApply(Tree, Context.Extensions);
        fault = applied is null ? MlsFault.InvalidProposalList : MlsFault.None;
        return applied;
    }

    /// <summary>
    /// The context to which a commit's path secrets are sealed (RFC 9420 §12.4.1): the new epoch with the old transcript hash.
    /// </summary>
    internal byte[] ProvisionalContext(Opaque treeHash, Extensions extensions) =>
        MlsCodec.Encode(Context with { Epoch = checked(Context.Epoch + 1), TreeHash = treeHash, Extensions = extensions });

    /// <summary>The context of the epoch that a signed commit starts; its confirmation tag plays no part in it.</summary>
    internal GroupContext NextContext(AuthenticatedContent commit, RatchetTree tree, Extensions extensions) =>
        Context with
        {
            Epoch = checked(Context.Epoch + 1),
            TreeHash = tree.TreeHash,
            ConfirmedTranscriptHash = TranscriptHash.Confirmed(Suite, InterimTranscriptHash, commit),
            Extensions = extensions,
        };

    internal PublicGroup Advance(AuthenticatedContent commit, RatchetTree tree, Extensions extensions)
    {
        GroupContext next = NextContext(commit, tree, extensions);
        Opaque tag = commit.Auth.ConfirmationTag;
        return new PublicGroup(
            Suite,
            next,
            tree,
            TranscriptHash.Interim(Suite, next.ConfirmedTranscriptHash, tag),
            tag,
            ImmutableDictionary<Opaque, AuthoredProposal>.Empty
        );
    }

    /// <summary>A new group's first epoch (RFC 9420 §11), by its creator.</summary>
    internal static PublicGroup OfCreator(CipherSuite suite, GroupContext context, RatchetTree tree, Opaque confirmationTag) =>
        new(
            suite,
            context,
            tree,
            TranscriptHash.Interim(suite, context.ConfirmedTranscriptHash, confirmationTag),
            confirmationTag,
            ImmutableDictionary<Opaque, AuthoredProposal>.Empty
        );

    /// <summary>Bytes for <see cref="TryLoad"/>; they hold no secret.</summary>
    public byte[] Save()
    {
        using MlsWriter writer = new();
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>What <see cref="Save"/> wrote. The storage is trusted to give back what was checked when it was written.</summary>
    public static PublicGroup? TryLoad(ReadOnlySpan<byte> saved)
    {
        MlsReader reader = new(saved.ToArray());
        return TryRead(ref reader) is { } group && reader.IsAtEnd ? group : null;
    }

    internal void Write(MlsWriter writer)
    {
        Context.Write(writer);
        Tree.Write(writer);
        writer.WriteVector(InterimTranscriptHash.Span);
        writer.WriteVector(ConfirmationTag.Span);
        int start = writer.BeginVector();
        foreach ((Opaque reference, AuthoredProposal entry) in Pending)
        {
            writer.WriteVector(reference.Span);
            writer.WriteUInt32(entry.Author);
            entry.Proposal.Write(writer);
        }

        writer.EndVector(start);
    }

    internal static PublicGroup? TryRead(ref MlsReader reader)
    {
        if (
            !reader.TryRead(out GroupContext? context)
            || CipherSuite.Find(context.CipherSuite) is not { } suite
            || !RatchetTree.TryRead(suite, ref reader, out RatchetTree? tree)
            || !reader.TryReadVector(out Opaque interim)
            || !reader.TryReadVector(out Opaque tag)
            || !reader.TryReadVector(out Opaque pendingBytes)
        )
        {
            return null;
        }

        MlsReader inner = new(pendingBytes.Memory);
        ImmutableDictionary<Opaque, AuthoredProposal>.Builder pending = ImmutableDictionary.CreateBuilder<
            Opaque,
            AuthoredProposal
        >();
        while (!inner.IsAtEnd)
        {
            if (
                !inner.TryReadVector(out Opaque reference)
                || !inner.TryReadUInt32(out uint author)
                || !inner.TryRead(out Proposal? proposal)
            )
            {
                return null;
            }

            pending[reference] = new AuthoredProposal(proposal, author);
        }

        return new PublicGroup(suite, context, tree, interim, tag, pending.ToImmutable());
    }

    private static bool TryReadTree(CipherSuite suite, Opaque nodes, out RatchetTree? tree)
    {
        MlsReader reader = new(nodes.Memory);
        return RatchetTree.TryRead(suite, ref reader, out tree) && reader.IsAtEnd;
    }

    private static MlsFault CheckWhole(CipherSuite suite, GroupInfo info, RatchetTree tree, IMembershipRules rules)
    {
        GroupContext context = info.GroupContext;

        // An epoch beyond what a group can live to, and a signed column hold: the next ones would not be numbers any more.
        if (info.ConfirmationTag.Length != suite.HashSize || context.Epoch > long.MaxValue)
        {
            return MlsFault.Malformed;
        }

        if (tree.TreeHash != context.TreeHash || tree.Validate(context.GroupId.Span) != TreeFault.None)
        {
            return MlsFault.InvalidTree;
        }

        if (!IsSigned(suite, info, tree))
        {
            return MlsFault.BadSignature;
        }

        foreach ((_, LeafNode leaf) in tree.Members)
        {
            if (!LeafNodeValidation.IsSound(leaf, suite.Id))
            {
                return MlsFault.InvalidLeaf;
            }

            if (!rules.AcceptsLeaf(leaf))
            {
                return MlsFault.RefusedByRules;
            }
        }

        MlsFault fault = MembershipValidation.Check(tree, context.Extensions);
        if (fault != MlsFault.None)
        {
            return fault;
        }

        return rules.AcceptsContext(context.Extensions) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    private static bool IsSigned(CipherSuite suite, GroupInfo info, RatchetTree tree) =>
        tree.Leaf(info.Signer) is { } signer
        && suite.VerifyWithLabel(signer.SignatureKey.Span, "GroupInfoTBS", info.ToBeSigned(), info.Signature.Span);
}

/// <summary>
/// A commit that <see cref="PublicGroup"/> could follow. <paramref name="AddedReferences"/> are the KeyPackageRefs of the added,
/// which the Welcome must name.
/// </summary>
public sealed record PublicCommit(
    PublicGroup Next,
    Member Committer,
    ImmutableArray<Member> Added,
    ImmutableArray<Member> Removed,
    ImmutableArray<Opaque> AddedReferences
);

/// <summary>The public half of processing a commit.</summary>
internal sealed record PublicCommitStage(PublicGroup Next, AppliedProposals Proposals, Commit Commit, uint Committer);
