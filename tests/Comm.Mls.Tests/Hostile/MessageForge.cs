using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// A member who says what the library's own <see cref="Group"/> would not say: signed with its real key and tagged with the
/// epoch's real secrets, which it reads out of its own saved state.
/// </summary>
internal sealed class MessageForge : IDisposable
{
    private readonly TestMember _insider;
    private readonly PublicGroup _public;
    private readonly EpochSecrets _epoch;
    private readonly PrivateTree _private;
    private readonly SecretTree _messages;

    public MessageForge(TestMember insider)
    {
        _insider = insider;
        MlsReader reader = new(insider.Group.SaveEpoch());
        _public = PublicGroup.TryRead(ref reader)!;
        Assert.True(EpochSecrets.TryLoad(ref reader, _public.Suite, out EpochSecrets? epoch));
        Assert.True(PrivateTree.TryLoad(ref reader, out PrivateTree? own));
        MlsReader messageReader = new(insider.Group.SaveMessageSecrets().AsMemory(sizeof(ulong)));
        Assert.True(SecretTree.TryLoad(ref messageReader, _public.Suite, out SecretTree? messages));
        (_epoch, _private, _messages) = (epoch, own, messages);
    }

    private CipherSuite Suite => _public.Suite;

    private GroupContext Context => _public.Context;

    private Sender Own => Sender.Member(_private.OwnLeaf);

    public void Dispose()
    {
        _epoch.Dispose();
        _private.Dispose();
        _messages.Dispose();
    }

    /// <summary>A commit of these proposals with the path that fits them, as far as the tree can take them at all.</summary>
    public MlsMessage Commit(params ImmutableArray<Proposal> proposals) =>
        Commit([.. proposals.Select(ProposalOrRef.Of)], PathAfter(proposals));

    public MlsMessage Commit(ImmutableArray<ProposalOrRef> proposals, UpdatePath? path, Opaque? confirmationTag = null) =>
        Protect(
            FramedContent.OfCommit(Context.GroupId, Context.Epoch, Own, Opaque.Empty, new Commit(proposals, path)),
            confirmationTag ?? new byte[Suite.HashSize]
        );

    public MlsMessage Propose(Proposal proposal) =>
        Protect(FramedContent.OfProposal(Context.GroupId, Context.Epoch, Own, Opaque.Empty, proposal));

    /// <summary>A proposal with another place or sender on it than its own.</summary>
    public MlsMessage ProposeFrom(Sender sender, Opaque? groupId = null, ulong epochsAhead = 0) =>
        Protect(
            FramedContent.OfProposal(
                groupId ?? Context.GroupId,
                Context.Epoch + epochsAhead,
                sender,
                Opaque.Empty,
                new RemoveProposal(1)
            )
        );

    public MlsMessage ApplicationDataInClear() =>
        Protect(FramedContent.OfApplication(Context.GroupId, Context.Epoch, Own, Opaque.Empty, "in clear"u8.ToArray()));

    public UpdatePath PathAfter(params ImmutableArray<Proposal> proposals)
    {
        AppliedProposals applied = new ProposalList([
            .. proposals.Where(IsApplicable).Select(proposal => new AuthoredProposal(proposal, Sender.Member(_private.OwnLeaf))),
        ]).TryApply(_public.Tree, Context.Extensions)!;
        using PathUpdate made = TreeKem.Create(
            applied.Tree,
            _private,
            _public.Tree.Leaf(_private.OwnLeaf)!,
            _insider.Signer,
            Context.GroupId.Span,
            applied.AddedLeaves,
            treeHash => _public.ProvisionalContext(treeHash, applied.Extensions)
        );
        made.Private.Retire(_private);
        return made.Path;
    }

    /// <summary>The honest path with another leaf, signed again.</summary>
    public UpdatePath WithLeaf(UpdatePath path, Func<LeafNode, LeafNode> bend) =>
        path with
        {
            LeafNode = Sign(bend(path.LeafNode)),
        };

    /// <summary>A leaf of the insider's own at its own place.</summary>
    public LeafNode Sign(LeafNode leaf) =>
        LeafNodeSignature.Sign(Suite, _insider.Signer, leaf, Context.GroupId.Span, _private.OwnLeaf);

    /// <summary>Another GroupInfo of the insider's in the same Welcome; <paramref name="joiner"/> lends the keys to open it.</summary>
    public Welcome WelcomeWith(
        Welcome honest,
        KeyPackageSecrets joiner,
        Func<GroupInfo, GroupInfo> bend,
        Func<GroupSecrets, GroupSecrets>? bendSecrets = null
    )
    {
        using GroupSecrets secrets = WelcomeCipher.TryOpenSecrets(Suite, honest, joiner.Reference, joiner.InitKeys)!;
        using Crypto.Secret noPsk = PskSecret.None(Suite);
        using Crypto.Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(Suite, secrets.JoinerSecret, noPsk);
        GroupInfo info = bend(WelcomeCipher.TryOpenGroupInfo(Suite, welcomeSecret, honest.EncryptedGroupInfo)!);
        Opaque sealedInfo = WelcomeCipher.SealGroupInfo(Suite, welcomeSecret, Sign(info));
        GroupSecrets bent = bendSecrets is null ? secrets : bendSecrets(secrets);
        return new Welcome(
            honest.CipherSuite,
            [WelcomeCipher.SealSecrets(Suite, joiner.KeyPackage, bent, sealedInfo)],
            sealedInfo
        );
    }

    public GroupInfo Sign(GroupInfo info) =>
        info with
        {
            Signature = Suite.SignWithLabel(_insider.Signer, "GroupInfoTBS", info.ToBeSigned()),
        };

    /// <summary>A key package of <paramref name="owner"/>'s with a bent leaf and a bent package, both signed again.</summary>
    public static KeyPackage KeyPackageOf(
        TestMember owner,
        Func<LeafNode, LeafNode>? leaf = null,
        Func<KeyPackage, KeyPackage>? package = null
    )
    {
        using KeyPackageSecrets made = owner.NewKeyPackage();
        CipherSuite suite = CipherSuite.Get(owner.Suite);
        LeafNode bentLeaf = leaf is null
            ? made.KeyPackage.LeafNode
            : LeafNodeSignature.Sign(suite, owner.Signer, leaf(made.KeyPackage.LeafNode), [], 0);
        KeyPackage bent = made.KeyPackage with { LeafNode = bentLeaf };
        bent = package is null ? bent : package(bent);
        return bent with { Signature = suite.SignWithLabel(owner.Signer, "KeyPackageTBS", bent.ToBeSigned()) };
    }

    /// <summary>Whatever it says, in a PublicMessage with the insider's signature and membership tag.</summary>
    public MlsMessage Protect(FramedContent content, Opaque confirmationTag = default)
    {
        AuthenticatedContent signed = MessageProtection.Sign(Suite, _insider.Signer, WireFormat.PublicMessage, content, Context);
        signed = content.ContentType == ContentType.Commit ? signed.WithConfirmationTag(confirmationTag) : signed;
        if (content.ContentType == ContentType.Application || content.Sender.Type != SenderType.Member)
        {
            // The library tags neither; a tag of the right length is the nearest to one.
            return MlsMessage.Of(new PublicMessage(content, signed.Auth, new byte[Suite.HashSize]));
        }

        return MlsMessage.Of(MessageProtection.Protect(Suite, signed, _epoch.MembershipKey, Context));
    }

    /// <summary>Whatever it says, in a PrivateMessage, so many generations ahead of what the insider has sent.</summary>
    public MlsMessage Seal(FramedContent content, int ahead, Opaque confirmationTag = default)
    {
        AuthenticatedContent signed = MessageProtection.Sign(Suite, _insider.Signer, WireFormat.PrivateMessage, content, Context);
        signed = content.ContentType == ContentType.Commit ? signed.WithConfirmationTag(confirmationTag) : signed;
        (SecretTree next, RatchetKey key) = _messages.NextToSend(_private.OwnLeaf, content.ContentType);
        for (int i = 0; i < ahead; i++)
        {
            key.Dispose();
            SecretTree before = next;
            (next, key) = before.NextToSend(_private.OwnLeaf, content.ContentType);
            before.Retire(next);
        }

        using (key)
        {
            return MlsMessage.Of(MessageProtection.Seal(Suite, signed, key, _epoch.SenderDataSecret, MessagePadding.None));
        }
    }

    private bool IsApplicable(Proposal proposal) =>
        proposal switch
        {
            RemoveProposal remove => remove.Removed != _private.OwnLeaf && _public.Tree.Leaf(remove.Removed) is not null,
            AddProposal or GroupContextExtensionsProposal => true,
            _ => false,
        };
}
