using System.Net;
using System.Text.RegularExpressions;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Forms;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Comm.Client.Tests.Shell;

/// <summary>What the page of a question sends.</summary>
public sealed partial class QuestionEntryTests(ShellHost host) : IClassFixture<ShellHost>
{
    private static readonly FormDocument Simplified = SampleForms.Document;

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public async Task WhoeverOpensAQuestionOfTheStandardFormAndSavesItChangesNothing(string language)
    {
        FormDocument form = FormStarts.CopyOf(SampleForms.Standard, []);
        (HttpClient browser, _) = await host.EnterAsync();
        using (browser)
        {
            await host.Session.SetLanguageAsync(language);
            foreach (FieldDocument field in FormTree.All(form).Select(placed => placed.Field))
            {
                string html = await browser.GetStringAsync($"/sample/design-standard?open={field.Name}");
                FormDocument saved = FormEdits.Set(form, new QuestionEntry(Sent(html), form, Languages.Of(language)).Read(field));
                Assert.True(
                    form.Hash().AsSpan().SequenceEqual(saved.Hash()),
                    $"{field.Name}: {Told(field)} became {Told(FormTree.Find(saved, field.Name)!.Field)}"
                );
            }
        }
    }

    [Fact]
    public void AQuestionThatWasJustChosenHasAValueAtOnce()
    {
        FieldDocument changed = Read(
            "remarks",
            ("relevant.raw", ""),
            ("relevant.was", ""),
            ("relevant.count", "1"),
            ("relevant.0.field", "movement")
        );
        Assert.StartsWith("${movement} = '", changed.Relevant, StringComparison.Ordinal);
        changed = Read(
            "remarks",
            ("relevant.raw", ""),
            ("relevant.was", ""),
            ("relevant.count", "1"),
            ("relevant.0.field", "national_ref")
        );
        Assert.Equal("${national_ref} != ''", changed.Relevant);
    }

    [Fact]
    public void WhoChangesTheExpressionMeansItAndNotTheLines()
    {
        FieldDocument changed = Read(
            "remarks",
            ("relevant.raw", "${quantity} > 3"),
            ("relevant.was", "${movement} = 'IMP'"),
            ("relevant.count", "1"),
            ("relevant.0.field", "movement"),
            ("relevant.0.comparison", "Is"),
            ("relevant.0.value", "IMP")
        );
        Assert.Equal("${quantity} > 3", changed.Relevant);
    }

    [Fact]
    public void LimitsAreWrittenAsTheReadersLanguageWritesNumbers() =>
        Assert.Equal(
            ". >= 0.5 and . <= 10",
            Read("quantity", ("constraint", ""), ("constraint.was", ""), ("limit.least", "0,5"), ("limit.most", "10")).Constraint
        );

    [Fact]
    public void ALineThatNamesNoQuestionIsNone() =>
        Assert.Null(
            Read(
                "remarks",
                ("relevant.raw", ""),
                ("relevant.was", ""),
                ("relevant.count", "99"),
                ("relevant.0.field", "nowhere")
            ).Relevant
        );

    private static FieldDocument Read(string name, params (string Name, string Value)[] sent)
    {
        var posted = new FormCollection(
            sent.ToDictionary(one => one.Name, one => new StringValues(one.Value), StringComparer.Ordinal)
        );
        return new QuestionEntry(posted, Simplified, Languages.Of("fr")).Read(FormTree.Find(Simplified, name)!.Field);
    }

    private static string Told(FieldDocument field) =>
        $"{field.Relevant} | {field.Required} | {field.Constraint} {field.ConstraintSeverity} | {field.ChoiceFilter} | {field.Default} | "
        + $"{field.CodeList} | {field.PlacesBy} | {field.Least} {field.Most} {field.ReadOnly} {field.Export} | "
        + string.Join(' ', field.Specials.IsDefault ? [] : field.Specials);

    /// <summary>As a browser reads the form of the question and sends it.</summary>
    private static FormCollection Sent(string html)
    {
        string form = Form().Match(html).Value;
        var sent = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        void Send(string name, string value) =>
            sent[name] = StringValues.Concat(sent.GetValueOrDefault(name), WebUtility.HtmlDecode(value));
        foreach (Match input in Input().Matches(form))
        {
            string tag = input.Value;
            if (
                Attribute(tag, "name") is { } name
                && (Attribute(tag, "type") is not ("checkbox" or "radio") || tag.Contains(" checked", StringComparison.Ordinal))
            )
            {
                Send(name, Attribute(tag, "value") ?? "");
            }
        }

        foreach (Match area in Area().Matches(form))
        {
            Send(Attribute(area.Value, "name")!, area.Groups["text"].Value);
        }

        foreach (Match select in Select().Matches(form))
        {
            string[] options = [.. Option().Matches(select.Value).Select(option => option.Value)];
            string[] chosen = [.. options.Where(option => option.Contains(" selected", StringComparison.Ordinal))];
            bool isMultiple = select
                .Value[..select.Value.IndexOf('>', StringComparison.Ordinal)]
                .Contains(" multiple", StringComparison.Ordinal);
            foreach (string option in chosen.Length > 0 || isMultiple ? chosen : options.Take(1))
            {
                Send(Attribute(select.Value, "name")!, Attribute(option, "value") ?? "");
            }
        }

        return new FormCollection(sent);
    }

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $" {name}=\"([^\"]*)\"") is { Success: true } match ? match.Groups[1].Value
        : Regex.IsMatch(tag, $" {name}(?=[ >/])") ? ""
        : null;

    [GeneratedRegex("<form id=\"design-form\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("<textarea[^>]*>(?<text>[^<]*)</textarea>")]
    private static partial Regex Area();

    [GeneratedRegex("<select.*?</select>", RegexOptions.Singleline)]
    private static partial Regex Select();

    [GeneratedRegex("<option[^>]*>")]
    private static partial Regex Option();
}
