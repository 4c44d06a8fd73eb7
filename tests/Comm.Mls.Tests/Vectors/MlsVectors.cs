using System.Text.Json;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Suites;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>
/// The working group's published vectors: one JSON file, one list of objects. They are not part of this repository: the folder is
/// named by the environment variable MLS_VECTORS, by default <c>../shared/mls-vectors</c> beside the repository's root.
/// </summary>
internal static class MlsVectors
{
    /// <summary>The vectors of one file; skips the calling <see cref="SkippableFactAttribute"/> where the folder is absent.</summary>
    public static IReadOnlyList<JsonElement> Load(string fileName)
    {
        string path = Path.Combine(Folder(), fileName);
        Skip.IfNot(
            File.Exists(path),
            $"{fileName} is not there. Clone https://github.com/mlswg/mls-implementations and set MLS_VECTORS to its folder test-vectors."
        );
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    /// <summary>Runs every vector of a suite that we implement, prints the counts, and fails if a suite of ours has none.</summary>
    public static void ForEachSuite(string fileName, ITestOutputHelper output, Action<CipherSuite, JsonElement> check)
    {
        var counts = new SortedDictionary<CipherSuiteId, int>();
        foreach (JsonElement vector in Load(fileName))
        {
            if (CipherSuite.Find((CipherSuiteId)vector.GetProperty("cipher_suite").GetUInt16()) is { } suite)
            {
                check(suite, vector);
                counts[suite.Id] = counts.GetValueOrDefault(suite.Id) + 1;
            }
        }

        foreach ((CipherSuiteId suite, int count) in counts)
        {
            output.WriteLine($"{fileName}: {count} passed, suite 0x{(ushort)suite:x4} {suite}");
        }

        Assert.Equal(CipherSuiteTests.All, counts.Keys);
    }

    /// <summary>A value in hexadecimal.</summary>
    public static byte[] Bytes(this JsonElement vector, string name) =>
        Convert.FromHexString(vector.GetProperty(name).GetString()!);

    public static string Text(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static uint UInt32(this JsonElement vector, string name) => vector.GetProperty(name).GetUInt32();

    public static int Int32(this JsonElement vector, string name) => vector.GetProperty(name).GetInt32();

    public static string Folder()
    {
        if (Environment.GetEnvironmentVariable("MLS_VECTORS") is { Length: > 0 } folder)
        {
            return folder;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CustomsComm.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(root.Parent?.FullName ?? root.FullName, "shared", "mls-vectors");
    }
}
