using System.Text;
using Comm.Shared.Commodities;
using Comm.Shared.Imports;
using Comm.Shared.Tests.Imports;

namespace Comm.Shared.Tests.Commodities;

public class HsReaderTests
{
    private const string Tobacco = """
        section,hscode,description,parent,level
        IV,24,Tobacco and manufactured tobacco substitutes,TOTAL,2
        IV,2402,"Cigars, cheroots, cigarillos and cigarettes",24,4
        IV,240220,"Cigarettes; containing tobacco",2402,6
        TOTAL,TOTAL,Total of all HS2022 commodities,TOTAL,5
        """;

    [Fact]
    public void CodesAreFoundWithTheirChapter()
    {
        HsTable table = Read(Tobacco).Value!;
        Assert.Equal(2022, table.Edition);
        Assert.Equal("Cigarettes; containing tobacco", table.Find("240220")!.Description);
        Assert.Equal("24", table.Find("240220")!.Chapter);
        Assert.Equal("Tobacco and manufactured tobacco substitutes", table.ChapterOf("240220")!.Description);
        Assert.Null(table.ChapterOf("240221"));
        Assert.False(table.Contains("TOTAL"));
        Assert.True(HsTable.IsWellFormed("240221"));
        Assert.False(HsTable.IsWellFormed("24022"));
    }

    [Theory]
    [InlineData("2402", "2402,240220")]
    [InlineData("cigar", "2402,240220")]
    [InlineData("cigarettes tobacco", "240220")]
    [InlineData("tobac", "24,240220")]
    [InlineData("garettes", "")]
    [InlineData("", "")]
    public void CodesAreFoundByDigitsAndByWords(string typed, string codes) =>
        Assert.Equal(codes, string.Join(',', Read(Tobacco).Value!.Search(typed).Select(code => code.Code)));

    [Theory]
    [InlineData("section,code,description\nIV,24,Tobacco", ImportProblem.ColumnMissing, 1, 0, true)]
    [InlineData("hscode,description\n24,Tobacco\n240,Tobacco", ImportProblem.CodeOutOfForm, 3, 1, false)]
    [InlineData("hscode,description\n24,Tobacco\n24,Tobacco", ImportProblem.CodeTwice, 3, 1, false)]
    [InlineData("hscode,description\n24,Tobacco\n25,", ImportProblem.NameUnreadable, 3, 2, false)]
    [InlineData("hscode,description\n24,Tobacco\n2501,Salt", ImportProblem.CodeOutOfForm, 3, 1, false)]
    [InlineData("hscode,description\n24", ImportProblem.ColumnCount, 2, 2, true)]
    public void WhatIsWrongIsNamedAtItsPlace(string text, ImportProblem problem, long row, int column, bool blocks)
    {
        ImportOutcome<HsTable> read = Read(text);
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal((problem, row, column, blocks), (finding.Problem, finding.Row, finding.Column, finding.Blocks));
        Assert.Equal(blocks, read.Value is null);
    }

    [Fact]
    public void AFewCodesAreNoEdition() =>
        Assert.Equal(
            ImportProblem.PartMissing,
            Assert.Single(HsReader.Read(new ImportFile("hs.csv", Encoding.UTF8.GetBytes(Tobacco)), 2022).Findings).Problem
        );

    [SkippableFact]
    public void TheWholeEditionIsRead()
    {
        ImportOutcome<HsTable> read = HsReader.Read(PublicData.Load(PublicData.HarmonizedSystem), 2022);
        Assert.Empty(read.Findings);
        Assert.Equal(6_939, read.Value!.All.Length);
        Assert.Equal(97, read.Value.All.Count(code => code.Code.Length == 2));
        Assert.All(read.Value.All, code => Assert.NotNull(read.Value.ChapterOf(code.Code)));
    }

    private static ImportOutcome<HsTable> Read(string text) =>
        HsReader.Read(new ImportFile("hs.csv", Encoding.UTF8.GetBytes(text)), 2022, whole: false);
}
