using Comm.Server.Storage;
using Comm.Server.Storage.Migrations;
using Comm.Server.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Tests.Storage;

public sealed class SchemaTests
{
    [Fact]
    public async Task NumberedScriptsMakeWhatTheModelDescribes()
    {
        await using TestServer server = TestServer.Create();
        await using ServerDbContext database = await server.OpenDatabaseAsync();
        await using var migrated = new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False");
        await migrated.OpenAsync();
        await using var modelled = new SqliteConnection("Data Source=:memory:");
        await modelled.OpenAsync();
        await using (SqliteCommand create = modelled.CreateCommand())
        {
            create.CommandText = database.Database.GenerateCreateScript();
            await create.ExecuteNonQueryAsync();
        }

        string[] expected = Describe(modelled);
        string[] actual = Describe(migrated);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void ScriptsAreNumberedFromOneWithoutGaps() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(migration => migration.Number));

    [Fact]
    public async Task ScriptsAreAppliedOnceAndRecorded()
    {
        await using TestServer server = TestServer.Create();
        await server.RestartAsync();

        await using var connection = new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        Assert.Equal(
            Migration.All.Select(migration => $"{migration.Number} {migration.Name}"),
            Read(connection, "SELECT number || ' ' || name FROM schema_migrations ORDER BY number")
        );
    }

    [Fact]
    public void WaitingWelcomesOfTheFirstSchemaAreNumberedInTheOrderOfTheirCommits()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, Migration.All[0].Sql);
        Execute(connection, "INSERT INTO groups VALUES (x'0A', 1, x'', x'', x'', x''), (x'0B', 1, x'', x'', x'', x'')");
        Execute(connection, "INSERT INTO welcomes VALUES (x'0A', 2, x''), (x'0B', 1, x'')");
        Execute(
            connection,
            "INSERT INTO entries VALUES (x'0A', 2, 2, x'', x'', 1, x'', 200), (x'0B', 1, 2, x'', x'', 1, x'', 100)"
        );
        Execute(connection, "INSERT INTO waiting_welcomes VALUES (x'01', x'0A', 2, x'D1'), (x'02', x'0B', 1, x'D1')");

        Execute(connection, Migration.All[1].Sql);

        Assert.Equal(
            ["1 02 0B 1 D1", "2 01 0A 2 D1"],
            Read(
                connection,
                "SELECT number || ' ' || hex(id) || ' ' || hex(group_id) || ' ' || sequence || ' ' || hex(device_id) "
                    + "FROM waiting_welcomes ORDER BY number"
            )
        );
    }

    [Fact]
    public async Task EveryConnectionFlushesEachCommitAndHoldsForeignKeys()
    {
        await using TestServer server = TestServer.Create();
        for (int i = 0; i < 3; i++)
        {
            await using ServerDbContext database = await server.OpenDatabaseAsync();
            await database.Database.OpenConnectionAsync();
            var connection = (SqliteConnection)database.Database.GetDbConnection();
            Assert.Equal(["wal"], Read(connection, "PRAGMA journal_mode"));
            Assert.Equal(["2"], Read(connection, "PRAGMA synchronous"));
            Assert.Equal(["1"], Read(connection, "PRAGMA foreign_keys"));
        }
    }

    [Fact]
    public async Task ServersFolderIsForItsOwnUserOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using TestServer server = TestServer.Create();
        await server.SignInAsync();
        string folder = Path.GetDirectoryName(server.DatabaseFile)!;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(folder, "access-token.key"))
        );
    }

    /// <summary>Columns, keys, indices and references, in words that do not depend on how the SQL was written.</summary>
    private static string[] Describe(SqliteConnection connection)
    {
        var lines = new List<string>();
        foreach (
            string table in Read(
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('schema_migrations', 'sqlite_sequence') ORDER BY name"
            )
        )
        {
            lines.AddRange(
                Read(
                    connection,
                    $"SELECT '{table}.' || name || ' ' || type || ' notnull=' || \"notnull\" || ' pk=' || pk "
                        + $"|| ' default=' || coalesce(dflt_value, '') FROM pragma_table_info('{table}') ORDER BY name"
                )
            );
            lines.AddRange(
                Read(
                    connection,
                    $"SELECT '{table} references ' || \"table\" || '(' || group_concat(\"from\" || '>' || \"to\") || ') ' || on_delete "
                        + $"FROM (SELECT * FROM pragma_foreign_key_list('{table}') ORDER BY id, seq) GROUP BY id ORDER BY 1"
                )
            );
            lines.AddRange(
                Read(
                    connection,
                    $"SELECT '{table} index ' || l.name || ' unique=' || l.\"unique\" || ' (' || "
                        + "(SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)) || ')' "
                        + $"FROM pragma_index_list('{table}') l WHERE l.origin = 'c' ORDER BY 1"
                )
            );
        }

        return [.. lines];
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
