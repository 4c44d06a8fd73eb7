using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// RFC 9420 §12.4.3.3: <c>NodeType node_type; select { leaf: LeafNode leaf_node; parent: ParentNode parent_node; };</c>
/// Exactly one of the two is there. A blank place is an absent <c>optional&lt;Node&gt;</c>, here null.
/// </summary>
internal sealed record Node : IMlsStruct<Node>
{
    // NodeType, RFC 9420 §7.8.
    internal const byte LeafType = 1;
    internal const byte ParentType = 2;

    private Node(LeafNode? leaf, ParentNode? parent)
    {
        Leaf = leaf;
        Parent = parent;
    }

    public LeafNode? Leaf { get; }

    public ParentNode? Parent { get; }

    internal Opaque EncryptionKey =>
        Leaf?.EncryptionKey ?? Parent?.EncryptionKey ?? throw new InvalidOperationException("A node is a leaf or a parent.");

    public static Node Of(LeafNode leaf) => new(leaf, null);

    public static Node Of(ParentNode parent) => new(null, parent);

    static bool IMlsStruct<Node>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Node? value)
    {
        value = null;
        if (!reader.TryReadUInt8(out byte type))
        {
            return false;
        }

        switch (type)
        {
            case LeafType when reader.TryRead(out LeafNode? leaf):
                value = Of(leaf);
                return true;
            case ParentType when reader.TryRead(out ParentNode? parent):
                value = Of(parent);
                return true;
            // V-CODEC-07
            default:
                return false;
        }
    }

    void IMlsStruct<Node>.Write(MlsWriter writer)
    {
        writer.WriteUInt8(Leaf is null ? ParentType : LeafType);
        if (Leaf is not null)
        {
            writer.Write(Leaf);
        }
        else
        {
            writer.Write(Parent!);
        }
    }
}
