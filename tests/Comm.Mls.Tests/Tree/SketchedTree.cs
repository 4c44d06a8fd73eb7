using System.Collections.Immutable;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

/// <summary>Trees of the right shape whose keys and signatures mean nothing: for where only the shape matters.</summary>
internal static class SketchedTree
{
    public static CipherSuite Suite { get; } = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    /// <summary>
    /// As RFC 9420 draws its list of nodes: a word for each, <c>_</c> for a blank one, a parent's unmerged leaves behind its name
    /// as <c>X[1,2]</c>.
    /// </summary>
    public static ImmutableArray<Node?> Nodes(string sketch) =>
        [.. sketch.Split(' ').Select((word, index) => word == "_" ? null : NodeOf(word, index))];

    public static RatchetTree Of(string sketch)
    {
        Assert.True(RatchetTree.TryCreate(Suite, Nodes(sketch), out RatchetTree? tree));
        return tree;
    }

    /// <summary>The tree as it would be sketched: names instead of keys.</summary>
    public static string Sketch(this RatchetTree tree) => string.Join(' ', tree.ToNodes().Select(WordOf));

    public static Node ParentOf(string name, params ImmutableArray<uint> unmerged) =>
        Node.Of(new ParentNode(System.Text.Encoding.UTF8.GetBytes(name), default, unmerged));

    public static LeafNode Leaf(string name) =>
        new(
            System.Text.Encoding.UTF8.GetBytes(name),
            System.Text.Encoding.UTF8.GetBytes(name),
            Credential.Basic(default),
            Capabilities.Of(Suite.Id),
            LeafNodeSource.Update,
            null,
            default,
            Extensions.None,
            default
        );

    private static Node NodeOf(string word, int index)
    {
        string[] parts = word.TrimEnd(']').Split('[');
        return index % 2 == 0
            ? Node.Of(Leaf(parts[0]))
            : ParentOf(parts[0], parts.Length == 1 ? [] : [.. parts[1].Split(',').Select(uint.Parse)]);
    }

    private static string WordOf(Node? node)
    {
        if (node is null)
        {
            return "_";
        }

        string name = System.Text.Encoding.UTF8.GetString(node.EncryptionKey.Span);
        return node.Parent is { UnmergedLeaves: { IsEmpty: false } unmerged } ? $"{name}[{string.Join(',', unmerged)}]" : name;
    }
}
