using Comm.Shared.Membership;

namespace Comm.Server.Identity;

/// <summary>Authorization policies: what a device's certificate must make of its officer.</summary>
internal static class Policies
{
    public const string Coordinator = nameof(Roles.Coordinator);
    public const string ContactPoint = nameof(Roles.ContactPoint);
}
