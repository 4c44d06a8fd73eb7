using System.Collections.Immutable;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>
/// A member who seals what no client of ours would: with its real keys and the epoch's real secrets, read out of its own vault.
/// </summary>
internal sealed class InsiderForge : IDisposable
{
    private readonly ISigner _signer;
    private readonly PublicGroup _public;
    private readonly EpochSecrets _epoch;
    private readonly PrivateTree _private;
    private readonly SecretTree _messages;

    public InsiderForge(TestDevice insider, GroupId group)
    {
        _signer = insider.Identity.Signer;
        MlsReader epoch = new(insider.Store.Find(RowKind.GroupEpoch, group.ToOpaque(), Opaque.Empty)!.Opened);
        _public = PublicGroup.TryRead(ref epoch)!;
        Assert.True(EpochSecrets.TryLoad(ref epoch, _public.Suite, out EpochSecrets? secrets));
        Assert.True(PrivateTree.TryLoad(ref epoch, out PrivateTree? own));
        MlsReader messages = new(insider.Store.Find(RowKind.MessageSecrets, group.ToOpaque(), Opaque.Empty)!.Opened);
        Assert.True(messages.TryReadUInt64(out _));
        Assert.True(SecretTree.TryLoad(ref messages, _public.Suite, out SecretTree? tree));
        (_epoch, _private, _messages) = (secrets, own, tree);
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

    /// <summary>Valid in everything but that it is private.</summary>
    public byte[] PrivateProposal(Proposal proposal) =>
        Seal(Sign(FramedContent.OfProposal(Context.GroupId, Context.Epoch, Own, Opaque.Empty, proposal)));

    /// <summary>A commit of nothing but a new path, valid in everything but that it is private.</summary>
    public byte[] PrivateCommit()
    {
        using PathUpdate path = TreeKem.Create(
            _public.Tree,
            _private,
            _public.Tree.Leaf(_private.OwnLeaf)!,
            _signer,
            Context.GroupId.Span,
            ImmutableHashSet<uint>.Empty,
            treeHash => _public.ProvisionalContext(treeHash, Context.Extensions)
        );
        var commit = new Commit([], path.Path);
        AuthenticatedContent signed = Sign(FramedContent.OfCommit(Context.GroupId, Context.Epoch, Own, Opaque.Empty, commit));
        GroupContext next = _public.NextContext(signed, path.Tree, Context.Extensions);
        byte[] nextContext = MlsCodec.Encode(next);
        using Secret noPsk = PskSecret.None(Suite);
        using Secret joiner = EpochSecrets.DeriveJoinerSecret(Suite, _epoch.InitSecret, path.CommitSecret, nextContext);
        using EpochSecrets epoch = EpochSecrets.FromJoinerSecret(Suite, joiner, noPsk, nextContext);
        path.Private.Retire(_private);
        return Seal(signed.WithConfirmationTag(epoch.ConfirmationTag(next.ConfirmedTranscriptHash)));
    }

    /// <summary>A message whose sealed sender is somebody else: any member can write anything there.</summary>
    public byte[] MessageInTheNameOf(uint leaf, MessageId id) =>
        Seal(
            Sign(
                FramedContent.OfApplication(
                    Context.GroupId,
                    Context.Epoch,
                    Sender.Member(leaf),
                    id.ToOpaque(),
                    "nobody said this"u8.ToArray()
                )
            )
        );

    private AuthenticatedContent Sign(FramedContent content) =>
        MessageProtection.Sign(Suite, _signer, WireFormat.PrivateMessage, content, Context);

    private byte[] Seal(AuthenticatedContent content)
    {
        (SecretTree next, RatchetKey key) = _messages.NextToSend(_private.OwnLeaf, content.Content.ContentType);
        using (key)
        {
            PrivateMessage message = MessageProtection.Seal(Suite, content, key, _epoch.SenderDataSecret, MessagePadding.None);
            next.Retire(_messages);
            return MlsCodec.Encode(MlsMessage.Of(message));
        }
    }
}
