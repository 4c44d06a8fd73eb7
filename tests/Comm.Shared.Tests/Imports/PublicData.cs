using Comm.Shared.Imports;

namespace Comm.Shared.Tests.Imports;

/// <summary>
/// Whole public tables, to read and to measure on. They are not part of this repository: the folder is named by the environment
/// variable CODES_DATA, by default <c>../shared/data</c> beside the repository's root.
/// </summary>
internal static class PublicData
{
    public const string UnLocode = "un-locode-2023-2.csv";
    public const string Airports = "airports.csv";
    public const string HarmonizedSystem = "harmonized-system-2022.csv";

    /// <summary>Skips the calling <see cref="SkippableFactAttribute"/> where the file is absent.</summary>
    public static ImportFile Load(string name)
    {
        string path = Path.Combine(Folder(), name);
        Skip.IfNot(
            File.Exists(path),
            $"{name} is not there: set CODES_DATA to a folder that has it (docs/dependencies.md names the files)."
        );
        return new ImportFile(name, File.ReadAllBytes(path));
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("CODES_DATA") is { Length: > 0 } folder)
        {
            return folder;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CustomsComm.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(root.Parent?.FullName ?? root.FullName, "shared", "data");
    }
}
