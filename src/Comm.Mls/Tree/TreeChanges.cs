namespace Comm.Mls.Tree;

/// <summary>
/// The nodes that one version of a tree has and another has not. Versions share the places they have in common, so that only
/// the others are looked at.
/// </summary>
internal sealed class TreeChanges
{
    private TreeChanges() { }

    public List<Node> Gone { get; } = [];

    public List<Node> Come { get; } = [];

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
            Note(null, after.Content);
            Compare(before, after.Left);
            Compare(null, after.Right);
        }
        else if (before is not null && after is not null && after.Index < before.Index)
        {
            Note(before.Content, null);
            Compare(before.Left, after);
            Compare(before.Right, null);
        }
        else
        {
            Note(before?.Content, after?.Content);
            Compare(before?.Left, after?.Left);
            Compare(before?.Right, after?.Right);
        }
    }

    private void Note(Node? before, Node? after)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        if (before is not null)
        {
            Gone.Add(before);
        }

        if (after is not null)
        {
            Come.Add(after);
        }
    }
}
