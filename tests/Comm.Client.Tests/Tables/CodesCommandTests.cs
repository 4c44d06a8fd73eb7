using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Comm.Client.Commands;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Imports;
using Comm.Shared.Localization;
using Comm.Shared.Publishing;

namespace Comm.Client.Tests.Tables;

public sealed class CodesCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CodesCommandTests() => SettingsFile.Write(new DataDirectory(_folder.Path), new ClientSettings("en", null));

    [Fact]
    public async Task OfficialFilesBecomeOneSignedTable()
    {
        string publisher = await PublisherAsync();
        string output = Path.Combine(_folder.Path, "out");
        (int code, string printed, string error) = await RunAsync([
            "import",
            "--unlocode",
            .. Parts(),
            "--edition",
            "UNLOCODE 2023-2",
            "--publisher",
            publisher,
            "--output",
            output,
            "--json",
        ]);

        Assert.True(code == ExitCode.Done, error);
        JsonElement row = Assert.Single(JsonSerializer.Deserialize<JsonElement>(printed).EnumerateArray());
        string file = Assert.Single(Directory.GetFiles(output));
        Assert.Equal(row.GetProperty("hash").GetString() + ".table", Path.GetFileName(file));
        Assert.True(PublishedTable.TryRead(File.ReadAllBytes(file), out PublishedTable? table));
        Assert.Equal(("UNLOCODE 2023-2", TableKind.Locations), (table.Manifest.Edition, table.Manifest.Kind));
        Assert.True(table.TryUnpack(out byte[]? content));
        Assert.StartsWith("# UNLOCODE 2023-2\n", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
        Assert.Contains("ZWAAA", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameFilesGiveTheSameTable()
    {
        string[] import = ["import", "--unlocode", .. Parts(), "--edition", "x", "--json"];
        Assert.Equal((await RunAsync(import)).Output, (await RunAsync(import)).Output);
    }

    [Fact]
    public async Task AFaultyFileIsNamedByRowAndColumnAndNothingIsWritten()
    {
        string[] parts = Parts();
        File.AppendAllText(parts[1], ",\"ZW\",\"BBB\",\"Broken\",,,,,,\n");
        string output = Path.Combine(_folder.Path, "out");
        (int code, string printed, string error) = await RunAsync([
            "import",
            "--unlocode",
            .. parts,
            "--edition",
            "x",
            "--publisher",
            await PublisherAsync(),
            "--output",
            output,
        ]);

        Assert.Equal(ExitCode.Refused, code);
        Assert.Empty(printed);
        Assert.Matches(@"part2\.csv, row \d+, column 11: the number of columns is wrong", error);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task WithoutAPublisherTheFilesAreOnlyChecked()
    {
        (int code, string printed, string error) = await RunAsync(["import", "--unlocode", .. Parts(), "--edition", "x"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("places\tx\t", printed, StringComparison.Ordinal);
        Assert.Contains("Only checked", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "--airports", "airports.csv")]
    [InlineData("import", "--unlocode", "no-such-file", "--edition", "x")]
    [InlineData("import", "--unlocode", "no-such-file")]
    [InlineData("import", "--hs", "no-such-file", "--hs-year", "22")]
    [InlineData("publish", "no-such-file", "--server", "https://comm.example.org/")]
    public async Task AWrongCommandLineIsTwo(params string[] arguments) =>
        Assert.Equal(ExitCode.Usage, (await RunAsync(arguments)).Code);

    [Fact]
    public async Task NothingIsPublishedWithoutAPublishersKey()
    {
        string file = Path.Combine(_folder.Path, "nonsense.json");
        File.WriteAllText(file, "{\"name\":\"x\",\"key\":\"AAAA\",\"certificate\":\"AAAA\"}");
        string[] import = ["import", "--unlocode", .. Parts(), "--edition", "x"];
        Assert.Equal(ExitCode.Refused, (await RunAsync([.. import, "--publisher", file])).Code);
        Assert.Equal(ExitCode.Usage, (await RunAsync([.. import, "--server", "https://comm.example.org/"])).Code);
    }

    [Fact]
    public async Task APublishersFileIsForItsUserOnly()
    {
        string file = await PublisherAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void EveryProblemOfAnImportHasItsSentenceInEveryLanguage()
    {
        foreach (string language in ProductCultures.All)
        {
            SettingsFile.Write(new DataDirectory(_folder.Path), new ClientSettings(language, null));
            CultureInfo before = CultureInfo.CurrentUICulture;
            try
            {
                Sentences say = Sentences.For(new DataDirectory(_folder.Path));
                Assert.All(
                    Enum.GetValues<ImportProblem>(),
                    problem => Assert.NotEqual($"Import_{problem}", say[$"Import_{problem}", "x"])
                );
                Assert.All(Enum.GetValues<TableKind>(), kind => Assert.NotEqual($"TableKind_{kind}", say[$"TableKind_{kind}"]));
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>As UNECE publishes it: three parts, each country with its heading; here one place in each.</summary>
    private string[] Parts()
    {
        string[] countries = [.. CountryTable.Shipped.All.Select(country => country.Code)];
        return
        [
            .. countries
                .Chunk((countries.Length / 3) + 1)
                .Select(
                    (part, number) =>
                    {
                        string path = Path.Combine(_folder.Path, $"part{number + 1}.csv");
                        File.WriteAllText(
                            path,
                            string.Concat(
                                part.Select(country =>
                                    $",\"{country}\",,\".COUNTRY\",,,,,,,,\n"
                                    + $",\"{country}\",\"AAA\",\"Port of {country}\",\"Port of {country}\",,\"1-------\",\"RL\",\"2301\",,,\n"
                                )
                            )
                        );
                        return path;
                    }
                ),
        ];
    }

    private async Task<string> PublisherAsync()
    {
        string file = Path.Combine(_folder.Path, "publisher.json");
        await RunWholeAsync(
            "demo-authority",
            "init",
            "--server",
            "http://127.0.0.1:5080",
            "--invite",
            "FR:Claire Dubois:coordinator"
        );
        (int code, _, string error) = await RunWholeAsync("demo-authority", "publisher", "--output", file);
        Assert.True(code == ExitCode.Done, error);
        return file;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(string[] arguments) => RunWholeAsync(["codes", .. arguments]);

    private async Task<(int Code, string Output, string Error)> RunWholeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(
            [.. arguments, "--data", _folder.Path],
            new InvocationConfiguration { Output = output, Error = error }
        );
        return (code, output.ToString(), error.ToString());
    }
}
