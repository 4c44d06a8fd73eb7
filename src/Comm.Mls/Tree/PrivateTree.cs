using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>A node and its key pair.</summary>
internal readonly record struct NodeKeys(uint Node, HpkeKeyPair Keys);

/// <summary>
/// The private half: the keys that one member holds, its own leaf's and those of parents above it (RFC 9420 §4.2). Versions do
/// not change and share the keys they have in common, so a version that is no longer wanted is given up with
/// <see cref="Retire"/>, and only the last one with <see cref="Dispose"/>.
/// </summary>
internal sealed class PrivateTree : IDisposable
{
    private readonly ImmutableSortedDictionary<uint, HpkeKeyPair> _keys;

    private PrivateTree(uint ownLeaf, ImmutableSortedDictionary<uint, HpkeKeyPair> keys)
    {
        OwnLeaf = ownLeaf;
        _keys = keys;
    }

    public uint OwnLeaf { get; }

    /// <summary>Of the sender of an external commit, who has no key in the tree yet.</summary>
    public static PrivateTree Empty(uint ownLeaf) => new(ownLeaf, ImmutableSortedDictionary<uint, HpkeKeyPair>.Empty);

    /// <summary>Of the creator of a group, and of a new member. Takes the keys over.</summary>
    public static PrivateTree OfLeaf(uint ownLeaf, HpkeKeyPair leafKeys) =>
        new(ownLeaf, ImmutableSortedDictionary<uint, HpkeKeyPair>.Empty.Add(TreeMath.NodeOfLeaf(ownLeaf), leafKeys));

    /// <summary>The keys of a place; null when we have none, or only those of what was there before.</summary>
    public HpkeKeyPair? KeysOf(Subtree place) =>
        _keys.TryGetValue(place.Index, out HpkeKeyPair? keys) && place.Content?.EncryptionKey == keys.PublicKey ? keys : null;

    /// <summary>
    /// The version for a later tree: what of our keys is still in it, and the fresh ones. Takes the fresh keys over. What this
    /// version holds beyond that goes when it is retired.
    /// </summary>
    public PrivateTree Next(RatchetTree tree, params ReadOnlySpan<NodeKeys> fresh)
    {
        ImmutableSortedDictionary<uint, HpkeKeyPair>.Builder keys = ImmutableSortedDictionary.CreateBuilder<uint, HpkeKeyPair>();
        foreach ((uint node, HpkeKeyPair held) in _keys)
        {
            if (tree.Root.Find(node) is { } place && KeysOf(place) is not null)
            {
                keys.Add(node, held);
            }
        }

        foreach ((uint node, HpkeKeyPair made) in fresh)
        {
            keys[node] = made;
        }

        return new PrivateTree(OwnLeaf, keys.ToImmutable());
    }

    /// <summary>
    /// Zeroes every key that <paramref name="kept"/> does not share: of the old version once the next one is adopted, or of the
    /// next one when its commit is given up.
    /// </summary>
    public void Retire(PrivateTree kept)
    {
        foreach ((uint node, HpkeKeyPair keys) in _keys)
        {
            if (!ReferenceEquals(kept._keys.GetValueOrDefault(node), keys))
            {
                keys.Dispose();
            }
        }
    }

    public void Dispose()
    {
        foreach (HpkeKeyPair keys in _keys.Values)
        {
            keys.Dispose();
        }
    }

    /// <summary>
    /// Our own form, for storage: <c>uint32 leaf; NodeKeys keys&lt;V&gt;;</c> where NodeKeys is <c>uint32 node; opaque
    /// public_key&lt;V&gt;; opaque private_key&lt;V&gt;;</c>
    /// </summary>
    public void Save(MlsWriter writer)
    {
        writer.WriteUInt32(OwnLeaf);
        int start = writer.BeginVector();
        foreach ((uint node, HpkeKeyPair keys) in _keys)
        {
            writer.WriteUInt32(node);
            writer.WriteVector(keys.PublicKey.Span);
            writer.WriteVector(keys.PrivateKey.Span);
        }

        writer.EndVector(start);
    }

    public static bool TryLoad(ref MlsReader reader, [NotNullWhen(true)] out PrivateTree? value)
    {
        value = null;
        if (!reader.TryReadUInt32(out uint ownLeaf) || !reader.TryReadVector(out Opaque vector))
        {
            return false;
        }

        PrivateTree loaded = Empty(ownLeaf);
        MlsReader inner = new(vector.Memory);
        while (!inner.IsAtEnd)
        {
            if (
                !inner.TryReadUInt32(out uint node)
                || !inner.TryReadVector(out Opaque publicKey)
                || !inner.TryReadVector(out Opaque privateKey)
                || loaded._keys.ContainsKey(node)
            )
            {
                loaded.Dispose();
                return false;
            }

            HpkeKeyPair keys = new(Opaque.CopyOf(publicKey), Secret.CopyOf(privateKey));
            loaded = new PrivateTree(ownLeaf, loaded._keys.Add(node, keys));
        }

        value = loaded;
        return true;
    }
}
