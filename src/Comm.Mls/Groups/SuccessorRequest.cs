using System.Collections.Immutable;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// Who is to be in a group that follows another one (RFC 9420 §11.2) or branches off it (§11.3), and what its founder's leaf says.
/// </summary>
public sealed record SuccessorRequest
{
    /// <summary>A fresh KeyPackage of each of the others, for the new group's suite.</summary>
    public required ImmutableArray<KeyPackage> Others { get; init; }

    /// <summary>Of the founder's leaf.</summary>
    public required LeafSettings Leaf { get; init; }

    /// <summary>Of the founder's leaf.</summary>
    public required Lifetime Lifetime { get; init; }

    /// <summary>As <see cref="CommitRequest.Now"/>, for <see cref="Others"/>.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>How long the new group keeps keys; null: as long as the previous one.</summary>
    public KeyLifetimes? KeyLifetimes { get; init; }
}
