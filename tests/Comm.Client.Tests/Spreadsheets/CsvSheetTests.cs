using System.Text;
using Comm.Client.Spreadsheets;

namespace Comm.Client.Tests.Spreadsheets;

public sealed class CsvSheetTests
{
    [Theory]
    [InlineData("type,name\ntext,\"a;b\tc\"\n")]
    [InlineData("type;name\r\ntext;\"a;b\tc\"\r\n")]
    [InlineData("\uFEFFtype\tname\ntext\t\"a;b\tc\"")]
    public void TheHeaderSaysWhatStandsBetweenTheCells(string csv)
    {
        Sheet sheet = Assert.Single(Packages.Read(Encoding.UTF8.GetBytes(csv)).Sheets);
        Assert.Equal(
            ["csv!A1 type", "csv!B1 name", "csv!A2 text", "csv!B2 a;b\tc"],
            sheet.Rows.SelectMany(row => row.Cells).Select(cell => $"{cell.Place} {cell.Text}")
        );
    }

    [Fact]
    public void WhatAWriterMadeHarmlessIsReadAsItWas() =>
        Assert.Equal("=1+1", Packages.Read("a\n'=1+1\n"u8.ToArray()).Sheets[0].Rows[1].Cells[0].Text);

    [Fact]
    public void BarsAreRefusedAsTheSignBetweenCells() =>
        Assert.Equal("csv!1 Sheet_Delimiter", Packages.Refusal("type|name\ntext|a\n"u8.ToArray()));

    [Fact]
    public void LettersOfAnotherEncodingAreRefusedAtTheirRow()
    {
        Assert.Equal("csv!3 Sheet_Encoding", Packages.Refusal([.. "a,b\nc,d\ncaf"u8, 0xE9, .. ",x\n"u8]));
        Assert.Equal("csv!1 Sheet_Encoding", Packages.Refusal(Encoding.Unicode.GetBytes("a,b\n")));
    }

    [Fact]
    public void ARowWithMoreCellsThanTheHeaderIsRefused() =>
        Assert.Equal("csv!C2 Sheet_CellCount", Packages.Refusal("a,b\n1,2,3\n"u8.ToArray()));

    [Fact]
    public void AQuoteWithoutItsEndIsRefused() =>
        Assert.Contains("Sheet_Malformed", Packages.Refusal("a,b\n\"1,2\n"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void TooManyRowsOrColumnsAreRefused()
    {
        Assert.Equal("csv!3 Sheet_TooManyRows", Packages.Refusal("a\n1\n2\n"u8.ToArray(), new SpreadsheetLimits { Rows = 2 }));
        Assert.Equal("csv!1 Sheet_TooManyCells", Packages.Refusal("a,b,c\n"u8.ToArray(), new SpreadsheetLimits { Columns = 2 }));
    }
}
