using Comm.Server.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Comm.Server.Storage;

internal static class StorageFeature
{
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<StorageOptions>().Bind(builder.Configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<StorageFolder>();
        services.AddPooledDbContextFactory<ServerDbContext>(
            (provider, options) =>
            {
                var connection = new SqliteConnectionStringBuilder
                {
                    DataSource = provider.GetRequiredService<StorageFolder>().Database,
                };
                options
                    .UseSqlite(connection.ToString())
                    .UseSnakeCaseNamingConvention()
                    .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
                    .AddInterceptors(new ConnectionPragmas());
            }
        );
        services.AddHostedService<Migrator>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }
}
