namespace Comm.Mls.Tree;

/// <summary>A member of a group in one epoch.</summary>
/// <param name="LeafIndex">
/// Its place in the tree (RFC 9420 §4.1), 0 to 65,535. It stays the same until the member is removed, and may be another's afterwards.
/// </param>
/// <param name="Leaf">What it says of itself, signed by itself.</param>
public sealed record Member(uint LeafIndex, LeafNode Leaf);
