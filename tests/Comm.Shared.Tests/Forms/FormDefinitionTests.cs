using System.Collections.Immutable;
using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Shared.Tests.Forms;

public class FormDefinitionTests
{
    private const string Small = """
        {"id":"small","version":1,"kind":"seizure","labels":{"en":"Small"},"codeLists":{},"fields":[
        {"name":"first","type":"text","labels":{"en":"First"}},
        {"name":"second","type":"decimal","labels":{"en":"Second"},"relevant":"${first} = 'x'"}],
        "rules":[{"id":"X1","severity":"W","field":"second","check":"${second} > 1","message":{"en":"No."}}]}
        """;

    [Fact]
    public void ASmallFormIsRead()
    {
        FormDefinition? form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(Small), CodeLists.Shipped, out _);
        FormContext context = Seizures.Context();
        Assert.Single(FormEngine.Evaluate(form!, Answers.Of(("first", "x"), ("second", 1m)), context).Findings);
        Assert.Empty(FormEngine.Evaluate(form!, Answers.Of(("first", "x"), ("second", 2m)), context).Findings);
        Assert.Equal("F07", Assert.Single(FormEngine.Evaluate(form!, Answers.Of(("second", 1m)), context).Findings).RuleId);
    }

    [Theory]
    [InlineData("\"id\":\"small\"", "\"id\":\"Small\"", "id")]
    [InlineData("\"version\":1", "\"version\":0", "version")]
    [InlineData("\"version\":1", "\"version\":\"1\"", "version")]
    [InlineData("\"version\":1", "\"version\":1,\"script\":\"x\"", "script")]
    [InlineData("\"name\":\"second\"", "\"name\":\"first\"", "first")]
    [InlineData("\"type\":\"text\"", "\"type\":\"hologram\"", "type")]
    [InlineData("\"type\":\"text\"", "\"type\":0", "type")]
    [InlineData("\"type\":\"text\"", "\"type\":\"code\"", "codeList")]
    [InlineData("\"type\":\"text\"", "\"type\":\"repeat\"", "Fault_Fields")]
    [InlineData("\"type\":\"text\"", "\"type\":\"location\",\"placesBy\":\"second\"", "Fault_PlacesBy second")]
    [InlineData("\"type\":\"text\"", "\"type\":\"text\",\"placesBy\":\"second\"", "Fault_Filter")]
    [InlineData("${first} = 'x'", "${third} = 'x'", "third")]
    [InlineData("${first} = 'x'", "${second} = 1", "second → second")]
    [InlineData("${first} = 'x'", "${first} =", "Expression_EndsEarly 11")]
    [InlineData("${second} > 1", "${third} > 1", "third")]
    [InlineData("\"severity\":\"W\"", "\"severity\":\"X\"", "severity")]
    [InlineData("\"field\":\"second\"", "\"field\":\"third\"", "X1")]
    [InlineData("\"codeLists\":{}", "\"codeLists\":{\"CL_NONE\":\"1.0\"}", "CL_NONE")]
    [InlineData(
        "\"codeLists\":{}",
        "\"codeLists\":{},\"goods\":{\"repeat\":\"first\",\"commodity\":\"a\",\"quantity\":\"b\",\"unit\":\"c\"}",
        "goods"
    )]
    [InlineData("\"labels\":{\"en\":\"Small\"}", "\"labels\":null", "labels")]
    public void WhatIsNotUnderstoodIsRefusedWithThePlace(string part, string replaced, string named)
    {
        Assert.Contains(part, Small);
        byte[] bytes = Encoding.UTF8.GetBytes(Small.Replace(part, replaced));
        Assert.Null(FormDefinitionReader.Read(bytes, CodeLists.Shipped, out ImmutableArray<FormFault> faults));
        Assert.Contains(named, string.Join(' ', faults), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void EveryLabelOfTheShippedFormAndListsIsInSixLanguages()
    {
        IEnumerable<Labels> ofFields = Seizures
            .Form.All.SelectMany(field => new[] { field.Labels, field.Hints })
            .OfType<Labels>();
        IEnumerable<Labels> ofLists = CodeLists.Shipped.All.SelectMany(list =>
            list.Codes.Select(code => code.Labels).Prepend(list.Labels)
        );
        Labels[] all = [.. ofFields, .. ofLists, Seizures.Form.Labels];
        Assert.True(all.Length > 150);
        Assert.All(
            all,
            labels => Assert.All(ProductCultures.All, language => Assert.False(string.IsNullOrWhiteSpace(labels.Text(language))))
        );
        Assert.All(all, labels => Assert.Equal(ProductCultures.All.Order(StringComparer.Ordinal), labels.Languages));
        Assert.All(all, labels => Assert.Contains(labels.Text("ar"), c => c is >= '\u0600' and <= '\u06FF'));
        Assert.All(all, labels => Assert.Contains(labels.Text("ru"), c => c is >= '\u0400' and <= '\u04FF'));
    }

    [Fact]
    public void TheFormAsksForTheListsThatAreShipped() =>
        Assert.All(Seizures.Form.CodeLists, list => Assert.Equal(CodeLists.Shipped.Find(list.Key)?.Version, list.Value));

    [Fact]
    public void EveryGroupHasUnitsThatAreInTheList()
    {
        CodeList commodities = CodeLists.Shipped.Find("CL_COMMODITY")!;
        CodeList units = CodeLists.Shipped.Find("CL_UNIT")!;
        string[] groups = [.. commodities.Codes.Select(code => CodeList.GroupOf(code.Value)).Distinct()];
        Assert.Equal(15, groups.Length);
        Assert.All(groups, group => Assert.NotNull(CodeLists.Shipped.UnitsOf(group)));
        Assert.All(
            groups.SelectMany(group => CodeLists.Shipped.UnitsOf(group)!.Conversions),
            conversion => Assert.True(units.Allows(conversion.Unit) && units.Allows(conversion.To) && conversion.Factor > 0)
        );
    }

    [Fact]
    public void ALabelMissingInTheReadersLanguageIsShownInTheAuthors()
    {
        var labels = new Labels([new("fr", "Quai"), new("en", "Berth")]);
        Assert.Equal(("Quai", "fr"), labels.In("ar", authors: "fr"));
        Assert.Equal(("Berth", "en"), labels.In("ar", authors: "ru"));
        Assert.Equal(("Berth", "en"), labels.In("ar"));
    }
}
