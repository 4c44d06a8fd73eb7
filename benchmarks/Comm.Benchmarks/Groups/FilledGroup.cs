using System.Collections.Immutable;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Benchmarks.Groups;

/// <summary>
/// A group in which every leaf has put a path, seen by two of its members: the one at leaf 0 and its neighbour at leaf 1, who
/// of all receivers has the most keys to derive from a path of leaf 0.
/// </summary>
/// <remarks>
/// The paths are put into the tree directly, in the order of the leaves, without sealing their secrets to anybody: a thousand
/// real commits into a tree that is not filled yet would seal half a million. What comes out is a tree that
/// <see cref="PublicGroup.TryCreate"/> accepts, and members that hold the keys which the tree says they have.
/// </remarks>
internal sealed class FilledGroup : IDisposable
{
    private static readonly byte[] s_groupId = "benchmark"u8.ToArray();

    private FilledGroup(int members, Group committer, SoftwareSigner committerKey, Group neighbour)
    {
        Members = members;
        Committer = committer;
        CommitterKey = committerKey;
        Neighbour = neighbour;
    }

    public int Members { get; }

    public SoftwareSigner CommitterKey { get; }

    public Group Committer { get; private set; }

    public Group Neighbour { get; private set; }

    public static FilledGroup Of(int members)
    {
        SoftwareSigner[] signers = [.. Enumerable.Range(0, members).Select(_ => SoftwareSigner.Generate(Officers.SuiteId))];
        RatchetTree tree = RatchetTree.WithCreator(Officers.Suite, LeafOf(0, signers[0]));
        for (int leaf = 1; leaf < members; leaf++)
        {
            tree = tree.Add(LeafOf(leaf, signers[leaf]), out _) ?? throw new InvalidOperationException("The tree is full.");
        }

        var keys = new Dictionary<uint, HpkeKeyPair>();
        for (uint leaf = 0; leaf < members; leaf++)
        {
            tree = PutPath(tree, leaf, signers[leaf], keys);
        }

        using EpochSecrets epoch = EpochSecrets.OfCreator(Officers.Suite);
        GroupContext context = new(
            ProtocolVersion.Mls10,
            Officers.SuiteId,
            s_groupId,
            (ulong)members,
            tree.TreeHash,
            Officers.Suite.Hash("transcript"u8),
            Extensions.None
        );
        PublicGroup seen = PublicGroup.OfCreator(
            Officers.Suite,
            context,
            tree,
            epoch.ConfirmationTag(context.ConfirmedTranscriptHash)
        );
        using SecretTree messages = epoch.CreateSecretTree(tree.LeafCount);
        return new FilledGroup(
            members,
            MemberAt(0, seen, epoch, messages, keys),
            signers[0],
            MemberAt(1, seen, epoch, messages, keys)
        );
    }

    /// <summary>The committer's next message; both go over to what follows from what they do.</summary>
    public MlsMessage Send(Opaque text)
    {
        StagedSend staged = Committer.Send(text, CommitterKey);
        CommitterGoesTo(staged.Next);
        return staged.Message;
    }

    public void CommitterGoesTo(Group next)
    {
        Committer.RetireFor(next);
        Committer = next;
    }

    public void NeighbourGoesTo(Group next)
    {
        Neighbour.RetireFor(next);
        Neighbour = next;
    }

    public void Dispose()
    {
        Committer.Dispose();
        Neighbour.Dispose();
        CommitterKey.Dispose();
    }

    private static LeafNode LeafOf(int leaf, SoftwareSigner signer)
    {
        using KeyPackageSecrets made = Officers.KeyPackage(leaf, signer);
        return made.KeyPackage.LeafNode;
    }

    private static RatchetTree PutPath(RatchetTree tree, uint leaf, SoftwareSigner signer, Dictionary<uint, HpkeKeyPair> keys)
    {
        FilteredPath path = FilteredPath.Of(tree, leaf) ?? throw new InvalidOperationException("No such leaf.");
        ImmutableArray<Opaque> fresh = [.. path.Steps.Select(step => Fresh(step.Node.Index))];
        KeyedPath keyed = path.With(fresh);
        LeafNode unsigned = tree.Leaf(leaf)! with
        {
            EncryptionKey = Fresh(TreeMath.NodeOfLeaf(leaf)),
            Source = LeafNodeSource.Commit,
            Lifetime = null,
            ParentHash = keyed.LeafParentHash,
        };
        return keyed.Place(LeafNodeSignature.Sign(Officers.Suite, signer, unsigned, s_groupId, leaf));

        Opaque Fresh(uint node) => (keys[node] = Officers.Suite.GenerateKeyPair()).PublicKey;
    }

    // By way of the saved form, which is the one way to a member's state that was not lived through.
    private static Group MemberAt(
        uint leaf,
        PublicGroup seen,
        EpochSecrets epoch,
        SecretTree messages,
        Dictionary<uint, HpkeKeyPair> keys
    )
    {
        NodeKeys[] parents =
        [
            .. keys.Where(node => !TreeMath.IsLeaf(node.Key) && TreeMath.IsAbove(node.Key, leaf))
                .Select(node => new NodeKeys(node.Key, node.Value)),
        ];
        PrivateTree own = PrivateTree.OfLeaf(leaf, keys[TreeMath.NodeOfLeaf(leaf)]).Next(seen.Tree, parents);
        using MlsWriter epochPart = new();
        seen.Write(epochPart);
        epoch.Save(epochPart);
        own.Save(epochPart);
        epochPart.WriteLength(0);
        using MlsWriter messagePart = new();
        messagePart.WriteUInt64(seen.Context.Epoch);
        messages.Save(messagePart);
        EpochHistory.Empty(null).Save(messagePart);
        return Group.TryLoad(epochPart.WrittenSpan, messagePart.WrittenSpan)
            ?? throw new InvalidOperationException("The state that was put together does not load.");
    }
}
