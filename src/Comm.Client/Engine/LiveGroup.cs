using Comm.Client.People;
using Comm.Mls.Groups;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>What the MLS state says of a group that this device is in.</summary>
internal sealed record LiveGroup(ulong Epoch, IReadOnlyList<MemberView> Members, bool CanManage)
{
    public static LiveGroup Of(Group state, DeviceId self)
    {
        GroupPolicy.TryFind(state.Context.Extensions, out GroupPolicy? policy);
        MemberView[] members =
        [
            .. state.Members.Select(member =>
            {
                DeviceCertificate certificate = DeviceIdentity.CertificateOf(member.Leaf);
                return new MemberView(
                    certificate.Device,
                    certificate.Officer,
                    certificate.OfficerName,
                    certificate.Administration,
                    certificate.Roles,
                    policy?.IsCoordinator(certificate) == true,
                    certificate.Device == self,
                    member.LeafIndex
                );
            }),
        ];
        return new LiveGroup(
            state.Context.Epoch,
            members,
            members.Any(member => member is { IsSelf: true, IsCoordinator: true })
        );
    }
}
