using System.Globalization;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Shared.Tests.Forms;

public class FindingSentencesTests
{
    [Theory]
    [InlineData("en", "Import: the destination United States lies outside the customs territory of France.")]
    [InlineData("fr", "Importation : la destination États-Unis se trouve hors du territoire douanier de France.")]
    [InlineData("ar", "استيراد: بلد المقصد الولايات المتحدة خارج الإقليم الجمركي للبلد فرنسا.")]
    public void CodesBecomeWordsOnTheScreen(string culture, string sentence)
    {
        Finding finding = Assert.Single(Seizures.Evaluate(Seizures.Cigarettes.With("destination_country", "US")).Findings);
        Assert.Equal(sentence, Write(culture, finding));
    }

    /// <summary>A sentence that names a choice quotes it as the list has it, and only where the list has it.</summary>
    [Fact]
    public void UnknownIsAdvisedWhereItCanBeChosenAndNowhereElse()
    {
        Answers blank = Answers.None.With("lines", Answers.None);
        foreach (string culture in ProductCultures.All)
        {
            string unknown = CodeLists.Shipped.Label(CodeLists.Special, "_U", culture);
            Dictionary<string, string> sentences = Seizures
                .Evaluate(blank)
                .Findings.Where(finding => finding.RuleId == "F01")
                .ToDictionary(finding => finding.Path.Field, finding => Write(culture, finding), StringComparer.Ordinal);
            Assert.Contains("movement", sentences.Keys);
            Assert.Contains("seizure_date", sentences.Keys);
            Assert.Contains("quantity", sentences.Keys);
            Assert.All(
                sentences,
                sentence =>
                    Assert.Equal(
                        Seizures.Form.Find(sentence.Key)!.Specials.Contains("_U"),
                        sentence.Value.Contains(unknown, StringComparison.Ordinal)
                    )
            );
        }
    }

    [Fact]
    public void EveryFindingHasASentenceInEveryLanguage()
    {
        Answers wrong = Seizures
            .Cigarettes.With("location", "SGSIN")
            .With("seizure_date", "1900-01-01")
            .With("colour", "red")
            .With("lines", Seizures.Line("ALC", 0.5m, "H87"));
        foreach (string culture in ProductCultures.All)
        {
            Assert.All(
                Seizures.Evaluate(wrong).Findings,
                finding =>
                {
                    string sentence = Write(culture, finding);
                    Assert.DoesNotContain("{", sentence);
                    Assert.DoesNotContain("Finding_", sentence);
                }
            );
        }
    }

    [Theory]
    [InlineData("en", "Goods, line 2: “Quantity” must be a number, written like 1234.5.")]
    [InlineData("fr", "Marchandises, ligne 2 : « Quantité » doit être un nombre, écrit comme 1234,5.")]
    public void ANumberThatIsNoneIsToldHowToBeWrittenAndOnWhichLine(string culture, string sentence)
    {
        Answers second = Answers.Of(("commodity", "ALC"), ("quantity", "two"), ("unit", "LTR"));
        Answers answers = Seizures.Cigarettes.With("lines", Seizures.Line("ALC", 7.5m, "LTR"), second);
        Finding finding = Assert.Single(Seizures.Evaluate(answers).Findings);
        Assert.Equal(sentence, Write(culture, finding, withLine: true));
        Assert.DoesNotContain("2", Write(culture, finding)[..12]);
    }

    private static string Write(string culture, Finding finding, bool withLine = false)
    {
        using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddSingleton<FindingSentences>()
            .BuildServiceProvider();
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo beforeNumbers = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            FindingSentences sentences = services.GetRequiredService<FindingSentences>();
            return withLine ? sentences.WithLine(Seizures.Form, finding) : sentences.Of(Seizures.Form, finding);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
            CultureInfo.CurrentCulture = beforeNumbers;
        }
    }
}
