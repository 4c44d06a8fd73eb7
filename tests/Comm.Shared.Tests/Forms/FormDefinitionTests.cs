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

    [Theory]
    [MemberData(nameof(Shipped))]
    public void EveryWordOfAShippedFormIsInSixLanguages(string id)
    {
        FormDefinition form = FormLibrary.Shipped.Latest(id)!;
        IEnumerable<Labels?> ofFields = form.All.SelectMany(field =>
            new[] { field.Labels, field.Hints, field.ConstraintMessage }
        );
        IEnumerable<Labels> ofChoices = form
            .All.Select(field => field.List)
            .OfType<CodeList>()
            .SelectMany(list => list.Codes)
            .Select(code => code.Labels);
        AreInSixLanguages([form.Labels, .. ofFields.OfType<Labels>(), .. ofChoices, .. form.Rules.Select(rule => rule.Message)]);
    }

    [Fact]
    public void EveryWordOfAListIsInSixLanguages() =>
        AreInSixLanguages([
            .. CodeLists.Shipped.All.SelectMany(list => list.Codes.Select(code => code.Labels).Prepend(list.Labels)),
        ]);

    // The Unicode scripts show a sentence that was left in another language; what is a number or a code alone has none.
    private static void AreInSixLanguages(Labels[] all)
    {
        Assert.All(all, labels => Assert.Equal(ProductCultures.All.Order(StringComparer.Ordinal), labels.Languages));
        Assert.All(
            all,
            labels => Assert.All(ProductCultures.All, language => Assert.False(string.IsNullOrWhiteSpace(labels.Text(language))))
        );
        Labels[] inWords = [.. all.Where(labels => labels.Text("en") is not ("MMSI"))];
        Assert.All(inWords, labels => Assert.Contains(labels.Text("ar"), c => c is >= '\u0600' and <= '\u06FF'));
        Assert.All(inWords, labels => Assert.Contains(labels.Text("ru"), c => c is >= '\u0400' and <= '\u04FF'));
    }

    /// <summary>A sentence that names an answer names it in every language; one of three dots too few would show a name of ours.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public void ASentenceMentionsTheSameAnswersInEveryLanguageAndOnlyThoseOfItsRule(string id) =>
        Assert.All(
            FormLibrary.Shipped.Latest(id)!.Rules,
            rule =>
            {
                string[] mentioned = [.. MentionedIn(rule.Message.Text("en"))];
                Assert.All(ProductCultures.All, language => Assert.Equal(mentioned, MentionedIn(rule.Message.Text(language))));
                Assert.Subset(rule.Mentions.Select(field => field.Name).ToHashSet(), mentioned.ToHashSet());
            }
        );

    private static IEnumerable<string> MentionedIn(string sentence) =>
        FormMessages.Mentions(new Labels([new("en", sentence)])).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void AFormNamesTheListsItUsesInTheirShippedVersion(string id)
    {
        FormDefinition form = FormLibrary.Shipped.Latest(id)!;
        Assert.All(form.CodeLists, list => Assert.Equal(CodeLists.Shipped.Find(list.Key)?.Version, list.Value));
        IEnumerable<string> used = form
            .All.Select(field => field.List?.Id)
            .Append(form.All.Any(field => field.Specials.Length > 0) ? CodeLists.Special : null)
            .OfType<string>()
            .Where(list => list.StartsWith("CL_", StringComparison.Ordinal));
        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), form.CodeLists.Keys);
    }

    /// <summary>A simplified report becomes a standard one: whatever both ask, they ask in the same way.</summary>
    [Fact]
    public void WhatBothSeizureFormsAskIsOfOneTypeAndOneList()
    {
        Assert.All(
            Seizures.Form.All,
            simple =>
            {
                FormField? full = Seizures.Standard.Find(simple.Name);
                Assert.NotNull(full);
                Assert.Equal((simple.Type, simple.List?.Id, simple.Repeat), (full.Type, full.List?.Id, full.Repeat));
                Assert.Equal(simple.Specials.AsEnumerable(), full.Specials);
                Assert.Equal((simple.Least, simple.Most, simple.Export), (full.Least, full.Most, full.Export));
                Assert.Equal(simple.PlacesBy, full.PlacesBy);
                Assert.Equal(simple.Labels.All, full.Labels.All);
            }
        );
        Assert.Equal(Seizures.Form.Goods, Seizures.Standard.Goods);
    }

    /// <summary>Typed freely, it may name somebody: it leaves the group only where a rule looks at it.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public void FreeTextStaysInTheGroup(string id)
    {
        FormDefinition form = FormLibrary.Shipped.Latest(id)!;
        string[] watched = [.. form.Rules.Where(rule => rule.Id == "H03").Select(rule => rule.Field.Name)];
        IEnumerable<string> leaving = form
            .All.Where(field => field is { Export: true, Type: FieldType.Text or FieldType.Link or FieldType.Position })
            .Select(field => field.Name)
            .Except(watched);
        // Codes in all but type: their patterns leave no room for words.
        Assert.Empty(leaving.Except(["hs_code", "rec28_type"]));
    }

    public static TheoryData<string> Shipped() => [.. FormLibrary.Shipped.All.Select(form => form.Id)];

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
