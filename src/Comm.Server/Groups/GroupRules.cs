using Comm.Server.Identity;
using Comm.Shared.Membership;
using Microsoft.Extensions.Options;

namespace Comm.Server.Groups;

/// <summary>The rules of a closed group as the server asks them: under the platform's root, at the server's clock.</summary>
internal static class GroupRules
{
    public static ClosedGroupRules Create(IServiceProvider services) =>
        new(
            services.GetRequiredService<IOptions<IdentityOptions>>().Value.RootKeyBytes,
            services.GetRequiredService<TimeProvider>()
        );
}
