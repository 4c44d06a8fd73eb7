using System.Collections.Immutable;
using System.Text;
using Comm.Client.Spreadsheets;

namespace Comm.Client.Tests.Spreadsheets;

public sealed class XlsxTests
{
    [Fact]
    public void WhatIsWrittenReadsBack()
    {
        string[] texts =
        [
            "plain",
            " spaces  kept ",
            "two\nlines",
            "=1+1",
            "+7",
            "-5",
            "@x",
            "\tx",
            "\rx",
            "'=quoted",
            "''-x",
            "'",
            "'s",
            "007",
            "ضبطية",
            "Изъятие",
            "a\r\nb",
            "_x000D_",
            "_x005F_",
            "\u0001",
            "😀",
            "<&>\"",
        ];
        byte[] bytes = SpreadsheetWriter.Write(
            new WrittenSheet(
                "data",
                [new WrittenColumn("text")],
                [.. texts.Select(text => ImmutableArray.Create<WrittenCell>(text))]
            )
        );
        Sheet sheet = Assert.Single(Packages.Read(bytes).Sheets);
        Assert.Equal(["text", .. texts], sheet.Rows.Select(row => Assert.Single(row.Cells).Text));
        Assert.Equal(new CellPlace("data", 3, 1), sheet.Rows[2].Cells[0].Place);
    }

    [Fact]
    public void NumbersDatesAndTruthReadBackAsWhatTheyAre()
    {
        WrittenCell[] cells =
        [
            new("1234.5", CellKind.Number),
            new("0.1", CellKind.Number),
            new("-3", CellKind.Number),
            new("2026-11-25", CellKind.Date),
            new("2026-11-25T06:30", CellKind.Date),
            new("06:30", CellKind.Date),
            new("true", CellKind.Boolean),
        ];
        byte[] bytes = SpreadsheetWriter.Write(
            new WrittenSheet(
                "data",
                [.. cells.Select((_, i) => new WrittenColumn($"c{i}"))],
                [
                    [.. cells],
                ]
            )
        );
        Assert.Equal(
            cells.Select(cell => (cell.Kind, cell.Text)),
            Packages.Read(bytes).Sheets[0].Rows[1].Cells.Select(cell => (cell.Kind, cell.Text))
        );
    }

    [Fact]
    public void TheSameSheetsAreTheSameBytes() => Assert.Equal(Packages.Plain("a", "b"), Packages.Plain("a", "b"));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a name of more than thirty-one letters")]
    [InlineData(SpreadsheetWriter.ListsSheet)]
    public void ANameThatNoSheetCanHaveIsTheCallersMistake(string name) =>
        Assert.Throws<ArgumentException>(() => SpreadsheetWriter.Write(new WrittenSheet(name, [], [])));

    [Fact]
    public void NoWrittenCellIsAFormula()
    {
        byte[] bytes = SpreadsheetWriter.Write(
            new WrittenSheet(
                "data",
                [new WrittenColumn("=cmd()")],
                [
                    ["@SUM(A1)"],
                ]
            )
        );
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        string xml = reader.ReadToEnd();
        Assert.DoesNotContain("<f", xml, StringComparison.Ordinal);
        Assert.Contains("'=cmd()", xml, StringComparison.Ordinal);
        Assert.Contains("'@SUM(A1)", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void ADropDownOffersItsChoicesFromAHiddenSheet()
    {
        ImmutableArray<string> units = ["KGM", "GRM"];
        byte[] bytes = SpreadsheetWriter.Write(
            new WrittenSheet(
                "data",
                [new WrittenColumn("unit") { Choices = units }, new WrittenColumn("again") { Choices = units }],
                []
            )
        );
        Assert.Equal(["KGM", "GRM"], Packages.Read(bytes).Find("_lists")!.Rows.Select(row => row.Cells[0].Text));
        using var document = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(document));
    }

    [Fact]
    public void CellsOfOtherProgramsAreRead()
    {
        byte[] bytes = Packages.WithRows(
            """
            <row r="1"><c r="A1" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r></is></c><c r="C1"><v>1.1000000000000001</v></c></row>
            <row r="4"><c t="b"><v>1</v></c><c s="3"><v>46351</v></c><c t="str"><v>plain</v></c><c s="2"/></row>
            """
        );
        Assert.Equal(
            [
                "data!A1 Text rich text",
                "data!C1 Number 1.1",
                "data!A4 Boolean true",
                "data!B4 Date 2026-11-25",
                "data!C4 Text plain",
            ],
            Packages
                .Read(bytes)
                .Sheets[0]
                .Rows.SelectMany(row => row.Cells)
                .Select(cell => $"{cell.Place} {cell.Kind} {cell.Text}")
        );
    }

    [Fact]
    public void AReadingAidIsNoPartOfATextAndABlankIsOne()
    {
        byte[] bytes = Packages.WithRows(
            """
            <row r="1"><c t="inlineStr"><is><r><t>東</t></r><rPh sb="0" eb="1"><t>ひがし</t></rPh><r><t>京</t></r></is></c><c t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>
            """
        );
        Assert.Equal(["東京", " "], Packages.Read(bytes).Sheets[0].Rows[0].Cells.Select(cell => cell.Text));
    }

    [Fact]
    public void MillionsOfBlankCellsAreRefused()
    {
        byte[] bytes = Packages.WithRows("<row r=\"1\">" + string.Concat(Enumerable.Repeat("<c/>", 2_000)) + "</row>");
        Assert.Equal("data!GS1 Sheet_TooManyCells", Packages.Refusal(bytes, new SpreadsheetLimits { Cells = 20 }));
    }

    [Fact]
    public void AListOfStylesThatFillsTheMemoryIsRefused()
    {
        byte[] bytes = Packages.With(
            Packages.Plain(),
            "xl/styles.xml",
            styles =>
                styles.Replace(
                    "<cellXfs",
                    string.Concat(Enumerable.Range(0, 150_000).Select(i => $"<x{i}/>")) + "<cellXfs",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(" Sheet_UnpacksTooLarge", Packages.Refusal(bytes));
    }

    [Fact]
    public void AFormulaIsRefusedAtItsCell() =>
        Assert.Equal(
            "data!B2 Sheet_Formula",
            Packages.Refusal(Packages.WithRows("""<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>"""))
        );

    [Theory]
    [InlineData("""<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>""", "data!B2 Sheet_ErrorValue")]
    [InlineData("""<row r="2"><c r="B2" t="s"><v>9</v></c></row>""", "data!B2 Sheet_Malformed")]
    [InlineData("""<row r="2"><c r="B2"><v>1e300</v></c></row>""", "data!B2 Sheet_Number")]
    [InlineData("""<row r="2"/><row r="2"/>""", "data!3 Sheet_Malformed")]
    [InlineData("""<row r="2"><c r="B9"/></row>""", "data!B2 Sheet_Malformed")]
    [InlineData("""<row r="2"><c r="ZZZZ2"/></row>""", "Sheet_Malformed")]
    [InlineData("""<row r="x"/>""", "Sheet_Malformed")]
    [InlineData("""<row""", "Sheet_Malformed")]
    [InlineData("""<row r="1"><c r="XFD1" t="b"><v>1</v></c></row>""", "data!XFD1 Sheet_TooManyCells")]
    public void WhatIsWrongWithACellIsSaidAtTheCell(string rows, string refusal) =>
        Assert.Contains(refusal, Packages.Refusal(Packages.WithRows(rows)), StringComparison.Ordinal);

    [Fact]
    public void AZipBombIsRefusedBeforeItIsOpened()
    {
        byte[] bomb = Packages.With(Packages.Plain(), "xl/worksheets/sheet1.xml", sheet => sheet + new string(' ', 40_000_000));
        Assert.True(bomb.Length < 100_000);
        Assert.Equal(" Sheet_UnpacksTooLarge", Packages.Refusal(bomb));
    }

    [Fact]
    public void APartThatIsLargerThanItSaysIsRefused()
    {
        byte[] package = Packages.With(Packages.Plain(), "xl/worksheets/sheet1.xml", sheet => sheet + new string(' ', 300_000));
        byte[] size = BitConverter.GetBytes(Declared(package));
        var small = new SpreadsheetLimits { PartBytes = 100_000 };
        Assert.Equal(" Sheet_UnpacksTooLarge", Packages.Refusal(package, small));

        // The same package, which now says in its headers that the part has a hundred bytes.
        int changed = 0;
        for (int at; (at = package.AsSpan().IndexOf(size)) >= 0; changed++)
        {
            BitConverter.TryWriteBytes(package.AsSpan(at), 100);
        }

        Assert.True(changed > 0);
        Assert.Equal(" Sheet_Malformed", Packages.Refusal(package, small));

        static int Declared(byte[] package)
        {
            using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(package));
            return (int)zip.GetEntry("xl/worksheets/sheet1.xml")!.Length;
        }
    }

    [Fact]
    public void TooManyPartsRowsAndSheetsAreRefused()
    {
        byte[] rows = Packages.WithRows(
            string.Concat(Enumerable.Range(1, 20).Select(i => $"""<row r="{i}"><c><v>1</v></c></row>"""))
        );
        Assert.Equal("data!11 Sheet_TooManyRows", Packages.Refusal(rows, new SpreadsheetLimits { Rows = 10 }));
        Assert.Equal("data!A6 Sheet_TooManyCells", Packages.Refusal(rows, new SpreadsheetLimits { Cells = 5 }));
        Assert.Equal(" Sheet_TooManyParts", Packages.Refusal(rows, new SpreadsheetLimits { Parts = 2 }));
        Assert.Equal(" Sheet_TooManySheets", Packages.Refusal(rows, new SpreadsheetLimits { Sheets = 0 }));
        Assert.Equal(" Sheet_TooLarge", Packages.Refusal(rows, new SpreadsheetLimits { Bytes = 100 }));
    }

    [Fact]
    public void MacrosAndLinksToOtherFilesAreRefused()
    {
        byte[] macro = Packages.With(
            Packages.Plain(),
            "[Content_Types].xml",
            types =>
                types.Replace(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(" Sheet_Macros", Packages.Refusal(macro));

        const string Link =
            """<Relationship Id="far" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://example.org/x.xlsx" TargetMode="External"/>""";
        byte[] linked = Packages.With(
            Packages.Plain(),
            "xl/worksheets/_rels/sheet1.xml.rels",
            _ => $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{Link}</Relationships>"""
        );
        Assert.Equal(" Sheet_External", Packages.Refusal(linked));
    }

    [Fact]
    public void ADocumentTypeIsRefused()
    {
        byte[] bytes = Packages.With(
            Packages.Plain(),
            "xl/worksheets/sheet1.xml",
            sheet => sheet.Replace("<worksheet", "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet", StringComparison.Ordinal)
        );
        Assert.Equal(" Sheet_Malformed", Packages.Refusal(bytes));
    }

    [Fact]
    public void AnOldOrLockedWorkbookIsNamed() =>
        Assert.Equal(" Sheet_OldFormat", Packages.Refusal([0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3]));

    [Fact]
    public void HostileBytesAreARefusalOrAWorkbookAndNeverAnException()
    {
        byte[] package = Packages.WithRows("""<row r="1"><c r="A1" t="b"><v>1</v></c></row>""");
        for (int i = 0; i < package.Length; i += 7)
        {
            byte[] damaged = [.. package];
            damaged[i] ^= 0xFF;
            Assert.Equal(SpreadsheetReader.Read(damaged, out ImmutableArray<SheetFault> faults) is null, !faults.IsEmpty);
            Assert.Equal(SpreadsheetReader.Read(package.AsMemory(0, i), out faults) is null, !faults.IsEmpty);
        }
    }

    [Fact]
    public void PlainTextIsReadAsCsv() =>
        Assert.Equal("b", Packages.Read(Encoding.UTF8.GetBytes("a,b\n"))!.Sheets[0].Rows[0][2]!.Text);
}
