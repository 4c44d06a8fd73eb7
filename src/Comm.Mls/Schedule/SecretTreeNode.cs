using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>
/// A place of the secret tree (RFC 9420 §9): a secret from which nothing has been derived, or, once something has, what was
/// derived in its stead. Nodes do not change; versions of the tree share those they have in common. A node's level is its height
/// above the leaves, and the bits of a leaf index below the level lead from the node to the leaf.
/// </summary>
internal abstract class SecretTreeNode
{
    private const byte SecretTag = 0;
    private const byte ParentTag = 1;
    private const byte SenderTag = 2;

    private SecretTreeNode() { }

    /// <summary>Null while a secret at or above the leaf has not been used.</summary>
    internal abstract Sender? Find(uint leaf, int level);

    /// <summary>This place with every secret on the way to the leaf replaced by what follows from it.</summary>
    internal abstract SecretTreeNode Reach(CipherSuite suite, uint leaf, int level);

    /// <summary>This place with another sender at a leaf that has been reached.</summary>
    internal abstract SecretTreeNode With(uint leaf, int level, Sender sender);

    /// <summary>Zeroes what <paramref name="kept"/>, another version of the same place, does not hold.</summary>
    internal abstract void Retire(SecretTreeNode? kept);

    /// <summary>Our own form, for storage: a byte for the kind of place, and what it holds.</summary>
    internal abstract void Save(MlsWriter writer);

    internal static bool TryLoad(
        ref MlsReader reader,
        CipherSuite suite,
        int level,
        [NotNullWhen(true)] out SecretTreeNode? value
    )
    {
        value = null;
        if (!reader.TryReadUInt8(out byte tag))
        {
            return false;
        }

        value = tag switch
        {
            SecretTag when reader.TryReadFixed(suite.HashSize, out Opaque secret) => new Unused(Secret.CopyOf(secret)),
            ParentTag when level > 0 => TryLoadParent(ref reader, suite, level - 1),
            SenderTag when level == 0 => TryLoadSender(ref reader, suite),
            _ => null,
        };
        return value is not null;
    }

    private static bool GoesRight(uint leaf, int level) => ((leaf >> (level - 1)) & 1) == 1;

    private static Parent? TryLoadParent(ref MlsReader reader, CipherSuite suite, int level)
    {
        if (!TryLoad(ref reader, suite, level, out SecretTreeNode? left))
        {
            return null;
        }

        if (TryLoad(ref reader, suite, level, out SecretTreeNode? right))
        {
            return new Parent(left, right);
        }

        left.Retire(null);
        return null;
    }

    private static Sender? TryLoadSender(ref MlsReader reader, CipherSuite suite)
    {
        if (!SenderRatchet.TryLoad(ref reader, suite, out SenderRatchet? handshake))
        {
            return null;
        }

        if (SenderRatchet.TryLoad(ref reader, suite, out SenderRatchet? application))
        {
            return new Sender(handshake, application);
        }

        handshake.Retire(null);
        return null;
    }

    /// <summary><c>tree_node_secret</c>, for a whole subtree or one leaf of which nobody has been heard. Takes the secret over.</summary>
    internal sealed class Unused(Secret secret) : SecretTreeNode
    {
        internal Secret Secret { get; } = secret;

        internal override Sender? Find(uint leaf, int level) => null;

        internal override SecretTreeNode Reach(CipherSuite suite, uint leaf, int level)
        {
            if (level == 0)
            {
                return new Sender(
                    SenderRatchet.Start(suite.ExpandWithLabel(Secret.Span, "handshake", [], suite.HashSize)),
                    SenderRatchet.Start(suite.ExpandWithLabel(Secret.Span, "application", [], suite.HashSize))
                );
            }

            Secret left = suite.ExpandWithLabel(Secret.Span, "tree", "left"u8, suite.HashSize);
            Secret right = suite.ExpandWithLabel(Secret.Span, "tree", "right"u8, suite.HashSize);
            bool goesRight = GoesRight(leaf, level);

            // The secret on the way is used at once: no version ever holds it.
            using Secret onTheWay = goesRight ? right : left;
            SecretTreeNode reached = new Unused(onTheWay).Reach(suite, leaf, level - 1);
            return goesRight ? new Parent(new Unused(left), reached) : new Parent(reached, new Unused(right));
        }

        internal override SecretTreeNode With(uint leaf, int level, Sender sender) =>
            throw new InvalidOperationException("The leaf has not been reached.");

        internal override void Retire(SecretTreeNode? kept)
        {
            if (!ReferenceEquals(this, kept))
            {
                Secret.Dispose();
            }
        }

        internal override void Save(MlsWriter writer)
        {
            writer.WriteUInt8(SecretTag);
            writer.WriteFixed(Secret.Span);
        }
    }

    /// <summary>A parent whose own secret is gone.</summary>
    internal sealed class Parent(SecretTreeNode left, SecretTreeNode right) : SecretTreeNode
    {
        internal SecretTreeNode Left { get; } = left;

        internal SecretTreeNode Right { get; } = right;

        internal override Sender? Find(uint leaf, int level) => (GoesRight(leaf, level) ? Right : Left).Find(leaf, level - 1);

        internal override SecretTreeNode Reach(CipherSuite suite, uint leaf, int level) =>
            GoesRight(leaf, level)
                ? new Parent(Left, Right.Reach(suite, leaf, level - 1))
                : new Parent(Left.Reach(suite, leaf, level - 1), Right);

        internal override SecretTreeNode With(uint leaf, int level, Sender sender) =>
            GoesRight(leaf, level)
                ? new Parent(Left, Right.With(leaf, level - 1, sender))
                : new Parent(Left.With(leaf, level - 1, sender), Right);

        internal override void Retire(SecretTreeNode? kept)
        {
            if (!ReferenceEquals(this, kept))
            {
                var parent = kept as Parent;
                Left.Retire(parent?.Left);
                Right.Retire(parent?.Right);
            }
        }

        internal override void Save(MlsWriter writer)
        {
            writer.WriteUInt8(ParentTag);
            Left.Save(writer);
            Right.Save(writer);
        }
    }

    /// <summary>A leaf whose own secret is gone: its two ratchets (RFC 9420 §9.1).</summary>
    internal sealed class Sender(SenderRatchet handshake, SenderRatchet application) : SecretTreeNode
    {
        internal SenderRatchet Handshake { get; } = handshake;

        internal SenderRatchet Application { get; } = application;

        internal SenderRatchet Of(ContentType type) => type == ContentType.Application ? Application : Handshake;

        internal Sender With(ContentType type, SenderRatchet ratchet) =>
            type == ContentType.Application ? new Sender(Handshake, ratchet) : new Sender(ratchet, Application);

        internal override Sender? Find(uint leaf, int level) => this;

        internal override SecretTreeNode Reach(CipherSuite suite, uint leaf, int level) => this;

        internal override SecretTreeNode With(uint leaf, int level, Sender sender) => sender;

        internal override void Retire(SecretTreeNode? kept)
        {
            var sender = kept as Sender;
            Handshake.Retire(sender?.Handshake);
            Application.Retire(sender?.Application);
        }

        internal override void Save(MlsWriter writer)
        {
            writer.WriteUInt8(SenderTag);
            Handshake.Save(writer);
            Application.Save(writer);
        }
    }
}
