using System.Buffers.Binary;
using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

/// <summary>
/// What a tree knows without looking at all its nodes, its keys and the abilities its members share, is after any history what
/// looking at all of them says.
/// </summary>
public sealed class KeptFromVersionToVersionTests
{
    private const int Steps = 600;

    [Theory]
    [InlineData(1, 12, 1)] // few keys: the same ones come again and again
    [InlineData(2, 12, 4)] // asked after some changes only
    [InlineData(3, 700, 1)] // many keys: the table is made anew several times
    [InlineData(4, 700, 9)]
    public void KeysAreCountedRight(int seed, int poolSize, int askedEvery)
    {
        var dice = new Dice(seed);
        Opaque[] pool = [.. Enumerable.Range(0, poolSize).Select(Key)];
        RatchetTree tree = RatchetTree.WithCreator(SketchedTree.Suite, RandomLeaf(dice, pool));
        int duplicates = 0;
        for (int step = 1; step <= Steps; step++)
        {
            tree = Changed(tree, dice, pool);
            if (step % askedEvery == 0)
            {
                AssertKeysAreThoseOf(tree, pool);
                duplicates += tree.CheckUniqueKeys() == TreeFault.None ? 0 : 1;
            }
        }

        Assert.InRange(duplicates, 1, Steps);
    }

    [Fact]
    public void AKeyThatIsThereTwiceIsFoundUntilOneOfThemGoes()
    {
        RatchetTree tree = SketchedTree.Of("A X B _ C Y D");
        Assert.Equal(TreeFault.None, tree.CheckUniqueKeys());

        RatchetTree twice = tree.Add(SketchedTree.Leaf("B"), out uint added)!;
        Assert.Equal(TreeFault.DuplicateEncryptionKey, twice.CheckUniqueKeys());
        Assert.Equal(TreeFault.DuplicateEncryptionKey, twice.Remove(0).CheckUniqueKeys());
        Assert.Equal(TreeFault.None, twice.Remove(1).CheckUniqueKeys());
        Assert.Equal(TreeFault.None, twice.Remove(added).CheckUniqueKeys());
        Assert.Equal(TreeFault.None, twice.Update(added, SketchedTree.Leaf("E")).CheckUniqueKeys());

        // At a leaf what was at a parent, which an update above it takes away.
        Assert.Equal(TreeFault.DuplicateEncryptionKey, tree.Add(SketchedTree.Leaf("X"), out _)!.CheckUniqueKeys());
        Assert.Equal(
            TreeFault.None,
            tree.Add(SketchedTree.Leaf("X"), out _)!.Update(0, SketchedTree.Leaf("E")).CheckUniqueKeys()
        );

        LeafNode sameSignature = SketchedTree.Leaf("E") with { SignatureKey = SketchedTree.Leaf("A").SignatureKey };
        Assert.Equal(TreeFault.DuplicateSignatureKey, tree.Add(sameSignature, out _)!.CheckUniqueKeys());
        Assert.Equal(TreeFault.DuplicateSignatureKey, tree.Update(1, sameSignature).CheckUniqueKeys());
        Assert.Equal(TreeFault.None, tree.Update(0, sameSignature).CheckUniqueKeys());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void AbilitiesInCommonAreThoseOfEveryMember(int seed)
    {
        var dice = new Dice(seed);
        Opaque[] pool = [.. Enumerable.Range(0, 1_000).Select(Key)];
        RatchetTree tree = RatchetTree.WithCreator(SketchedTree.Suite, RandomLeaf(dice, pool));
        int lacking = 0;
        for (int step = 0; step < Steps; step++)
        {
            tree = Changed(tree, dice, pool);
            CommonAbilities abilities = tree.Abilities!;
            Assert.Equal(
                tree.Members.Select(member => member.Leaf.Credential.Type).Distinct().Order(),
                abilities.CredentialsInUse
            );
            for (ushort number = 0; number < 8; number++)
            {
                ushort type = (ushort)(0xF000 + number);
                bool everybody = tree.Members.All(member => member.Leaf.Capabilities.Supports((ExtensionType)type));
                lacking += everybody ? 0 : 1;
                Assert.Equal(everybody, abilities.Common.Supports((ExtensionType)type));
                Assert.Equal(
                    tree.Members.All(member => member.Leaf.Capabilities.Supports((ProposalType)type)),
                    abilities.Common.Supports((ProposalType)type)
                );
                Assert.Equal(
                    tree.Members.All(member => member.Leaf.Capabilities.Supports((CredentialType)type)),
                    abilities.Common.Supports((CredentialType)type)
                );
            }
        }

        Assert.InRange(lacking, 1, (8 * Steps) - 1);
    }

    private static void AssertKeysAreThoseOf(RatchetTree tree, Opaque[] pool)
    {
        ILookup<Opaque, Node> encryption = tree.ToNodes().OfType<Node>().ToLookup(node => node.EncryptionKey);
        ILookup<Opaque, LeafNode> signature = tree.Members.Select(member => member.Leaf).ToLookup(leaf => leaf.SignatureKey);
        foreach (Opaque key in pool)
        {
            Assert.Equal(encryption[key].Count(), tree.Keys.Encryption.CountOf(key));
            Assert.Equal(signature[key].Count(), tree.Keys.Signature.CountOf(key));
        }

        Assert.Equal(encryption.Any(nodes => nodes.Count() > 1), tree.Keys.Encryption.HasDuplicate);
        Assert.Equal(signature.Any(leaves => leaves.Count() > 1), tree.Keys.Signature.HasDuplicate);
    }

    private static RatchetTree Changed(RatchetTree tree, Dice dice, Opaque[] pool)
    {
        uint[] leaves = [.. tree.Members.Select(member => member.LeafIndex)];
        uint leaf = leaves[dice.Below(leaves.Length)];
        return dice.Below(5) switch
        {
            0 when leaves.Length > 1 => tree.Remove(leaf),
            1 => tree.Update(leaf, RandomLeaf(dice, pool)),
            2 => tree.With(
                leaf,
                RandomLeaf(dice, pool),
                _ => dice.Below(3) == 0 ? null : new ParentNode(pool[dice.Below(pool.Length)], default, [])
            ),
            3 when leaves.Length > 40 => Enumerable
                .Range(0, 30)
                .Aggregate(tree, (left, _) => left.Remove(left.Members.Last().LeafIndex)),
            _ => tree.Add(RandomLeaf(dice, pool), out _)!,
        };
    }

    private static LeafNode RandomLeaf(Dice dice, Opaque[] pool)
    {
        return SketchedTree.Leaf("leaf") with
        {
            EncryptionKey = pool[dice.Below(pool.Length)],
            SignatureKey = pool[dice.Below(pool.Length)],
            Credential = dice.Below(4) == 0 ? X509() : Credential.Basic(default),
            Capabilities = new Capabilities([1], [3], Numbers(), Numbers(), Numbers()),
        };

        // Mostly the same list, as in a real group, and now and then one that lacks something or says it in another order.
        ImmutableArray<ushort> Numbers() =>
            dice.Below(20) switch
            {
                0 => [0xF000, 0xF003],
                1 => [0xF005, 0xF003, 0xF000],
                _ => [0xF000, 0xF001, 0xF003, 0xF005],
            };
    }

    private static Credential X509()
    {
        using var writer = new MlsWriter();
        writer.WriteUInt16((ushort)CredentialType.X509);
        writer.WriteVector([]);
        Assert.True(MlsCodec.TryDecode(writer.WrittenSpan, out Credential? credential));
        return credential;
    }

    private static Opaque Key(int number)
    {
        byte[] key = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(key, number);
        return key;
    }
}
