using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Tests.Forms;

/// <summary>The functions that XLSForm lacks and customs needs, asked while a report is written and by a reader. "?" is unknown.</summary>
public class FormFunctionTests
{
    [Theory]
    [InlineData("plain-id(' csqu 305438-3')", "CSQU3054383")]
    [InlineData("mmsi-flags('470123456')", "AE")]
    [InlineData("mmsi-flags('306 123 456')", "BQ CW SX")]
    [InlineData("mmsi-flags('999123456')", "")]
    [InlineData("mmsi-flags('470')", "")]
    [InlineData("are-neighbours('FR', 'CH')", "true")]
    [InlineData("are-neighbours('FR', 'AE')", "false")]
    [InlineData("are-neighbours('FR', '_U')", "?")]
    [InlineData("has-land-border('FR')", "true")]
    [InlineData("has-land-border('AU')", "false")]
    [InlineData("has-land-border('_Z')", "?")]
    [InlineData("location-status('FRXX3')", "XX")]
    [InlineData("location-status('FRLEH')", "")]
    [InlineData("location-status('FRZZ9')", "")]
    [InlineData("location-fits('FRLEH', 'SEA')", "true")]
    [InlineData("location-fits('FRPAR', 'AIR')", "false")]
    [InlineData("location-fits('FRZZ9', 'SEA')", "?")]
    [InlineData("location-fits('FRLEH', 'PST')", "?")]
    [InlineData("location-fits('FRLEH', 'INL')", "?")]
    [InlineData("in-window('2026-11-15')", "false")]
    [InlineData("in-window('2026-11-16')", "true")]
    [InlineData("in-window('2026-11-25')", "true")]
    [InlineData("in-window('2026-11-26')", "false")]
    [InlineData("in-window('soon')", "?")]
    public void AnswerReadersAndAuthorsAlike(string source, string expected)
    {
        Assert.Equal(expected, Ask(source, Seizures.AtEntry()));
        Assert.Equal(expected, Ask(source, Seizures.AtEntry() with { Entry = null }));
    }

    [Theory]
    [InlineData("writing-day() = '2026-11-23'", "true")]
    [InlineData("hs-exists('2402', 2022)", "true")]
    [InlineData("hs-exists('2403', '2022')", "false")]
    [InlineData("hs-exists('24 02', 2022)", "false")]
    [InlineData("hs-exists('2402', 2028)", "?")]
    [InlineData("hs-exists('2402', 'latest')", "?")]
    [InlineData("reported-before('FR', '2026-11-19', 'FRLEH', 'TOB.CIG', 200000, 'STK')", "true")]
    [InlineData("reported-before('FR', '2026-11-19', 'FRLEH', 'TOB.CIG', 200000.0, 'STK')", "true")]
    [InlineData("reported-before('FR', '2026-11-19', '', 'TOB.CIG', 200000, 'STK')", "false")]
    [InlineData("reported-before('FR', 'yesterday', 'FRLEH', 'TOB.CIG', 200000, 'STK')", "?")]
    [InlineData("high-quantity('TOB.CIG', 'STK')", "2490000")]
    [InlineData("high-quantity('TOB.CIG', 'KGM')", "?")]
    public void AnswerWhereAReportIsWrittenAndNowhereElse(string source, string expected)
    {
        Assert.Equal(expected, Ask(source, Seizures.AtEntry()));
        Assert.Equal("?", Ask(source, Seizures.AtEntry() with { Entry = null }));
    }

    [Theory]
    [InlineData("location-status('FRXX3')")]
    [InlineData("location-fits('FRLEH', 'SEA')")]
    public void WithoutTheGroupsTableAPlaceIsUnknown(string source) =>
        Assert.Equal("?", Ask(source, Seizures.AtEntry() with { Locations = null }));

    [Fact]
    public void WithoutAnOperationThereIsNoWindow() =>
        Assert.Equal("?", Ask("in-window('2026-11-20')", Seizures.AtEntry() with { Window = null }));

    [Theory]
    [InlineData("call +33 6 12 34 56 78", true)]
    [InlineData("tel. 0612345678", true)]
    [InlineData("٠٦١٢٣٤٥٦٧٨", true)]
    [InlineData("+44 207946", true)]
    [InlineData("a.b@example.org", true)]
    [InlineData("passport AB1234567", true)]
    [InlineData("P<FRADUPONT<<JEAN", true)]
    [InlineData("Marlboro Gold 20", false)]
    [InlineData("Loxodonta africana", false)]
    [InlineData("4711 Eau de Cologne", false)]
    [InlineData("IMO 9074729", false)]
    [InlineData("A380", false)]
    [InlineData("", false)]
    public void ATextIsSearchedForTracesOfPersons(string text, bool personal) =>
        Assert.Equal(personal, PersonalTraces.AreIn(text));

    [Fact]
    public void ALongTextMadeToExplodeIsSearchedAllTheSame()
    {
        string digits = string.Concat(Enumerable.Repeat("1234567x", FormLimits.TextCharacters / 8));
        Assert.False(PersonalTraces.AreIn(digits));
        Assert.False(PersonalTraces.AreIn(new string('a', FormLimits.TextCharacters)));
    }

    [Theory]
    [InlineData("\"relevant\":\"writing-day() > '2026-01-01'\"", "second relevant Fault_OnlyWhileWriting")]
    [InlineData("\"required\":\"hs-exists(${first}, 2022)\"", "second required Fault_OnlyWhileWriting")]
    [InlineData("\"default\":\"high-quantity(${first}, 'KGM')\"", "")]
    [InlineData("\"constraint\":\"hs-exists(${first}, 2022)\"", "")]
    public void WhatIsAskedDoesNotHangOnTheMachine(string part, string fault)
    {
        string form = """
            {"id":"small","version":1,"kind":"other","labels":{"en":"Small"},"codeLists":{},"fields":[
            {"name":"first","type":"text","labels":{"en":"First"}},
            {"name":"second","type":"decimal","labels":{"en":"Second"},PART}]}
            """.Replace("PART", part);
        FormDefinitionReader.Read(Encoding.UTF8.GetBytes(form), CodeLists.Shipped, out var faults);
        Assert.Equal(fault, string.Join('|', faults).TrimEnd());
    }

    [Fact]
    public void FlagsAreOfCountriesThatThereAre()
    {
        List<string[]> rows = EmbeddedTable.Rows("Forms.Tables.maritime-identification-digits.csv");
        Assert.True(rows.Count > 250);
        Assert.All(rows, row => Assert.Matches("^[2-7][0-9]{2}$", row[0]));
        Assert.All(
            rows.SelectMany(row => row[1].Split(' ')),
            country => Assert.True(CountryTable.Shipped.Contains(country), country)
        );
    }

    private static string Ask(string source, FormContext context)
    {
        Assert.True(ExpressionParser.TryParse(source, out Expression? expression, out _));
        var scope = new ReportScope(new ReportState(Seizures.Form, Answers.None, context));
        Value value = new Evaluator(scope).Evaluate(expression!);
        return value.IsUnknown ? "?" : value.Text;
    }
}
