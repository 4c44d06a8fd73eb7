using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Comm.Server.Storage.Migrations;

/// <summary>Brings the database up to this program's schema before anything else starts, in one transaction.</summary>
internal sealed class Migrator(IDbContextFactory<ServerDbContext> databases, TimeProvider clock, ILogger<Migrator> logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        DbConnection connection = database.Database.GetDbConnection();

        await ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_migrations "
                + "(number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL)"
        );
        int applied = Convert.ToInt32(
            await ScalarAsync("SELECT coalesce(max(number), 0) FROM schema_migrations"),
            CultureInfo.InvariantCulture
        );
        int newest = Migration.All[^1].Number;
        if (applied > newest)
        {
            throw new InvalidOperationException(
                $"The database has schema {applied}; this program knows schemas up to {newest}. Start the newer program."
            );
        }

        foreach (Migration migration in Migration.All.Where(migration => migration.Number > applied))
        {
            await ExecuteAsync(migration.Sql);
            await ExecuteAsync(
                "INSERT INTO schema_migrations (number, name, applied_at) VALUES ($number, $name, $applied_at)",
                ("$number", migration.Number),
                ("$name", migration.Name),
                ("$applied_at", clock.GetUtcNow().ToUnixTimeMilliseconds())
            );
            MigratorLog.Applied(logger, migration.Number, migration.Name);
        }

        await transaction.CommitAsync(cancellationToken);

        DbCommand Command(string sql, (string Name, object Value)[] parameters)
        {
            DbCommand command = connection.CreateCommand();
            command.Transaction = transaction.GetDbTransaction();
            command.CommandText = sql;
            foreach ((string name, object value) in parameters)
            {
                DbParameter parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value;
                command.Parameters.Add(parameter);
            }

            return command;
        }

        async Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
        {
            await using DbCommand command = Command(sql, parameters);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task<object?> ScalarAsync(string sql)
        {
            await using DbCommand command = Command(sql, []);
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static partial class MigratorLog
{
    [LoggerMessage(100, LogLevel.Information, "Schema {Number} applied: {Name}")]
    public static partial void Applied(ILogger logger, int number, string name);
}
