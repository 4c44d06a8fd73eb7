using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Trees that an adder bent, with the tree hash to match: refused by a newcomer and by a server that is shown them (RFC 9420
/// §12.4.3.1). Which check it is that refuses, <see cref="RatchetTreeForgeryTests"/> holds for each.
/// </summary>
public sealed class JoinedTreeForgeryTests : IDisposable
{
    // Mallory, Bob, Carol and Dave at 0, 2, 4 and 6; Mallory's path put keys at 1 and 3, and 5 is blank.
    private const int Left = 1;
    private const int Root = 3;

    private readonly ForgedWelcome _welcome = new();

    private Forge Forge => _welcome.Room.Forge;

    public void Dispose() => _welcome.Dispose();

    [Fact, Trait("Rule", "V-TREE-01")]
    public void ABlankAtTheEndIsRefused() => AssertRefused(MlsFault.Malformed, nodes => [.. nodes, null, null]);

    [Fact, Trait("Rule", "V-TREE-02")]
    public void LeavesAndParentsKeepToTheirPlaces()
    {
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(Left, nodes[0]));
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(2, nodes[Left]));
        AssertRefused(MlsFault.Malformed, nodes => [.. nodes, nodes[Left]]);
        AssertRefused(MlsFault.Malformed, _ => []);
    }

    [Fact, Trait("Rule", "V-TREE-03")]
    public void UnmergedLeavesOutOfOrderAreRefused()
    {
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(Root, Unmerged(nodes[Root], 3, 2)));
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(Root, Unmerged(nodes[Root], 2, 2)));
    }

    [Fact, Trait("Rule", "V-TREE-04")]
    public void UnmergedLeavesThatAreNotBelowAreRefused()
    {
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(Left, Unmerged(nodes[Left], 2)));
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(Root, Unmerged(nodes[Root], uint.MaxValue)));
        AssertRefused(MlsFault.Malformed, nodes => nodes.SetItem(2, null).SetItem(Left, Unmerged(nodes[Left], 1)));
    }

    [Fact, Trait("Rule", "V-TREE-05")]
    public void ALeafUnmergedOnlyFurtherUpIsRefused() =>
        AssertRefused(MlsFault.InvalidTree, nodes => nodes.SetItem(Root, Unmerged(nodes[Root], 1)));

    [Fact, Trait("Rule", "V-TREE-06")]
    public void AParentThatNobodySignedForIsRefused()
    {
        AssertRefused(MlsFault.InvalidTree, nodes => WithKey(nodes, Root, Forge.NewKey()));
        AssertRefused(MlsFault.InvalidTree, nodes => WithKey(nodes, Left, Forge.NewKey()));
        ParentNode another = new(Forge.NewKey(), Opaque.Empty, []);
        AssertRefused(MlsFault.InvalidTree, nodes => nodes.SetItem(5, Node.Of(another)));
    }

    [Fact, Trait("Rule", "V-TREE-07")]
    public void AParentWithAKeyFromElsewhereIsRefused()
    {
        AssertRefused(MlsFault.InvalidTree, nodes => WithKey(nodes, Left, nodes[0]!.EncryptionKey));
        AssertRefused(MlsFault.InvalidTree, nodes => WithKey(nodes, Left, nodes[Root]!.EncryptionKey));
    }

    [Fact, Trait("Rule", "V-TREE-08"), Trait("Rule", "V-TREE-09")]
    public void TwoLeavesWithOneKeyAreRefused()
    {
        AssertRefused(
            MlsFault.InvalidTree,
            nodes => WithLeaf(nodes, 2, leaf => leaf with { EncryptionKey = nodes[4]!.EncryptionKey })
        );
        AssertRefused(
            MlsFault.InvalidTree,
            nodes => WithLeaf(nodes, 2, leaf => leaf with { SignatureKey = nodes[4]!.Leaf!.SignatureKey })
        );
    }

    [Fact, Trait("Rule", "V-TREE-10")]
    public void AnotherTreeHashIsRefused() =>
        _welcome.AssertRefused(
            MlsFault.InvalidTree,
            info => info with { GroupContext = info.GroupContext with { TreeHash = new byte[32] } }
        );

    [Theory, Trait("Rule", "V-TREE-11")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AParentWithAKeyThatIsNoneIsRefused(int zeros) =>
        AssertRefused(MlsFault.InvalidTree, nodes => WithKey(nodes, Root, new byte[zeros]));

    [Fact, Trait("Rule", "V-TREE-12")]
    public void ALeafThatItsMemberHasNotSignedIsRefused()
    {
        AssertRefused(MlsFault.InvalidTree, nodes => WithLeaf(nodes, 4, leaf => leaf with { Signature = new byte[64] }));
        Credential bobs = _welcome.Room.Bob.Settings.Credential;
        AssertRefused(MlsFault.InvalidTree, nodes => WithLeaf(nodes, 4, leaf => leaf with { Credential = bobs }));
        _welcome.AssertRefused(
            MlsFault.InvalidTree,
            info => info with { GroupContext = info.GroupContext with { GroupId = "other"u8.ToArray() } }
        );
    }

    [Fact, Trait("Rule", "V-TREE-13")]
    public void ALeafThatNoGroupCanHaveIsRefused()
    {
        // The leaf's owner has signed it so: Mallory adds herself again, as it were, with a key of another's making.
        using TestMember eve = new("eve");
        LeafNode[] unsound =
        [
            Forge.KeyPackageOf(eve, leaf => leaf with { Capabilities = leaf.Capabilities with { CipherSuites = [] } }).LeafNode,
            Forge.KeyPackageOf(eve, leaf => leaf with { Capabilities = leaf.Capabilities with { Credentials = [2] } }).LeafNode,
            Forge
                .KeyPackageOf(
                    eve,
                    leaf => leaf with { Extensions = Extensions.Of(new Extension((ExtensionType)0xF0F0, Opaque.Empty)) }
                )
                .LeafNode,
        ];
        foreach (LeafNode leaf in unsound)
        {
            AssertRefused(MlsFault.InvalidLeaf, nodes => [.. nodes, null, Node.Of(leaf)]);
        }
    }

    [Fact, Trait("Rule", "V-TREE-13")]
    public void ALeafWithACredentialThatOthersLackIsRefused()
    {
        using TestMember eve = new("eve");
        LeafNode x509 = Forge
            .KeyPackageOf(
                eve,
                leaf => leaf with { Credential = Forge.X509(), Capabilities = leaf.Capabilities with { Credentials = [1, 2] } }
            )
            .LeafNode;
        AssertRefused(MlsFault.MissingCapability, nodes => [.. nodes, null, Node.Of(x509)]);
    }

    private void AssertRefused(MlsFault expected, Func<ImmutableArray<Node?>, ImmutableArray<Node?>> bend) =>
        _welcome.AssertRefused(expected, info => Forge.WithTree(info, bend));

    private static Node Unmerged(Node? node, params ImmutableArray<uint> leaves) =>
        Node.Of(node!.Parent! with { UnmergedLeaves = leaves });

    private static ImmutableArray<Node?> WithKey(ImmutableArray<Node?> nodes, int at, Opaque key) =>
        nodes.SetItem(at, Node.Of(nodes[at]!.Parent! with { EncryptionKey = key }));

    private static ImmutableArray<Node?> WithLeaf(ImmutableArray<Node?> nodes, int at, Func<LeafNode, LeafNode> bend) =>
        nodes.SetItem(at, Node.Of(bend(nodes[at]!.Leaf!)));
}
