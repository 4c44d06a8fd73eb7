using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>An external commit before it is signed. What is not set is as an honest joiner has it.</summary>
internal sealed record ExternalDraft
{
    /// <summary>Beside the ExternalInit.</summary>
    public ImmutableArray<Proposal> Beside { get; init; } = [];

    /// <summary>In the place of the ExternalInit and what is beside it.</summary>
    public ImmutableArray<Proposal>? Instead { get; init; }

    public ImmutableArray<Opaque> ByReference { get; init; } = [];

    public Func<LeafNode, LeafNode> Leaf { get; init; } = leaf => leaf;

    public uint? LeafSignedFor { get; init; }

    public Func<UpdatePath, UpdatePath?> Path { get; init; } = path => path;

    public SenderType SenderType { get; init; } = SenderType.NewMemberCommit;

    public ISigner? Signer { get; init; }

    public GroupContext? SignedIn { get; init; }

    public Secret? InitSecret { get; init; }

    public Opaque? ConfirmationTag { get; init; }
}

/// <summary>Who is no member and comes in by an external commit (RFC 9420 §12.4.3.2), every part of which is open to bending.</summary>
internal sealed class Outsider : IDisposable
{
    private static readonly Sender s_joiner = new(SenderType.NewMemberCommit, 0);

    private readonly TestMember _self;
    private readonly PublicGroup _group;
    private readonly Secret _initSecret;

    /// <param name="host">Who gives the GroupInfo, which is all that is known of the group.</param>
    public Outsider(TestMember self, TestMember host)
    {
        _self = self;
        GroupInfo info = host.Group.ExportGroupInfo(host.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub);
        _group = GroupLifeTests.Follow(info);
        Assert.True(info.Extensions.TryFind(ExtensionType.ExternalPub, out Opaque extension));
        MlsReader reader = new(extension.Memory);
        Assert.True(reader.TryReadVector(out Opaque externalPub));
        (Opaque kemOutput, _initSecret) = ExternalInit.Create(_group.Suite, externalPub);
        Init = new ExternalInitProposal(kemOutput);
    }

    public ExternalInitProposal Init { get; }

    public GroupContext Context => _group.Context;

    public void Dispose() => _initSecret.Dispose();

    public MlsMessage Commit(params ImmutableArray<Proposal> beside) => Commit(new ExternalDraft { Beside = beside });

    public MlsMessage Commit(ExternalDraft draft)
    {
        ImmutableArray<Proposal> proposals = draft.Instead ?? [Init, .. draft.Beside];
        using PathUpdate path = MakePath(proposals, out AppliedProposals applied);
        UpdatePath bent = path.Path with
        {
            LeafNode = LeafNodeSignature.Sign(
                _group.Suite,
                _self.Signer,
                draft.Leaf(path.Path.LeafNode),
                Context.GroupId.Span,
                draft.LeafSignedFor ?? applied.Committer
            ),
        };
        Commit commit = new(
            [.. proposals.Select(ProposalOrRef.Of), .. draft.ByReference.Select(ProposalOrRef.To)],
            draft.Path(bent)
        );
        AuthenticatedContent signed = MessageProtection.Sign(
            _group.Suite,
            draft.Signer ?? _self.Signer,
            WireFormat.PublicMessage,
            FramedContent.OfCommit(Context.GroupId, Context.Epoch, new Sender(draft.SenderType, 0), Opaque.Empty, commit),
            draft.SignedIn ?? Context
        );
        using Secret noPsk = PskSecret.None(_group.Suite);
        CommitSecrets secrets = new(draft.InitSecret ?? _initSecret, path.CommitSecret, noPsk);
        signed = draft.ConfirmationTag is { } tag
            ? signed.WithConfirmationTag(tag)
            : Forge.Confirm(_group, signed, path.Tree, applied.Extensions, secrets);
        return MlsMessage.Of(new PublicMessage(signed.Content, signed.Auth, Opaque.Empty));
    }

    /// <summary>At the place that an honest joiner takes after those removals that can be made at all.</summary>
    private PathUpdate MakePath(ImmutableArray<Proposal> proposals, out AppliedProposals applied)
    {
        IEnumerable<uint> removed = proposals
            .OfType<RemoveProposal>()
            .Select(remove => remove.Removed)
            .Where(leaf => _group.Tree.Leaf(leaf) is not null)
            .Distinct();
        AppliedProposals after = new ProposalList([
            .. removed.Select(leaf => new AuthoredProposal(new RemoveProposal(leaf), s_joiner)),
        ]).TryApply(_group.Tree, Context.Extensions)!;
        RatchetTree roomy = after.Tree.WithRoom(out uint place)!;
        applied = after with { Tree = roomy, Committer = place };
        PathUpdate made = TreeKem.Create(
            roomy,
            PrivateTree.Empty(place),
            _self.Settings.ToLeaf(_self.Signer.PublicKey),
            _self.Signer,
            Context.GroupId.Span,
            after.AddedLeaves,
            treeHash => _group.ProvisionalContext(treeHash, after.Extensions)
        );
        made.Private.Dispose();
        return made;
    }
}
