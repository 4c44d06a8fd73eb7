using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// How a member gives the group new keys along its way to the root, and how the others take them (RFC 9420 §7.4-7.6).
/// </summary>
internal static class TreeKem
{
    // RFC 9420 §17.7.
    private const string Label = "UpdatePathNode";

    /// <summary>
    /// The sender's side (RFC 9420 §7.5, §12.4.1). The tree is the one after the commit's proposals; what stays of
    /// <paramref name="template"/> are the credential, the capabilities and the extensions. <paramref name="context"/> is asked
    /// once, with the new tree hash, for the encoded provisional GroupContext that the path secrets are encrypted under.
    /// </summary>
    public static PathUpdate Create(
        RatchetTree tree,
        PrivateTree own,
        LeafNode template,
        ISigner signer,
        ReadOnlySpan<byte> groupId,
        IReadOnlySet<uint> addedLeaves,
        Func<Opaque, byte[]> context
    )
    {
        CipherSuite suite = tree.Suite;
        FilteredPath path =
            FilteredPath.Of(tree, own.OwnLeaf)
            ?? throw new ArgumentException("The sender has no place in the tree.", nameof(own));
        PathSecrets secrets = PathSecrets.Random(suite, path.Steps.Length);
        NodeKeys[] fresh =
        [
            .. path.Steps.Select((step, at) => new NodeKeys(step.Node.Index, secrets.DeriveKeys(at))),
            new NodeKeys(TreeMath.NodeOfLeaf(own.OwnLeaf), suite.GenerateKeyPair()),
        ];
        try
        {
            KeyedPath keyed = path.With([.. fresh[..^1].Select(node => node.Keys.PublicKey)]);
            LeafNode unsigned = template with
            {
                EncryptionKey = fresh[^1].Keys.PublicKey,
                Source = LeafNodeSource.Commit,
                Lifetime = null,
                ParentHash = keyed.LeafParentHash,
            };
            LeafNode leaf = LeafNodeSignature.Sign(suite, signer, unsigned, groupId, own.OwnLeaf);
            RatchetTree next = keyed.Place(leaf);
            byte[] groupContext = context(next.TreeHash);
            ImmutableArray<UpdatePathNode> nodes = Seal(suite, path, fresh, secrets, addedLeaves, groupContext);
            return new PathUpdate(path, secrets)
            {
                Tree = next,
                Private = own.Next(next, fresh),
                Path = new UpdatePath(leaf, nodes),
            };
        }
        catch
        {
            // A signer outside this process can fail; the keys must not stay behind.
            DisposeOf(fresh);
            secrets.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The receiver's side (RFC 9420 §7.5), after <see cref="RatchetTree.TryApply"/> made <paramref name="applied"/> of the same
    /// path. Null when we have no key for it, or what we find does not decrypt or is not what the path's public keys promise.
    /// </summary>
    public static (PrivateTree Private, Secret CommitSecret)? TryDecrypt(
        RatchetTree applied,
        PrivateTree own,
        uint sender,
        UpdatePath path,
        IReadOnlySet<uint> addedLeaves,
        ReadOnlySpan<byte> context
    )
    {
        // Copath nodes are not touched by a path, so the applied tree has the sender's filtered direct path of before, too.
        FilteredPath? filtered = FilteredPath.Of(applied, sender);
        int step = filtered?.StepTowards(own.OwnLeaf) ?? -1;
        if (filtered is null || step < 0 || path.Nodes.Length != filtered.Steps.Length)
        {
            return null;
        }

        ImmutableArray<HpkeCiphertext> ciphertexts = path.Nodes[step].EncryptedPathSecret;
        List<Subtree> recipients = filtered.Steps[step].Recipients(addedLeaves);
        int found = recipients.FindIndex(place => own.KeysOf(place) is not null);
        if (found < 0 || ciphertexts.Length != recipients.Count || own.KeysOf(recipients[found]) is not { } keys)
        {
            return null;
        }

        // V-COMMIT-11
        using Secret? pathSecret = applied.Suite.DecryptWithLabel(keys, Label, context, ciphertexts[found]);
        return pathSecret is null ? null : TryImplant(applied, own, filtered, step, pathSecret);
    }

    /// <summary>
    /// The new member's side (RFC 9420 §12.4.3.1): its leaf's keys and the path secret from its Welcome, if the signer's commit
    /// had a path. Null when the keys are not those of the tree. Copies the private key.
    /// </summary>
    public static PrivateTree? TryImplant(RatchetTree tree, uint ownLeaf, Secret leafKey, uint signer, Secret? pathSecret)
    {
        if (tree.Leaf(ownLeaf) is not { } leaf || !IsKeyOf(tree.Suite, leafKey, leaf.EncryptionKey))
        {
            return null;
        }

        PrivateTree alone = PrivateTree.OfLeaf(ownLeaf, new HpkeKeyPair(leaf.EncryptionKey, leafKey.Copy()));
        if (pathSecret is null)
        {
            return alone;
        }

        FilteredPath? filtered = FilteredPath.Of(tree, signer);
        int step = filtered?.StepTowards(ownLeaf) ?? -1;
        if (filtered is null || step < 0 || TryImplant(tree, alone, filtered, step, pathSecret) is not { } implanted)
        {
            alone.Dispose();
            return null;
        }

        implanted.CommitSecret.Dispose();
        return implanted.Private;
    }

    // Derives the keys of every parent from the given step up, which have to be those the tree shows.
    private static (PrivateTree Private, Secret CommitSecret)? TryImplant(
        RatchetTree tree,
        PrivateTree own,
        FilteredPath path,
        int firstStep,
        Secret pathSecret
    )
    {
        int parents = path.Steps.Length - firstStep;
        using PathSecrets? secrets = PathSecrets.TryDerive(tree.Suite, pathSecret, parents);
        if (secrets is null)
        {
            return null;
        }

        NodeKeys[] fresh = new NodeKeys[parents];
        for (int at = 0; at < parents; at++)
        {
            Subtree place = path.Steps[firstStep + at].Node;
            fresh[at] = new NodeKeys(place.Index, secrets.DeriveKeys(at));
            // V-COMMIT-12, V-WELCOME-12
            if (place.Content?.EncryptionKey != fresh[at].Keys.PublicKey)
            {
                DisposeOf(fresh.AsSpan(0, at + 1));
                return null;
            }
        }

        return (own.Next(tree, fresh), secrets.CommitSecret.Copy());
    }

    // Every path secret to everybody who gets it, all steps in one batch: in a tree that is not filled one step has most of them.
    private static ImmutableArray<UpdatePathNode> Seal(
        CipherSuite suite,
        FilteredPath path,
        NodeKeys[] fresh,
        PathSecrets secrets,
        IReadOnlySet<uint> addedLeaves,
        byte[] groupContext
    )
    {
        HpkeContext context = suite.EncryptContext(Label, groupContext);
        List<Subtree>[] recipients = [.. path.Steps.Select(step => step.Recipients(addedLeaves))];
        HpkeCiphertext[] ciphertexts = Batch.Run(
            [.. recipients.SelectMany((places, step) => places.Select(place => (place, step)))],
            to =>
                suite.Encrypt(
                    to.place.Content?.EncryptionKey ?? throw new InvalidOperationException("A resolution has no blank places."),
                    context,
                    secrets[to.step].Span
                )
        );
        var nodes = ImmutableArray.CreateBuilder<UpdatePathNode>(recipients.Length);
        int done = 0;
        for (int step = 0; step < recipients.Length; step++)
        {
            int count = recipients[step].Count;
            nodes.Add(new UpdatePathNode(fresh[step].Keys.PublicKey, [.. ciphertexts.AsSpan(done, count)]));
            done += count;
        }

        return nodes.MoveToImmutable();
    }

    private static bool IsKeyOf(CipherSuite suite, Secret privateKey, Opaque publicKey) =>
        publicKey == suite.Hpke.Kem.Group.GetPublicKey(privateKey);

    private static void DisposeOf(ReadOnlySpan<NodeKeys> nodes)
    {
        foreach (NodeKeys node in nodes)
        {
            node.Keys.Dispose();
        }
    }
}
