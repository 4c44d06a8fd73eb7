using System.Globalization;
using System.Text;

namespace Comm.Server.Storage.Migrations;

/// <summary>One numbered script, <c>0001_initial.sql</c>. A published one never changes; the next one changes what it made.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "Migrations/Sqlite/";

    public static IReadOnlyList<Migration> All { get; } = Read();

    private static List<Migration> Read()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = new List<Migration>();
        foreach (
            string resource in assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        )
        {
            string name = Path.GetFileNameWithoutExtension(resource);
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            migrations.Add(new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        migrations.Sort((left, right) => left.Number.CompareTo(right.Number));
        return migrations;
    }
}
