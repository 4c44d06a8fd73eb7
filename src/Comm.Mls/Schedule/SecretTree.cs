using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>
/// The message keys of one epoch (RFC 9420 §9). A version does not change: taking a key gives the next version, which does not
/// hold that key any more, nor anything it was derived from, and shares the rest. So a caller stages, saves, and swaps:
/// <list type="bullet">
/// <item>adopting <c>next</c>: <c>old.Retire(next)</c> zeroes what only the old version holds, the used key above all (§9.2);</item>
/// <item>giving <c>next</c> up, after a forgery or a failed write: <c>next.Retire(old)</c> zeroes what only <c>next</c> holds, and
/// nothing has been used;</item>
/// <item>the end of the epoch: <c>Dispose()</c>, of the last version.</item>
/// </list>
/// A version that is retired, or that was staged from one that is, is not used again. Adopt <c>next</c> only once the message's
/// signature is verified too: any member can derive the keys of any other.
/// </summary>
internal sealed class SecretTree : IDisposable
{
    private readonly CipherSuite _suite;
    private readonly KeyLifetimes _limits;
    private readonly SecretTreeNode _root;

    private SecretTree(CipherSuite suite, KeyLifetimes limits, uint leafCount, SecretTreeNode root)
    {
        _suite = suite;
        _limits = limits;
        LeafCount = leafCount;
        _root = root;
    }

    /// <summary>Of the ratchet tree, blank leaves included: a power of two.</summary>
    internal uint LeafCount { get; }

    internal SecretTreeNode Root => _root;

    private int Height => BitOperations.Log2(LeafCount);

    /// <summary>Takes the encryption secret over: it goes with the first key.</summary>
    internal static SecretTree Create(CipherSuite suite, uint leafCount, Secret encryptionSecret, KeyLifetimes? limits = null) =>
        BitOperations.IsPow2(leafCount)
            ? new SecretTree(suite, limits ?? KeyLifetimes.Default, leafCount, new SecretTreeNode.Unused(encryptionSecret))
            : throw new ArgumentException("A ratchet tree has a power of two of leaves.", nameof(leafCount));

    /// <summary>The key for the next message of the own leaf. The key is the caller's to dispose of.</summary>
    internal (SecretTree Next, RatchetKey Key) NextToSend(uint leaf, ContentType type)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, LeafCount);
        uint generation = _root.Find(leaf, Height)?.Of(type).Generation ?? 0;
        return Take(leaf, type, generation)
            ?? throw new InvalidOperationException("The ratchet is used up: a commit starts another one.");
    }

    /// <summary>
    /// The key for a message received. The key is the caller's to dispose of. Null if it was used before, or passed over and
    /// forgotten, or lies too far ahead (<see cref="KeyLifetimes"/>), or if there is no such leaf.
    /// </summary>
    internal (SecretTree Next, RatchetKey Key)? TryReceive(uint leaf, ContentType type, uint generation) =>
        // V-PRIV-08
        leaf < LeafCount
            ? Take(leaf, type, generation)
            : null;

    /// <summary>
    /// Zeroes every secret that <paramref name="kept"/> does not hold: of the old version once the next one is adopted, or of the
    /// next one when it is given up.
    /// </summary>
    internal void Retire(SecretTree? kept) => _root.Retire(kept?._root);

    /// <summary>Zeroes everything, what other versions share too.</summary>
    public void Dispose() => Retire(null);

    /// <summary>
    /// Our own form, for storage: <c>uint32 leaf_count;</c> and the places from the root down. Grows with the members who wrote in
    /// this epoch, not with those who are in the group.
    /// </summary>
    internal void Save(MlsWriter writer)
    {
        writer.WriteUInt32(LeafCount);
        _root.Save(writer);
    }

    internal static bool TryLoad(
        ref MlsReader reader,
        CipherSuite suite,
        [NotNullWhen(true)] out SecretTree? value,
        KeyLifetimes? limits = null
    )
    {
        value = null;
        if (
            !reader.TryReadUInt32(out uint leafCount)
            || !BitOperations.IsPow2(leafCount)
            || !SecretTreeNode.TryLoad(ref reader, suite, BitOperations.Log2(leafCount), out SecretTreeNode? root)
        )
        {
            return false;
        }

        value = new SecretTree(suite, limits ?? KeyLifetimes.Default, leafCount, root);
        return true;
    }

    private (SecretTree Next, RatchetKey Key)? Take(uint leaf, ContentType type, uint generation)
    {
        SecretTreeNode reached = _root.Find(leaf, Height) is null ? _root.Reach(_suite, leaf, Height) : _root;
        SecretTreeNode.Sender sender = reached.Find(leaf, Height)!;
        SenderRatchet ratchet = sender.Of(type);
        if (ratchet.TryTake(_suite, generation, _limits) is not (SenderRatchet nextRatchet, RatchetKey key))
        {
            reached.Retire(_root);
            return null;
        }

        SecretTreeNode next = reached.With(leaf, Height, sender.With(type, nextRatchet));
        if (!ReferenceEquals(reached, _root))
        {
            // The first secret of a ratchet that began just now is used already, and in no version.
            ratchet.Secret.Dispose();
        }

        return (new SecretTree(_suite, _limits, LeafCount, next), key);
    }
}
