using System.CommandLine;
using System.Text.Json;
using Comm.Client.Commands;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms;

public sealed class FormsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FormsCommandTests() => SettingsFile.Write(new DataDirectory(_folder.Path), new ClientSettings("en", null));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AShippedFormIsWrittenAndReadAgain()
    {
        string file = Path.Combine(_folder.Path, "seizure.xlsx");
        (int code, string printed, string said) = await RunAsync("export", FormLibrary.SimplifiedSeizure, file);
        Assert.True(code == ExitCode.Done, said);
        Assert.Contains("form seizure-simplified, version 1; questions: 19; rules: ", printed, StringComparison.Ordinal);
        Assert.Contains("Sheet “cc_rules”: ODK passes over the sheet “cc_rules”.", said, StringComparison.Ordinal);

        (code, string read, said) = await RunAsync("import", file);
        Assert.True(code == ExitCode.Done, said);
        Assert.Equal(printed, read);
    }

    [Fact]
    public async Task AnotherProgramIsAnsweredInJson()
    {
        string file = Path.Combine(_folder.Path, "seizure.xlsx");
        JsonElement answer = JsonSerializer.Deserialize<JsonElement>(
            (await RunAsync("export", FormLibrary.SimplifiedSeizure, file, "--json")).Output
        )[0];
        Assert.Equal("seizure-simplified", answer.GetProperty("id").GetString());
        Assert.True(answer.GetProperty("odk").GetArrayLength() > 3);
    }

    [Fact]
    public async Task EveryFaultIsSaidWithItsCellInTheReadersLanguage()
    {
        string file = Path.Combine(_folder.Path, "bad.xlsx");
        File.WriteAllBytes(file, Sheets.Survey("type|name|label|relevant\nhologram|a|A|\ntext|b|B|1 ="));
        SettingsFile.Write(new DataDirectory(_folder.Path), new ClientSettings("fr", null));
        (int code, string printed, string said) = await RunAsync("import", file);
        Assert.Equal((ExitCode.Refused, ""), (code, printed));
        Assert.Contains(
            "Feuille « survey », ligne 2, colonne A : Le type « hologram » n’est pas pris en charge.",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains("begin_group, end_group, begin_repeat, end_repeat", said, StringComparison.Ordinal);
        Assert.Contains(
            "Feuille « survey », ligne 3, colonne D : Caractère 4 : l’expression s’arrête trop tôt.",
            said,
            StringComparison.Ordinal
        );
        Assert.Contains("Fautes : 2", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileIsNeverWrittenOver()
    {
        string file = Path.Combine(_folder.Path, "mine.xlsx");
        File.WriteAllText(file, "mine");
        Assert.Equal(ExitCode.Usage, (await RunAsync("export", FormLibrary.SimplifiedSeizure, file)).Code);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "no-such-file")]
    [InlineData("export", "no-such-form", "x.xlsx")]
    [InlineData("export", "seizure-simplified", "no-such-folder/x.xlsx")]
    public async Task AWrongCommandLineIsTwo(params string[] arguments) =>
        Assert.Equal(ExitCode.Usage, (await RunAsync(arguments)).Code);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        int code = await CommandLine.RunAsync(["forms", .. arguments, "--data", _folder.Path], configuration);
        return (code, output.ToString(), error.ToString());
    }
}
