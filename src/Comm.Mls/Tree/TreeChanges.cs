namespace Comm.Mls.Tree;

/// <summary>
/// The places that differ between two versions of a tree, with what is there in each. Versions share the places they have in
/// common, so that it costs what was changed, not what there is.
/// </summary>
internal sealed class TreeChanges
{
    private readonly List<(uint Index, Node? Before, Node? After)> _places = [];

    private TreeChanges() { }

    public IEnumerable<Node> Gone => _places.Select(place => place.Before).OfType<Node>();

    public IEnumerable<Node> Come => _places.Select(place => place.After).OfType<Node>();

    /// <summary>Leaf index and what was there before (null: nobody), for every leaf that is another one after.</summary>
    public IEnumerable<(uint LeafIndex, LeafNode? Before)> Leaves =>
        from place in _places
        where TreeMath.IsLeaf(place.Index) && place.Before?.Leaf != place.After?.Leaf
        select (TreeMath.FirstLeaf(place.Index), place.Before?.Leaf);

    /// <summary>Of two places with the same first leaf; null stands for nothing at all.</summary>
    public static TreeChanges Between(Subtree? before, Subtree? after)
    {
        TreeChanges changes = new();
        changes.Compare(before, after);
        return changes;
    }

    private void Compare(Subtree? before, Subtree? after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        // Trees grow and shrink on the right (RFC 9420 §7.7): the smaller root has its place on the left below the larger one.
        if (before is not null && after is not null && after.Index > before.Index)
        {
            Note(after.Index, null, after.Content);
            Compare(before, after.Left);
            Compare(null, after.Right);
        }
        else if (before is not null && after is not null && after.Index < before.Index)
        {
            Note(before.Index, before.Content, null);
            Compare(before.Left, after);
            Compare(before.Right, null);
        }
        else if ((before ?? after) is { } place)
        {
            Note(place.Index, before?.Content, after?.Content);
            Compare(before?.Left, after?.Left);
            Compare(before?.Right, after?.Right);
        }
    }

    private void Note(uint index, Node? before, Node? after)
    {
        if (!ReferenceEquals(before, after))
        {
            _places.Add((index, before, after));
        }
    }
}
