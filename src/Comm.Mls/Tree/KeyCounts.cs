using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// How often each key occurs. Never changes: the next version shares the table of an earlier one and keeps beside it the counts
/// that are others now, until those are so many that a new table is cheaper.
/// </summary>
internal sealed class KeyCounts
{
    // Written while it is made, and never again.
    private readonly Dictionary<Opaque, int> _table;
    private readonly ImmutableDictionary<Opaque, int> _since;
    private readonly int _surplus;

    private KeyCounts(Dictionary<Opaque, int> table, ImmutableDictionary<Opaque, int> since, int surplus)
    {
        _table = table;
        _since = since;
        _surplus = surplus;
    }

    /// <summary>Some key occurs more than once.</summary>
    public bool HasDuplicate => _surplus > 0;

    public static KeyCounts Of(IReadOnlyCollection<Opaque> keys)
    {
        Dictionary<Opaque, int> table = new(keys.Count);
        foreach (Opaque key in keys)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(table, key, out _)++;
        }

        return new KeyCounts(table, ImmutableDictionary<Opaque, int>.Empty, keys.Count - table.Count);
    }

    public int CountOf(Opaque key) => _since.TryGetValue(key, out int count) ? count : _table.GetValueOrDefault(key);

    /// <summary>The counts without the keys that went and with those that came.</summary>
    /// <exception cref="InvalidOperationException">A key that went was not there.</exception>
    public KeyCounts Next(IEnumerable<Opaque> gone, IEnumerable<Opaque> come)
    {
        ImmutableDictionary<Opaque, int>.Builder since = _since.ToBuilder();
        int surplus = _surplus;
        foreach (Opaque key in gone)
        {
            int left = CountIn(since, key) - 1;
            since[key] = left >= 0 ? left : throw new InvalidOperationException("A key that the tree did not have.");
            surplus -= left > 0 ? 1 : 0;
        }

        foreach (Opaque key in come)
        {
            int before = CountIn(since, key);
            since[key] = before + 1;
            surplus += before > 0 ? 1 : 0;
        }

        const int FewestToFold = 64;
        return since.Count > Math.Max(FewestToFold, _table.Count / 4)
            ? new KeyCounts(Folded(since), ImmutableDictionary<Opaque, int>.Empty, surplus)
            : new KeyCounts(_table, since.ToImmutable(), surplus);
    }

    private int CountIn(ImmutableDictionary<Opaque, int>.Builder since, Opaque key) =>
        since.TryGetValue(key, out int count) ? count : _table.GetValueOrDefault(key);

    private Dictionary<Opaque, int> Folded(ImmutableDictionary<Opaque, int>.Builder since)
    {
        Dictionary<Opaque, int> table = new(_table);
        foreach ((Opaque key, int count) in since)
        {
            if (count > 0)
            {
                table[key] = count;
            }
            else
            {
                table.Remove(key);
            }
        }

        return table;
    }
}
