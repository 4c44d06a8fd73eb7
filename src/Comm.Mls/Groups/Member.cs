using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed record Member(uint LeafIndex, LeafNode Leaf);
