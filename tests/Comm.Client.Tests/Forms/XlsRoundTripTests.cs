using System.Text;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms;

public sealed class XlsRoundTripTests
{
    /// <summary>Everything that a form can say, once.</summary>
    private const string Everything = """
        {"id":"every-thing","version":3,"kind":"warning","labels":{"fr":"Tout","ar":"كل شيء"},"defaultLanguage":"fr",
        "codeLists":{"CL_COMMODITY":"1.0","CL_LOCTYPE":"1.0","CL_OFFENCE":"1.0","CL_UNIT":"1.0"},
        "goods":{"repeat":"lines","commodity":"commodity","quantity":"quantity","unit":"unit"},
        "lists":[{"name":"towns","choices":[
          {"code":"par","labels":{"fr":"Paris"},"attributes":{"country":"FR","label":"x","cc_list":"y"}},
          {"code":"t-2.b","labels":{"fr":"=Tallinn"},"attributes":{"country":"EE"}}]},
          {"name":"yes_no","choices":[{"code":"yes","labels":{"fr":"Oui"}},{"code":"no","labels":{"fr":"Non"}}]}],
        "tables":[{"name":"prices","rows":{"A B":"1","a":"+2"}}],
        "fields":[
          {"name":"head","type":"section","labels":{"fr":"Tête"},"relevant":"${flag} = true()","fields":[
            {"name":"country","type":"country","labels":{"fr":"Pays"},"specials":["_U","_Z"],"default":"reporting-country()"},
            {"name":"place_type","type":"code","codeList":"CL_LOCTYPE","labels":{"fr":"Type"}},
            {"name":"place","type":"location","placesBy":"place_type","specials":["_U"],"labels":{"fr":"Lieu"}}]},
          {"name":"flag","type":"flag","labels":{"fr":"Oui ?"},"default":"true()"},
          {"name":"text","type":"text","labels":{"fr":"Texte"},"most":20,"default":"'-x'","export":false,"readOnly":true},
          {"name":"five","type":"text","labels":{"fr":"Cinq"},"default":"5","export":true},
          {"name":"whole","type":"integer","labels":{"fr":"Entier"},"default":"-5","constraint":". > 0 and . < 10",
           "constraintMessage":{"fr":"Non.\nPas ainsi."},"constraintSeverity":"W","required":"false()"},
          {"name":"day","type":"date","labels":{"fr":"Jour"},"default":"today()","specials":["_U"]},
          {"name":"hour","type":"time","labels":{"fr":"Heure"},"required":"true()"},
          {"name":"moment","type":"dateTime","labels":{"fr":"Moment"},"constraintSeverity":"E"},
          {"name":"money","type":"currency","labels":{"fr":"Monnaie"}},
          {"name":"offences","type":"codes","codeList":"CL_OFFENCE","specials":["_O"],"labels":{"fr":"Infractions"}},
          {"name":"town","type":"code","codeList":"towns","choiceFilter":"country = ${country} or code = 'par'","labels":{"fr":"Ville"}},
          {"name":"answer","type":"code","codeList":"yes_no","specials":["_U"],"labels":{"fr":"Réponse"},"relevant":"-1 < 0"},
          {"name":"where","type":"position","labels":{"fr":"Où"},"hints":{"fr":"  degrés  "}},
          {"name":"other","type":"link","labels":{"fr":"Autre"},"relevant":"${meta} != 'x'"},
          {"name":"meta","type":"text","labels":{"fr":"Méta"}},
          {"name":"photos","type":"image","labels":{"fr":"Photos"}},
          {"name":"photo","type":"image","labels":{"fr":"Photo"},"most":1},
          {"name":"papers","type":"file","labels":{"fr":"Papiers"},"most":3},
          {"name":"said","type":"note","labels":{"fr":"À savoir"}},
          {"name":"lines","type":"repeat","least":1,"most":9,"labels":{"fr":"Lignes"},"fields":[
            {"name":"commodity","type":"code","codeList":"CL_COMMODITY","labels":{"fr":"Marchandise"}},
            {"name":"quantity","type":"decimal","labels":{"fr":"Quantité"},"relevant":"line() > 0","default":"1.5"},
            {"name":"unit","type":"unit","codeList":"CL_UNIT","labels":{"fr":"Unité"}},
            {"name":"cost","type":"calculation","labels":{"fr":"Prix"},"calculation":"${quantity} * number(lookup('prices', 'a'))"}]},
          {"name":"total","type":"calculation","labels":{"fr":"Total"},"calculation":"sum(${quantity}) + lines(${lines}) + count(${unit})"}],
        "rules":[
          {"id":"X1","severity":"E","field":"whole","when":"${whole} > 3","check":"${text} != ''","message":{"fr":"Non : ${whole}."}},
          {"id":"X1","severity":"I","field":"quantity","check":"${quantity} > 1","message":{"fr":"Peu."}}]}
        """;

    public static TheoryData<string, int> Shipped()
    {
        var forms = new TheoryData<string, int>();
        foreach (FormDefinition form in FormLibrary.Shipped.All)
        {
            forms.Add(form.Id, form.Version);
        }

        return forms;
    }

    [Theory, MemberData(nameof(Shipped))]
    public void AShippedFormComesBackAsItWent(string id, int version) =>
        AssertSame(FormLibrary.Shipped.Find(id, version)!.Document);

    [Fact]
    public void AFormThatSaysEverythingComesBackAsItWent()
    {
        FormDefinition? form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(Everything), CodeLists.Shipped, out var faults);
        Assert.True(form is not null, string.Join("; ", faults));
        AssertSame(form.Document);
    }

    [Fact]
    public void TheSameFormIsTheSameFile()
    {
        FormDocument form = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)!.Document;
        Assert.Equal(Sheets.Export(form).File, Sheets.Export(form).File);
    }

    [Fact]
    public void WhatOdkPassesOverIsListed()
    {
        FormDocument form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(Everything), CodeLists.Shipped, out _)!.Document;
        XlsFormExported exported = Sheets.Export(form);
        string[] keys = [.. exported.Notes.Select(note => note.Key).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "Odk_Apostrophe",
                "Odk_Column",
                "Odk_Expression",
                "Odk_Name",
                "Odk_OneFile",
                "Odk_Severity",
                "Odk_Sheet",
                "Odk_Specials",
                "Odk_Type",
            ],
            keys
        );
        SheetFault expression = exported.Notes.First(note => note.Key == "Odk_Expression" && note.Arguments[0] == "calculation");
        Assert.Equal("lookup", expression.Arguments[1]);
        Workbook workbook = SpreadsheetReader.Read(exported.File, out _)!;
        Assert.Equal(exported.Notes.Length, workbook.Find("cc_notes")!.Rows.Length - 1);
        SheetRow row = workbook.Find("survey")!.Rows.First(row => row.Number == expression.Place.Row);
        Assert.Contains("lookup", row[expression.Place.Column]!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void OdkFindsItsOwnDialectInItsOwnColumns()
    {
        FormDocument form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(Everything), CodeLists.Shipped, out _)!.Document;
        Sheet survey = SpreadsheetReader.Read(Sheets.Export(form).File, out _)!.Find("survey")!;
        Assert.Equal("sum(${quantity}) + count(${lines}) + count-non-empty(${unit})", Cell("total", "calculation"));
        Assert.Equal("''", Cell("cost", "calculation"));
        Assert.Equal("${cc_meta} != 'x'", Cell("other", "relevant"));
        Assert.Equal("country = ${country} or name = 'par'", Cell("town", "choice_filter"));
        Assert.Equal("select_multiple CL_OFFENCE_O", Cell("offences", "type"));
        Assert.Equal("begin_repeat", Cell("lines", "type"));
        Assert.Equal("1.5", Cell("quantity", "default"));
        Assert.Null(Cell("quantity", "relevant"));

        string? Cell(string name, string column)
        {
            int Column(string header) => survey.Rows[0].Cells.First(cell => cell.Text == header).Place.Column;
            return survey.Rows.First(row => row[Column("name")]?.Text == name)[Column(column)]?.Text;
        }
    }

    private static void AssertSame(FormDocument form)
    {
        XlsFormImported imported = Sheets.Import(Sheets.Export(form).File);
        Assert.Empty(imported.Faults);
        Assert.Empty(imported.Remarks);
        Assert.Equal(Encoding.UTF8.GetString(form.ToUtf8()), Encoding.UTF8.GetString(imported.Form!.Document.ToUtf8()));
    }
}
