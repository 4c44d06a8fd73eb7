using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// One member's state of a group in one epoch. Immutable: sending, committing and receiving give the next state, which the
/// caller saves together with its effects, and only then goes over to. Then <see cref="RetireFor"/> zeroes what the next state
/// no longer holds; a next state that is given up is <see cref="Discard"/>ed instead. Not safe for use by two threads at once:
/// a group has one owner.
/// </summary>
public sealed partial class Group : IDisposable
{
    private readonly PublicGroup _public;
    private readonly EpochSecrets _epoch;
    private readonly SecretTree _messages;
    private readonly PrivateTree _private;

    /// <summary>Leaf keys of Updates we have proposed in this epoch, by public key, until somebody commits them.</summary>
    private readonly ImmutableDictionary<Opaque, HpkeKeyPair> _proposedKeys;

    private readonly EpochHistory _history;

    private Group(
        PublicGroup publicGroup,
        EpochSecrets epoch,
        SecretTree messages,
        PrivateTree privateTree,
        ImmutableDictionary<Opaque, HpkeKeyPair> proposedKeys,
        EpochHistory history
    )
    {
        _public = publicGroup;
        _epoch = epoch;
        _messages = messages;
        _private = privateTree;
        _proposedKeys = proposedKeys;
        _history = history;
    }

    /// <summary>The first state of an epoch: its secret tree is made, and nothing is proposed yet.</summary>
    private Group(PublicGroup publicGroup, EpochSecrets epoch, PrivateTree privateTree, EpochHistory history)
        : this(
            publicGroup,
            epoch,
            epoch.CreateSecretTree(publicGroup.Tree.LeafCount, history.Lifetimes),
            privateTree,
            ImmutableDictionary<Opaque, HpkeKeyPair>.Empty,
            history
        ) { }

    /// <summary>Id, suite, epoch and extensions.</summary>
    public GroupContext Context => _public.Context;

    /// <summary>What everybody may know of this state; it can follow the log further than the secrets reach.</summary>
    public PublicGroup Public => _public;

    /// <summary>The public half of the ratchet tree: who is where.</summary>
    public RatchetTree Tree => _public.Tree;

    /// <summary>Where this member is.</summary>
    public uint OwnLeafIndex => _private.OwnLeaf;

    /// <summary>All members, this one too, in the order of their leaf indices.</summary>
    public IEnumerable<Member> Members => _public.Members;

    /// <summary>The same for all members of an epoch (RFC 9420 §8.7), as long as the suite's hash; for comparing out of band.</summary>
    public Opaque EpochAuthenticator => Opaque.CopyOf(_epoch.EpochAuthenticator.Span);

    /// <summary>
    /// Proposals wait for a commit. RFC 9420 §12.4: whoever has seen one commits before sending application data.
    /// </summary>
    public bool HasPendingProposals => !_public.Pending.IsEmpty;

    /// <inheritdoc cref="PublicGroup.PendingProposals"/>
    public IEnumerable<PendingProposal> PendingProposals => _public.PendingProposals;

    /// <inheritdoc cref="PublicGroup.ReInit"/>
    public ReInitProposal? ReInit => _public.ReInit;

    private CipherSuite Suite => _public.Suite;

    private LeafNode OwnLeaf =>
        Tree.Leaf(OwnLeafIndex) ?? throw new InvalidOperationException("A member without a leaf: the state is broken.");

    /// <summary>A signed description of this epoch (RFC 9420 §12.4.3).</summary>
    /// <param name="signer">The key of this member's leaf.</param>
    /// <param name="parts">What it has beside the GroupContext.</param>
    /// <param name="more">The application's own extensions, in clear.</param>
    /// <exception cref="ArgumentException">The signer has another key.</exception>
    public GroupInfo ExportGroupInfo(ISigner signer, GroupInfoParts parts, Extensions? more = null)
    {
        RequireOwnKey(signer);
        Extensions extensions = more ?? Extensions.None;
        return SignGroupInfo(
            _public,
            OwnLeafIndex,
            signer,
            withTree: parts.HasFlag(GroupInfoParts.RatchetTree),
            parts.HasFlag(GroupInfoParts.ExternalPub) ? extensions.With(ExternalPub(_epoch)) : extensions
        );
    }

    /// <summary>MLS-Exporter (RFC 9420 §8.5): a secret that every member of this epoch, and nobody else, can derive.</summary>
    /// <param name="label">What it is for, in ASCII.</param>
    /// <param name="context">What else it depends on.</param>
    /// <param name="length">In bytes, at most 255 times the suite's hash.</param>
    /// <returns>The caller's to dispose of.</returns>
    public Secret Export(string label, ReadOnlySpan<byte> context, int length) => _epoch.Export(label, context, length);

    /// <summary>After <paramref name="next"/> is saved: zeroes what it does not hold. This state is not to be used again.</summary>
    public void RetireFor(Group next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _private.Retire(next._private);
        DisposeProposedKeys(unless: next);
        _history.Retire(next._history);
        if (ReferenceEquals(_epoch, next._epoch))
        {
            _messages.Retire(next._messages);
        }
        else
        {
            _epoch.Dispose();
            _messages.Retire(next._history.Find(Context.Epoch)?.Messages);
        }
    }

    /// <summary>A staged state that will not be: zeroes what only it holds, and leaves <paramref name="kept"/> as it was.</summary>
    public void Discard(Group kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        _private.Retire(kept.PrivateTreeAfter(Tree));
        DisposeProposedKeys(unless: kept);
        _history.Retire(kept._history, kept.Context.Epoch, kept._messages);
        if (ReferenceEquals(_epoch, kept._epoch))
        {
            _messages.Retire(kept._messages);
        }
        else
        {
            _epoch.Dispose();
            _messages.Dispose();
        }
    }

    /// <summary>Zeroes everything: the group is left, or its owner locked.</summary>
    public void Dispose()
    {
        _epoch.Dispose();
        _messages.Dispose();
        _private.Dispose();
        _history.Retire(null);
        foreach (HpkeKeyPair keys in _proposedKeys.Values)
        {
            keys.Dispose();
        }
    }

    private void DisposeProposedKeys(Group unless)
    {
        foreach ((Opaque publicKey, HpkeKeyPair keys) in _proposedKeys)
        {
            if (!unless.Holds(publicKey, keys))
            {
                keys.Dispose();
            }
        }
    }

    private bool Holds(Opaque publicKey, HpkeKeyPair keys) =>
        ReferenceEquals(_proposedKeys.GetValueOrDefault(publicKey), keys)
        || (Tree.Root.FindLeaf(OwnLeafIndex) is { } own && ReferenceEquals(_private.KeysOf(own), keys));

    private static GroupInfo SignGroupInfo(
        PublicGroup group,
        uint signerLeaf,
        ISigner signer,
        bool withTree,
        Extensions extensions
    )
    {
        if (withTree)
        {
            using MlsWriter writer = new();
            group.Tree.Write(writer);
            extensions = extensions.With(new Extension(ExtensionType.RatchetTree, writer.ToArray()));
        }

        GroupInfo info = new(group.Context, extensions, group.ConfirmationTag, signerLeaf, Opaque.Empty);
        return info with { Signature = group.Suite.SignWithLabel(signer, "GroupInfoTBS", info.ToBeSigned()) };
    }

    /// <summary>RFC 9420 §12.4.3.2: <c>HPKEPublicKey external_pub;</c></summary>
    private static Extension ExternalPub(EpochSecrets epoch)
    {
        using HpkeKeyPair external = epoch.DeriveExternalKeyPair();
        using MlsWriter writer = new();
        writer.WriteVector(external.PublicKey);
        return new Extension(ExtensionType.ExternalPub, writer.ToArray());
    }

    /// <summary>This state with another of its parts.</summary>
    private Group With(
        PublicGroup? publicGroup = null,
        SecretTree? messages = null,
        ImmutableDictionary<Opaque, HpkeKeyPair>? proposedKeys = null,
        EpochHistory? history = null
    ) => new(publicGroup ?? _public, _epoch, messages ?? _messages, _private, proposedKeys ?? _proposedKeys, history ?? _history);
}
