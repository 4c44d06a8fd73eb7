using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Statistics;
using Comm.Shared.Tests.Forms;

namespace Comm.Shared.Tests.Statistics;

/// <summary>One table and one set of figures over every seizure form and every version of it.</summary>
public class MixedFormsTests
{
    private const string Goods = """
        {"name":"lines","type":"repeat","least":1,"most":5,"labels":{"en":"Goods"},"fields":[
        {"name":"commodity","type":"code","codeList":"CL_COMMODITY","labels":{"en":"Commodity"}},
        {"name":"quantity","type":"decimal","labels":{"en":"Quantity"}},
        {"name":"unit","type":"unit","codeList":"CL_UNIT","labels":{"en":"Unit"}}]}
        """;

    private static readonly Answers Line = Seizures.Line("ALC", 1, "LTR");

    [Fact]
    public void AQuestionThatALaterVersionDroppedKeepsItsColumn()
    {
        FormDefinition first = Own(1, Question("ship", "text", """ "most":20,"""), Question("flag", "country"));
        FormDefinition second = Own(2, Question("flag", "country"));
        string[][] rows = Table(
            Counted(first, Answers.Of(("ship", "Lorena"), ("flag", "PA"))),
            Counted(second, Answers.Of(("flag", "FR")))
        );
        Assert.Equal(["", "Lorena"], Column(rows, "ship").Order());
        Assert.Equal(["France", "Panama"], Column(rows, "flag_label").Order());
        Assert.Equal(["1", "2"], Column(rows, "form_version").Order());
        Assert.Equal(["own", "own"], Column(rows, "form"));
    }

    [Fact]
    public void AQuestionThatWasRenamedIsAnother()
    {
        FormDefinition first = Own(1, Question("flag", "country"));
        FormDefinition second = Own(2, Question("flag_state", "country"));
        string[][] rows = Table(Counted(first, Answers.Of(("flag", "PA"))), Counted(second, Answers.Of(("flag_state", "FR"))));
        Assert.Equal(["", "PA"], Column(rows, "flag").Order());
        Assert.Equal(["", "FR"], Column(rows, "flag_state").Order());
    }

    [Fact]
    public void ACodeIsNamedAsTheNewestVersionNamesItAndOneThatIsGoneAsItWasNamed()
    {
        FormDefinition first = Own(1, Choice(("A", "Old name of A"), ("B", "Name of B")));
        FormDefinition second = Own(2, Choice(("A", "New name of A")));
        string[][] rows = Table(
            Counted(first, Answers.Of(("kind", "A"))),
            Counted(first, Answers.Of(("kind", "B"))),
            Counted(second, Answers.Of(("kind", "A")))
        );
        Assert.Equal(["Name of B", "New name of A", "New name of A"], Column(rows, "kind_label").Order());
    }

    [Fact]
    public void AQuestionThatTheNewestVersionKeepsInTheGroupLeavesInNoVersion()
    {
        FormDefinition first = Own(1, Question("ship", "text", """ "most":20,"""));
        FormDefinition second = Own(2, Question("ship", "text", """ "most":20,"export":false,"""));
        string[][] rows = Table(Counted(first, Answers.Of(("ship", "Lorena"))), Counted(second, Answers.Of(("ship", "Aurora"))));
        Assert.DoesNotContain("ship", rows[0]);
        Assert.DoesNotContain(rows, row => row.Contains("Lorena") || row.Contains("Aurora"));
    }

    [Fact]
    public void TextWithRoomForSentencesLeavesWithNoForm()
    {
        FormDefinition form = Own(1, Question("story", "text"));
        Assert.DoesNotContain("story", Table(Counted(form, Answers.Of(("story", "He said that"))))[0]);
    }

    [Fact]
    public void WhatAReportSaysOfItsOwnListsIsNotBelieved()
    {
        Report report = Report.New(Seizures.Form, "en", Seizures.Cigarettes) with
        {
            CodeLists = Report.New(Seizures.Form, "en", Answers.None).CodeLists.Add("SECRET", "=1+1"),
        };
        CountedReport counted = CountedReport.From(report, Seizures.Verdict(report))!;
        Assert.DoesNotContain(Table(counted), row => row.Any(cell => cell.Contains("SECRET") || cell.Contains("=1")));
    }

    [Fact]
    public void TextInThePlaceOfACodeIsNotCountedAndThereforeInNoFile()
    {
        Report report = Report.New(Seizures.Form, "en", Seizures.Cigarettes.With("movement", "=SECRET()"));
        Assert.Null(CountedReport.From(report, Seizures.Verdict(report)));
        Report hidden = Report.New(Seizures.Form, "en", Seizures.Cigarettes.With("conveyance_text", "SECRET"));
        Assert.Null(CountedReport.From(hidden, Seizures.Verdict(hidden)));
        Report unknown = Report.New(Seizures.Form, "en", Seizures.Cigarettes.With("comment", "SECRET"));
        Assert.Null(CountedReport.From(unknown, Seizures.Verdict(unknown)));
    }

    [Fact]
    public void AQuestionThatIsCalledLikeOneOfOursStepsAside()
    {
        FormDefinition form = Own(1, Question("standing", "country"), Question("form_label", "text", """ "most":5,"""));
        string[][] rows = Table(Counted(form, Answers.Of(("standing", "FR"), ("form_label", "x"))));
        Assert.Equal(rows[0].Length, rows[0].Distinct().Count());
        Assert.Equal(["FR"], Column(rows, "q_standing"));
        Assert.Equal(["sent"], Column(rows, "standing"));
        Assert.Equal(["x"], Column(rows, "q_form_label"));
    }

    [Fact]
    public void OtherRepeatsAreTablesOfTheirOwn()
    {
        string legs = """
            {"name":"legs","type":"repeat","most":5,"labels":{"en":"Legs"},"fields":[
            {"name":"leg_country","type":"country","labels":{"en":"Country"}},
            {"name":"leg_story","type":"text","export":false,"labels":{"en":"Story"}}]}
            """;
        FormDefinition form = Own(1, legs);
        CountedReport report = Counted(
            form,
            Answers.None.With(
                "legs",
                Answers.Of(("leg_country", "PA"), ("leg_story", "SECRET")),
                Answers.Of(("leg_country", "FR"))
            )
        );
        Assert.Equal(["legs"], ReportCsv.OtherRepeats([report, Counted(Seizures.Form, Seizures.Cigarettes)]));
        Assert.DoesNotContain("leg_country", Table(report)[0]);

        string[][] rows = Rows(stream => new ReportCsv("en").WriteRepeat(stream, "legs", [report]));
        Assert.Equal(["PA", "FR"], Column(rows, "leg_country"));
        Assert.Equal(["Panama", "France"], Column(rows, "leg_country_label"));
        Assert.Equal(["1", "2"], Column(rows, "line_number"));
        Assert.All(Column(rows, "report_id"), id => Assert.Equal(report.Report.Id.ToString("D"), id));
        Assert.DoesNotContain(rows, row => row.Contains("SECRET"));
    }

    [Fact]
    public void ASeizureFormOfTheGroupsOwnIsCountedByTheNamesItSharesWithTheOthers()
    {
        FormDefinition form = Own(
            1,
            Question("reporting_country", "country"),
            Question("movement", "code", """ "codeList":"CL_MOVEMENT","""),
            Goods
        );
        FormDefinition elsewhere = OwnAs("elsewhere", 1, Question("movement", "text", """ "most":20,"""), Goods);
        Figures figures = Figures.From([
            Counted(form, Answers.Of(("reporting_country", "FR"), ("movement", "IMP")).With("lines", Line)),
            Counted(elsewhere, Answers.Of(("movement", "sideways")).With("lines", Line)),
            Counted(Seizures.Form, Seizures.Cigarettes),
        ]);
        Assert.Equal(3, figures.Events);
        Assert.Equal([new EventCount("IMP", 2)], figures.ByMovement.AsEnumerable());
        Assert.Equal([new EventCount("ALC", 2), new EventCount("TOB", 1)], figures.ByCommodityGroup.AsEnumerable());
    }

    [Fact]
    public void BothSeizureFormsOfTheProductAreOneTableAndOneSetOfFigures()
    {
        CountedReport[] both =
        [
            Counted(Seizures.Standard, Seizures.CigarettesInFull),
            Counted(Seizures.Form, Seizures.Cigarettes),
        ];
        Figures figures = Figures.From(both);
        Assert.Equal(2, figures.Events);
        Assert.Equal([new EventCount("IMP", 2)], figures.ByMovement.AsEnumerable());
        Assert.Equal([new EventCount("FR", 2)], figures.ByReportingCountry.AsEnumerable());

        string[][] rows = Table(both);
        Assert.Equal(["seizure-simplified", "seizure-standard"], Column(rows, "form").Distinct().Order());
        Assert.All(Column(rows, "movement"), movement => Assert.Equal("IMP", movement));
        Assert.Contains("hs_code", rows[0]);
        Assert.Contains("legs", ReportCsv.OtherRepeats(both));
        // Whatever could name somebody stays in the group, in the other tables as well.
        string[] all =
        [
            .. rows[0],
            .. ReportCsv
                .OtherRepeats(both)
                .SelectMany(repeat => Rows(stream => new ReportCsv("en").WriteRepeat(stream, repeat, both))[0]),
        ];
        Assert.Empty(
            all.Intersect([
                "vessel_name",
                "container_no",
                "national_ref",
                "remarks",
                "awb",
                "document_no",
                "declared_description",
            ])
        );
    }

    [Fact]
    public void WhatIsNoSeizureIsNotCounted()
    {
        FormDefinition form = Compile(
            """{"id":"own-warning","version":1,"kind":"warning","labels":{"en":"Warning"},"codeLists":{},"fields":[{"name":"movement","type":"country","labels":{"en":"M"}}]}"""
        );
        Report report = Report.New(form, "en", Answers.Of(("movement", "FR")));
        Assert.Null(CountedReport.From(report, ReportVerdict.Of(report, new FormLibrary([form]), Seizures.Context())));
    }

    [Fact]
    public void ASeizureWithoutGoodsHasARowAllTheSame()
    {
        FormDefinition form = Own(1, Question("flag", "country"));
        string[][] rows = Table(Counted(form, Answers.Of(("flag", "FR"))));
        Assert.Equal(["FR"], Column(rows, "flag"));
        Assert.Equal([""], Column(rows, "line_number"));
    }

    private static string Question(string name, string type, string more = "") =>
        $$$"""{"name":"{{{name}}}","type":"{{{type}}}",{{{more}}}"labels":{"en":"{{{name}}}"}}""";

    private static string Choice(params (string Code, string Label)[] choices) =>
        "LIST:"
        + string.Join(',', choices.Select(one => $$$"""{"code":"{{{one.Code}}}","labels":{"en":"{{{one.Label}}}"}}"""))
        + "\n"
        + Question("kind", "code", """ "codeList":"kinds",""");

    private static FormDefinition Own(int version, params string[] fields) => OwnAs("own", version, fields);

    private static FormDefinition OwnAs(string id, int version, params string[] fields)
    {
        string lists = "";
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].StartsWith("LIST:", StringComparison.Ordinal))
            {
                string[] parts = fields[i]["LIST:".Length..].Split('\n');
                lists = $$""" "lists":[{"name":"kinds","choices":[{{parts[0]}}]}],""";
                fields[i] = parts[1];
            }
        }

        bool hasGoods = fields.Contains(Goods);
        string goods = hasGoods
            ? """ "goods":{"repeat":"lines","commodity":"commodity","quantity":"quantity","unit":"unit"},"""
            : "";
        string used = string.Join(
            ',',
            new[]
            {
                hasGoods ? """ "CL_COMMODITY":"1.0","CL_UNIT":"1.0" """ : null,
                fields.Any(field => field.Contains("CL_MOVEMENT")) ? """ "CL_MOVEMENT":"1.0" """ : null,
            }.OfType<string>()
        );
        return Compile(
            $$"""{"id":"{{id}}","version":{{version}},"kind":"seizure","labels":{"en":"Own"},"codeLists":{ {{used}} },{{goods}}{{lists}}"fields":[{{string.Join(',', fields)}}]}"""
        );
    }

    private static FormDefinition Compile(string json)
    {
        FormDefinition? form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(json), CodeLists.Shipped, out var faults);
        Assert.True(form is not null, $"{string.Join(';', faults)}\n{json}");
        return form;
    }

    private static CountedReport Counted(FormDefinition form, Answers answers)
    {
        Report report = Report.New(form, "en", answers);
        ReportVerdict verdict = ReportVerdict.Of(report, new FormLibrary([form]), Seizures.Context());
        Assert.Empty(verdict.Findings);
        return CountedReport.From(report, verdict)!;
    }

    private static string[][] Table(params CountedReport[] reports) => Rows(stream => new ReportCsv("en").Write(stream, reports));

    /// <summary>None of the cells of these tests has a comma or a quotation mark in it.</summary>
    private static string[][] Rows(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return
        [
            .. Encoding
                .UTF8.GetString(stream.ToArray())
                .TrimStart('\uFEFF')
                .TrimEnd()
                .Split("\r\n")
                .Select(row => row.Split(',')),
        ];
    }

    private static IEnumerable<string> Column(string[][] rows, string name)
    {
        int at = Array.IndexOf(rows[0], name);
        Assert.True(at >= 0, $"{name} is not among {string.Join(',', rows[0])}");
        return rows[1..].Select(row => row[at]);
    }
}
