using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>Who this installation is. <paramref name="VerificationWords"/>: see <see cref="Comm.Client.People.VerificationWords"/>.</summary>
public sealed record DeviceProfile(
    DeviceId DeviceId,
    OfficerId OfficerId,
    string OfficerName,
    AdministrationCode Administration,
    Roles Roles,
    Uri Server,
    string VerificationWords,
    bool IsDemo
);

/// <summary>A member as its certificate in the group's tree says.</summary>
public sealed record MemberView(
    DeviceId Device,
    OfficerId Officer,
    string Name,
    AdministrationCode Administration,
    Roles Roles,
    bool IsCoordinator,
    bool IsSelf,
    uint LeafIndex
);

/// <summary>
/// A device the server knows. <paramref name="Problem"/> is a reason code when its certificate does not hold
/// (<c>malformed</c>, <c>untrusted</c>, <c>expired</c>, <c>wrong-device</c>); such a device cannot be added.
/// </summary>
public sealed record DirectoryEntry(
    DeviceId Device,
    OfficerId? Officer,
    string Name,
    AdministrationCode? Administration,
    Roles Roles,
    string VerificationWords,
    string? Problem
);
