using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using System.Text;
using System.Text.RegularExpressions;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Comm.Shared.Tests.Forms;

public sealed partial class FaultSentencesTests
{
    /// <summary>Every code that the sources give a fault, whoever wrote it, and no other.</summary>
    [Fact]
    public void EveryCodeOfAFaultHasItsSentenceAndEverySentenceItsCode()
    {
        SortedSet<string> used = new(StringComparer.Ordinal);
        foreach (
            string file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot(), "src"), "*.cs", SearchOption.AllDirectories)
        )
        {
            used.UnionWith(Code().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value));
        }

        Assert.Contains("Fault_Cycle", used);
        Assert.Contains("Expression_UnknownFunction", used);
        Assert.Equal(used, new SortedSet<string>(Words().Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void AFaultIsSaidWithItsPlace()
    {
        byte[] form = Encoding.UTF8.GetBytes(
            """{"id":"x","version":1,"kind":"other","labels":{"en":"X"},"codeLists":{},"fields":[{"name":"a","type":"text","labels":{"en":"A"},"relevant":"pull(1)"}]}"""
        );
        Assert.Null(FormDefinitionReader.Read(form, CodeLists.Shipped, out ImmutableArray<FormFault> faults));
        Assert.Equal("a (relevant): Character 1: there is no function pull.", In("en", faults[0]));
        Assert.Equal("a (relevant) : Caractère 1 : il n’y a pas de fonction pull.", In("fr", faults[0]));
    }

    [Fact]
    public void ACodeWithTooFewArgumentsIsStillASentence() =>
        Assert.Equal("x: There is no list “”.", In("en", new FormFault("x", "Fault_UnknownList")));

    private static string In(string culture, FormFault fault)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            var sets = new ResourceManagerStringLocalizerFactory(
                Options.Create(new LocalizationOptions()),
                NullLoggerFactory.Instance
            );
            return new FaultSentences(new StringLocalizer<Faults>(sets)).Of(fault);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static Dictionary<string, string> Words() =>
        new ResourceManager(typeof(Faults))
            .GetResourceSet(CultureInfo.InvariantCulture, true, false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(word => (string)word.Key, word => (string)word.Value!, StringComparer.Ordinal);

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomsComm.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Not in the repository.");
    }

    [GeneratedRegex("\"(?<code>(Fault|Expression|Sheet|XlsForm|Odk|Place)_[A-Za-z]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
