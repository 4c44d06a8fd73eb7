using Microsoft.Data.Sqlite;

namespace Comm.Client.Vault;

/// <summary>
/// Wrong passphrases, counted on disk so that a new process does not begin anew. An attempt is counted before it is made: who
/// stops the process in the middle has used one. After n wrong ones the next must wait 2^(n-1) seconds, at most five minutes,
/// from when the last was found to be wrong.
/// </summary>
internal static class UnlockAttempts
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static TimeSpan RetryAfter(SqliteConnection connection, DateTimeOffset now)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT failures, last_at FROM attempts WHERE one = 1";
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return TimeSpan.Zero;
        }

        TimeSpan delay = DelayAfter(reader.GetInt64(0));
        long elapsed = now.ToUnixTimeMilliseconds() - reader.GetInt64(1);
        // A clock that was put back must not shut the officer out for longer than the delay itself.
        return elapsed < 0 ? delay : Max(delay - TimeSpan.FromMilliseconds(elapsed), TimeSpan.Zero);
    }

    public static void Count(SqliteConnection connection, DateTimeOffset now) =>
        Execute(
            connection,
            "INSERT INTO attempts (one, failures, last_at) VALUES (1, 1, $now) "
                + "ON CONFLICT (one) DO UPDATE SET failures = min(failures + 1, 1000), last_at = $now",
            now
        );

    /// <summary>The attempt that was counted was wrong: the delay begins, and this is how long it is.</summary>
    public static TimeSpan Fail(SqliteConnection connection, DateTimeOffset now)
    {
        Execute(connection, "UPDATE attempts SET last_at = $now", now);
        return RetryAfter(connection, now);
    }

    public static void Forget(SqliteConnection connection, DateTimeOffset now) =>
        Execute(connection, "UPDATE attempts SET failures = 0, last_at = $now", now);

    private static TimeSpan DelayAfter(long failures) =>
        failures <= 0 ? TimeSpan.Zero
        : failures > 10 ? Longest
        : Min(TimeSpan.FromSeconds(1 << (int)(failures - 1)), Longest);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static void Execute(SqliteConnection connection, string sql, DateTimeOffset now)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }
}
