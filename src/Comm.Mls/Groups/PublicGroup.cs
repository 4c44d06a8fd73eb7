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
public sealed partial class PublicGroup
{
    // Of the stored form; another number is another form.
    private const byte Format = 2;

    private PublicGroup(
        CipherSuite suite,
        GroupContext context,
        RatchetTree tree,
        Opaque interimTranscriptHash,
        Opaque confirmationTag,
        ImmutableDictionary<Opaque, AuthoredProposal> pending,
        ReInitProposal? reInit
    )
    {
        Suite = suite;
        Context = context;
        Tree = tree;
        InterimTranscriptHash = interimTranscriptHash;
        ConfirmationTag = confirmationTag;
        Pending = pending;
        ReInit = reInit;
    }

    /// <summary>Id, suite, epoch and extensions.</summary>
    public GroupContext Context { get; }

    /// <summary>The ratchet tree: who is where.</summary>
    public RatchetTree Tree { get; }

    /// <summary>All members, in the order of their leaf indices.</summary>
    public IEnumerable<Member> Members => Tree.Members;

    /// <summary>
    /// What the commit that led here announced in place of this group (RFC 9420 §11.2); null for a group that goes on. A group
    /// with one takes nothing more.
    /// </summary>
    public ReInitProposal? ReInit { get; }

    /// <summary>The proposals of this epoch that wait for a commit.</summary>
    public IEnumerable<PendingProposal> PendingProposals =>
        Pending.Select(entry => new PendingProposal(entry.Key, entry.Value.Proposal));

    internal CipherSuite Suite { get; }

    internal Opaque InterimTranscriptHash { get; }

    /// <summary>Of the commit that led here, or of the creator for epoch 0.</summary>
    internal Opaque ConfirmationTag { get; }

    /// <summary>The proposals sent in this epoch, by ProposalRef (RFC 9420 §5.2).</summary>
    internal ImmutableDictionary<Opaque, AuthoredProposal> Pending { get; }

    /// <summary>A new group's first epoch (RFC 9420 §11), by its creator.</summary>
    internal static PublicGroup OfCreator(CipherSuite suite, GroupContext context, RatchetTree tree, Opaque confirmationTag) =>
        new(
            suite,
            context,
            tree,
            TranscriptHash.Interim(suite, context.ConfirmedTranscriptHash, confirmationTag),
            confirmationTag,
            ImmutableDictionary<Opaque, AuthoredProposal>.Empty,
            null
        );

    /// <summary>
    /// The tree for somebody who joins by a GroupInfo or Welcome without it (RFC 9420 §12.4.3.3): the content of the ratchet_tree
    /// extension.
    /// </summary>
    public byte[] ExportRatchetTree()
    {
        using MlsWriter writer = new();
        Tree.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Bytes for <see cref="TryLoad"/>; they hold no secret.</summary>
    public byte[] Save()
    {
        using MlsWriter writer = new();
        Write(writer);
        return writer.ToArray();
    }

    /// <summary>What <see cref="Save"/> wrote. The storage is trusted to give back what was checked when it was written.</summary>
    /// <returns>Null when it is damaged, or of another version's form.</returns>
    public static PublicGroup? TryLoad(ReadOnlySpan<byte> saved)
    {
        MlsReader reader = new(saved.ToArray());
        return TryRead(ref reader) is { } group && reader.IsAtEnd ? group : null;
    }

    internal void Write(MlsWriter writer)
    {
        writer.WriteUInt8(Format);
        writer.Write(Context);
        SavedTree.Write(Tree, writer);
        writer.WriteVector(InterimTranscriptHash.Span);
        writer.WriteVector(ConfirmationTag.Span);
        int start = writer.BeginVector();
        foreach ((Opaque reference, AuthoredProposal entry) in Pending)
        {
            writer.WriteVector(reference.Span);
            writer.Write(entry.Author);
            writer.Write(entry.Proposal);
        }

        writer.EndVector(start);
        writer.WriteOptional<Proposal>(ReInit);
    }

    internal static PublicGroup? TryRead(ref MlsReader reader)
    {
        if (
            !reader.TryReadUInt8(out byte format)
            || format != Format
            || !reader.TryRead(out GroupContext? context)
            || CipherSuite.Find(context.CipherSuite) is not { } suite
            || !SavedTree.TryRead(suite, ref reader, out RatchetTree? tree)
            || !reader.TryReadVector(out Opaque interim)
            || !reader.TryReadVector(out Opaque tag)
            || !reader.TryReadVector(out Opaque pendingBytes)
            || TryReadPending(pendingBytes) is not { } pending
            || !reader.TryReadOptional(out Proposal? reInit)
        )
        {
            return null;
        }

        return new PublicGroup(suite, context, tree, interim, tag, pending, reInit as ReInitProposal);
    }

    private static ImmutableDictionary<Opaque, AuthoredProposal>? TryReadPending(Opaque bytes)
    {
        MlsReader reader = new(bytes.Memory);
        var pending = ImmutableDictionary.CreateBuilder<Opaque, AuthoredProposal>();
        while (!reader.IsAtEnd)
        {
            if (
                !reader.TryReadVector(out Opaque reference)
                || !reader.TryRead(out Sender? author)
                || !reader.TryRead(out Proposal? proposal)
            )
            {
                return null;
            }

            pending[reference] = new AuthoredProposal(proposal, author);
        }

        return pending.ToImmutable();
    }
}
