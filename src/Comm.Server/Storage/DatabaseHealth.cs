using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Comm.Server.Storage;

internal sealed class DatabaseHealth(IDbContextFactory<ServerDbContext> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
            await database.Groups.AnyAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DbException failure)
        {
            return HealthCheckResult.Unhealthy(exception: failure);
        }
    }
}
