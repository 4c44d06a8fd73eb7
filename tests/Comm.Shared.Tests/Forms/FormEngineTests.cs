using System.Collections.Immutable;
using System.Text;
using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

/// <summary>What a form can ask beyond the simplified one: sections, several choices, dependent lists, calculations, lines that look at each other.</summary>
public class FormEngineTests
{
    private const string Wide = """
        {"id":"wide","version":3,"kind":"other","labels":{"en":"Wide"},"codeLists":{},
        "lists":[
          {"name":"country","choices":[{"code":"fr","labels":{"en":"France"}},{"code":"de","labels":{"en":"Germany"}}]},
          {"name":"port","choices":[
            {"code":"leh","labels":{"en":"Le Havre"},"attributes":{"country":"fr"}},
            {"code":"ham","labels":{"en":"Hamburg"},"attributes":{"country":"de"}}]}],
        "tables":[{"name":"pairs","rows":{"fr ham":"impossible"}}],
        "fields":[
          {"name":"opened","type":"date","labels":{"en":"Opened"},"default":"today()"},
          {"name":"country","type":"code","codeList":"country","labels":{"en":"Country"},"required":"true()"},
          {"name":"port","type":"code","codeList":"port","labels":{"en":"Port"},"choiceFilter":"country = ${country}"},
          {"name":"ports","type":"codes","codeList":"port","labels":{"en":"Ports"}},
          {"name":"ship","type":"section","labels":{"en":"Ship"},"relevant":"${country} = 'fr'","fields":[
            {"name":"imo","type":"text","most":10,"labels":{"en":"IMO"},"required":"true()","constraint":"valid-id('imo', .)",
             "constraintSeverity":"W","constraintMessage":{"en":"Not a ship's number."}},
            {"name":"crew","type":"integer","labels":{"en":"Crew"}}]},
          {"name":"at","type":"time","labels":{"en":"At"}},
          {"name":"legs","type":"repeat","least":1,"most":5,"labels":{"en":"Legs"},"fields":[
            {"name":"weight","type":"decimal","labels":{"en":"Weight"}},
            {"name":"boxes","type":"integer","labels":{"en":"Boxes"},"default":"1"},
            {"name":"left_on","type":"date","labels":{"en":"Left on"}},
            {"name":"gross","type":"calculation","labels":{"en":"Gross"},"calculation":"${weight} * ${boxes}"}]},
          {"name":"total","type":"calculation","labels":{"en":"Total"},"calculation":"sum(${gross})"},
          {"name":"value","type":"decimal","labels":{"en":"Value"}},
          {"name":"currency","type":"currency","labels":{"en":"Currency"}}],
        "rules":[
          {"id":"X1","severity":"E","field":"left_on","when":"earlier(${left_on}) != ''","check":"${left_on} >= earlier(${left_on})",
           "message":{"en":"${left_on} lies before the leg above."}},
          {"id":"X2","severity":"E","field":"currency","check":"(${value} = '') = (${currency} = '')","message":{"en":"Value and currency go together."}},
          {"id":"X3","severity":"W","field":"total","when":"${total} > 100","check":"${country} = 'de'","message":{"en":"More than 100."}},
          {"id":"X4","severity":"E","field":"port","check":"lookup('pairs', ${country}, ${port}) != 'impossible'","message":{"en":"Not there."}}]}
        """;

    private static readonly FormDefinition Form =
        FormDefinitionReader.Read(Encoding.UTF8.GetBytes(Wide), CodeLists.Shipped, out ImmutableArray<FormFault> faults)
        ?? throw new InvalidOperationException(string.Join("; ", faults));

    private static readonly Answers Fits = Answers
        .Of(("country", "de"), ("port", "ham"))
        .With("legs", Answers.Of(("weight", 2.5m), ("boxes", 4m), ("left_on", "2026-11-20")));

    private static FormEvaluation Evaluate(Answers answers) => FormEngine.Evaluate(Form, answers, Seizures.Context());

    private static string[] Rules(Answers answers) => [.. Evaluate(answers).Findings.Select(finding => finding.RuleId)];

    [Fact]
    public void WhatFitsFindsNothing() => Assert.Empty(Rules(Fits));

    [Fact]
    public void ASectionThatDoesNotApplyTakesItsQuestionsWithIt()
    {
        Assert.Equal(["F07"], Rules(Fits.With("crew", 3m)));
        Assert.Contains(new FieldPath("imo"), Evaluate(Fits).Irrelevant);
        Assert.Equal(["F01"], Rules(Fits.With("country", "fr").With("port", "leh")));
        Assert.Contains(new FieldPath("imo"), Evaluate(Fits.With("country", "fr")).Required);
    }

    [Fact]
    public void AConstraintMayWarnInTheAuthorsWords()
    {
        Answers wrong = Fits.With("country", "fr").With("port", "leh").With("imo", "9074728");
        Finding finding = Assert.Single(Evaluate(wrong).Findings);
        Assert.Equal(("F04", Severity.Warning), (finding.RuleId, finding.Severity));
        Assert.Equal("Not a ship's number.", finding.Message!.Text("en"));
        Assert.Empty(Rules(wrong.With("imo", "9074729")));
    }

    [Fact]
    public void ADependentListOffersAndTakesOnlyWhatGoesWithTheOtherAnswers()
    {
        Assert.Equal(["F09"], Rules(Fits.With("port", "leh")));
        IEnumerable<Code> offered = FormEngine.Choices(Form, new FieldPath("port"), Fits, Seizures.Context());
        Assert.Equal(["ham"], offered.Select(code => code.Value));
    }

    [Fact]
    public void SeveralChoicesAreOfTheListAndEachOnce()
    {
        Assert.Empty(Rules(Fits.With("ports", "leh ham")));
        Assert.Equal(["F03"], Rules(Fits.With("ports", "leh leh")));
        Assert.Equal(["F03"], Rules(Fits.With("ports", "leh nowhere")));
    }

    [Fact]
    public void CalculationsFollowTheAnswersAndAreNeverAnswered()
    {
        FormEvaluation evaluation = Evaluate(
            Fits.With("legs", Answers.Of(("weight", 2.5m), ("boxes", 4m)), Answers.Of(("weight", 50m), ("boxes", 2m)))
        );
        Assert.Equal("10", evaluation.Calculated[new FieldPath("gross", "legs", 0)]);
        Assert.Equal("110", evaluation.Calculated[new FieldPath("total")]);
        Assert.Equal(["F06"], Rules(Fits.With("total", 10m)));
    }

    [Fact]
    public void ARuleMayAskWhatWasCalculated()
    {
        Answers heavy = Answers
            .Of(("country", "fr"), ("port", "leh"), ("imo", "9074729"))
            .With("legs", Answers.Of(("weight", 50.5m), ("boxes", 2m)));
        Assert.Equal(["X3"], Rules(heavy));
    }

    [Fact]
    public void ALineMayBeHeldAgainstTheLinesAboveIt()
    {
        Answers[] legs =
        [
            Answers.Of(("left_on", "2026-11-20")),
            Answers.Of(("boxes", 1m)),
            Answers.Of(("left_on", "2026-11-19")),
        ];
        Finding finding = Assert.Single(Evaluate(Fits.With("legs", legs)).Findings);
        Assert.Equal(("X1", "legs[2].left_on"), (finding.RuleId, finding.Path.ToString()));
        Assert.Equal("2026-11-19", Assert.Single(finding.Arguments).Value);
    }

    [Fact]
    public void ARuleThatThinksOfBlanksIsAskedOfBlanks()
    {
        Assert.Equal(["X2"], Rules(Fits.With("value", 5m)));
        Assert.Equal(["X2"], Rules(Fits.With("currency", "EUR")));
        Assert.Empty(Rules(Fits.With("value", 5m).With("currency", "EUR")));
    }

    [Fact]
    public void ATableOfTheFormDecides()
    {
        Answers pair = Fits.With("country", "fr").With("imo", "9074729");
        Assert.Equal(["F09", "X4"], Rules(pair));
    }

    [Theory]
    [InlineData("at", "25:00")]
    [InlineData("at", "noon")]
    [InlineData("currency", "XXXX")]
    public void AnAnswerOfTheWrongFormIsNamed(string field, string answer) =>
        Assert.Contains(Evaluate(Fits.With("value", 5m).With(field, answer)).Findings, finding => finding.Path.Field == field);

    [Fact]
    public void AReportBeginsWithItsDefaults()
    {
        Answers begun = FormEngine.Begin(Form, Seizures.Context());
        Assert.Equal(Seizures.Context().Today.ToString("yyyy-MM-dd"), begun.Text("opened"));
        Assert.Equal(1m, Assert.Single(begun.Lines("legs")).Number("boxes"));
    }

    [Fact]
    public void ADefinitionIsWrittenAsItWasReadAndItsHashIsOfItsBytes()
    {
        byte[] bytes = Form.Document.ToUtf8();
        FormDocument again = FormDocument.Read(bytes, out _)!;
        Assert.Equal(bytes, again.ToUtf8());
        Assert.Equal(Form.Document.Hash(), again.Hash());
        Assert.NotEqual(Form.Document.Hash(), (again with { Version = 4 }).Hash());
    }

    [Theory]
    [InlineData("\"calculation\":\"sum(${gross})\"", "\"calculation\":\"${total} + 1\"", "Fault_Cycle total → total")]
    [InlineData("\"calculation\":\"sum(${gross})\"", "\"calculation\":\"today() - ${opened}\"", "Fault_CalculationOfToday")]
    [InlineData(
        "\"calculation\":\"${weight} * ${boxes}\"",
        "\"calculation\":\"${total} + 1\"",
        "Fault_Cycle gross → total → gross"
    )]
    [InlineData("\"relevant\":\"${country} = 'fr'\"", "\"relevant\":\"${crew} > 1\"", "Fault_Cycle crew → crew")]
    [InlineData("lookup('pairs'", "lookup('nothing'", "Fault_UnknownTable nothing")]
    [InlineData("lookup('pairs'", "lookup(${port}", "Fault_UnknownTable")]
    [InlineData("country = ${country}", "country = ", "port choiceFilter Expression_EndsEarly")]
    [InlineData("${left_on} lies before", "${right_on} lies before", "X1 message Fault_UnknownField right_on")]
    [InlineData("\"most\":5", "\"most\":500", "legs most Fault_Most 100")]
    [InlineData("{\"code\":\"leh\"", "{\"code\":\"ham\"", "port choices Fault_Choice ham")]
    [InlineData("{\"code\":\"leh\"", "{\"code\":\"le havre\"", "port choices Fault_Choice le havre")]
    [InlineData("\"labels\":{\"en\":\"Wide\"}", "\"labels\":{\"tlh\":\"Wide\"}", "Fault_Language tlh")]
    [InlineData("\"labels\":{\"en\":\"Wide\"}", "\"labels\":{\"en\":\"Wide\",\"en\":\"Again\"}", "Fault_NotAForm")]
    [InlineData("\"kind\":\"other\"", "\"kind\":\"joke\"", "Fault_NotAForm $.kind")]
    [InlineData("\"check\":\"(${value}", "\"check\":\"any(${value} = 1) or (${value}", "X2 check Fault_OneRepeat")]
    [InlineData("\"check\":\"(${value}", "\"check\":\"line() = 1 or (${value}", "X2 check Fault_OutsideOfLines")]
    public void AWrongDefinitionIsRefusedWithThePlaceAndTheReason(string part, string replaced, string named)
    {
        Assert.Contains(part, Wide);
        byte[] bytes = Encoding.UTF8.GetBytes(Wide.Replace(part, replaced));
        Assert.Null(FormDefinitionReader.Read(bytes, CodeLists.Shipped, out ImmutableArray<FormFault> faults));
        Assert.Contains(named, string.Join('\n', faults));
    }

    /// <summary>Every rule of every line asks every line: what costs too much is not evaluated, and says so.</summary>
    [Fact]
    public void AFormMadeToCostTooMuchIsAnsweredAllTheSame()
    {
        string check = string.Join(" and ", Enumerable.Repeat("all(${weight} > 0)", 20));
        IEnumerable<string> rules = Enumerable
            .Range(0, 400)
            .Select(i => $$$"""{"id":"Z{{{i}}}","severity":"E","field":"weight","check":"{{{check}}}","message":{"en":"No."}}""");
        string costly = Wide.Replace("\"most\":5", "\"most\":100")
            .Replace("\"rules\":[", $"\"rules\":[{string.Join(',', rules)},");
        FormDefinition form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(costly), CodeLists.Shipped, out _)!;
        Answers answers = Fits.With("legs", [.. Enumerable.Repeat(Answers.Of(("weight", 1m)), 100)]);
        FormEvaluation evaluation = FormEngine.Evaluate(form, answers, Seizures.Context());
        Assert.Contains("Z399", evaluation.NotEvaluated);
        Assert.DoesNotContain("Z0", evaluation.NotEvaluated);
    }

    [Fact]
    public void EverythingThatIsWrongIsToldAtOnce()
    {
        string twice = Wide.Replace("lookup('pairs'", "lookup('nothing'").Replace("\"most\":5", "\"most\":500");
        FormDefinitionReader.Read(Encoding.UTF8.GetBytes(twice), CodeLists.Shipped, out ImmutableArray<FormFault> faults);
        Assert.Equal(["legs", "X4"], faults.Select(fault => fault.Place));
    }
}
