using Comm.Shared.Forms;
using Comm.Shared.Forms.Dictionary;

namespace Comm.Shared.Tests.Forms;

/// <summary>
/// The data dictionary in <c>docs/data-dictionary</c> is what the forms say. After a change of a form, run with
/// COMM_ACCEPT_DICTIONARY=1 to write it anew, and read the difference.
/// </summary>
public sealed class DataDictionaryTests
{
    private static readonly string Folder = Path.Combine(Repository(), "docs", "data-dictionary");

    [Fact]
    public void ThePublishedDictionaryIsOfTheShippedForms()
    {
        Dictionary<string, string> made = new(
            DataDictionary.Write(FormLibrary.Shipped.All, CodeLists.Shipped),
            StringComparer.Ordinal
        );
        if (Environment.GetEnvironmentVariable("COMM_ACCEPT_DICTIONARY") == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (string old in Directory.EnumerateFiles(Folder))
            {
                File.Delete(old);
            }

            foreach ((string name, string text) in made)
            {
                File.WriteAllText(Path.Combine(Folder, name), text);
            }
        }

        Assert.Equal(
            made.Keys.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(made, page => Assert.Equal(page.Value, File.ReadAllText(Path.Combine(Folder, page.Key))));
    }

    [Fact]
    public void EveryQuestionRuleAndCodeIsInItInSixLanguages()
    {
        Dictionary<string, string> made = new(
            DataDictionary.Write(FormLibrary.Shipped.All, CodeLists.Shipped),
            StringComparer.Ordinal
        );
        foreach (FormDefinition form in FormLibrary.Shipped.All)
        {
            string page = made[$"{form.Id}.v{form.Version}.md"];
            Assert.All(
                form.All,
                field =>
                    Assert.All(
                        field.Labels.All,
                        label => Assert.Contains(label.Value.Replace("|", "\\|"), page, StringComparison.Ordinal)
                    )
            );
            Assert.All(
                form.Document.Rules,
                rule =>
                    Assert.All(
                        rule.Message.All,
                        text => Assert.Contains(text.Value.Replace("|", "\\|"), page, StringComparison.Ordinal)
                    )
            );
        }

        Assert.All(
            CodeLists.Shipped.All.SelectMany(list => list.Codes),
            code =>
                Assert.Equal(
                    6,
                    code.Labels.All.Count(label => made["code-lists.md"].Contains(label.Value, StringComparison.Ordinal))
                )
        );
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomsComm.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
