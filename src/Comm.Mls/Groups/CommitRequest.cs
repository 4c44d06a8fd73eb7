using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;

namespace Comm.Mls.Groups;

/// <summary>What a commit is to do. Nothing at all is a commit too: it renews the committer's keys.</summary>
public sealed record CommitRequest
{
    /// <summary>KeyPackages of those to add.</summary>
    public ImmutableArray<KeyPackage> Add { get; init; } = [];

    /// <summary>
    /// The time, if the library is to see that those whom <see cref="Add"/> brings are within their lifetime. RFC 9420 §7.3 asks that
    /// of whoever sends a KeyPackage; null leaves it to the caller's own <see cref="KeyPackageValidation.Check(KeyPackage,
    /// IMembershipRules, DateTimeOffset)"/>.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Leaf indices of those to remove.</summary>
    public ImmutableArray<uint> Remove { get; init; } = [];

    /// <summary>The whole new list of the group's extensions, or null to leave them as they are.</summary>
    public Extensions? ContextExtensions { get; init; }

    /// <summary>Pending proposals of others, by ProposalRef.</summary>
    public ImmutableArray<Opaque> ByReference { get; init; } = [];

    /// <summary>
    /// Keys to mix in (RFC 9420 §8.4): from <see cref="PreSharedKeyStore"/>, or resumption keys of this group that it still has.
    /// </summary>
    public ImmutableArray<PreSharedKeyId> PreSharedKeys { get; init; } = [];

    /// <summary>Where keys are that are not this group's own.</summary>
    public IPreSharedKeys? PreSharedKeyStore { get; init; }

    /// <summary>Ends this group in favour of another one (RFC 9420 §11.2); goes with nothing else.</summary>
    public ReInitProposal? ReInit { get; init; }

    /// <summary>Credential, capabilities and extensions of the committer's next leaf; null to leave them as they are.</summary>
    public LeafSettings? Leaf { get; init; }

    /// <summary>
    /// Saves the path where RFC 9420 §12.4 allows it: with nothing but adds, pre-shared keys or a ReInit. The committer's keys are
    /// not renewed then.
    /// </summary>
    public bool OmitPath { get; init; }

    /// <summary>A PublicMessage, unless it is to be a PrivateMessage: the delivery service cannot follow that, and sees less.</summary>
    public WireFormat WireFormat { get; init; } = WireFormat.PublicMessage;

    /// <summary>Whether newcomers get the tree in the Welcome; otherwise it reaches them by <see cref="JoinRequest.RatchetTree"/>.</summary>
    public bool TreeInWelcome { get; init; } = true;

    /// <summary>Puts the epoch's external key in the GroupInfo, by which somebody can come in without being added (§12.4.3.2).</summary>
    public bool OfferExternalCommit { get; init; }

    /// <summary>Beside the ratchet tree in the GroupInfo that newcomers get encrypted: never on the server in clear.</summary>
    public Extensions WelcomeExtensions { get; init; } = Extensions.None;
}
