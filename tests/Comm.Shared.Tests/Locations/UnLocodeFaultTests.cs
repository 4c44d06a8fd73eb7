using System.Text;
using Comm.Shared.Imports;
using Comm.Shared.Locations.Import;

namespace Comm.Shared.Tests.Locations;

/// <summary>A file that is no release is named by row and column, and nothing of it is taken.</summary>
public class UnLocodeFaultTests
{
    private const string Rotterdam = """
        ,"NL","RTM","Rotterdam","Rotterdam","ZH","12345-7-","AF","0501",,"5155N 00430E",
        """;

    private const string Aarhus = """
        ,"DK","AAR","Århus","Arhus","82","12345---","AF","9506",,"5609N 01013E",
        """;

    [Theory]
    [InlineData(";", ";")]
    [InlineData("\t", "TAB")]
    [InlineData("|", "|")]
    public void AnotherDelimiterIsNamedAndNothingIsTaken(string delimiter, string named)
    {
        ImportOutcome<UnLocodeRelease> read = Read(Rotterdam.Replace(",", delimiter, StringComparison.Ordinal));
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal((ImportProblem.WrongDelimiter, 1L, named), (finding.Problem, finding.Row, finding.Detail));
        Assert.Null(read.Value);
    }

    [Theory]
    [InlineData(""","NL","RTM","Rotterdam","Rotterdam","ZH","1-------","AF","0501",,""", 12)]
    [InlineData(""","NL","RTM","Rotterdam","Rotterdam","ZH","1-------","AF","0501",,,,""", 13)]
    public void ARowWithAnotherNumberOfColumnsIsNamedAndNothingIsTaken(string row, int column)
    {
        ImportOutcome<UnLocodeRelease> read = Read(Aarhus + "\n" + row);
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal(
            (ImportProblem.ColumnCount, 2L, column, true),
            (finding.Problem, finding.Row, finding.Column, finding.Blocks)
        );
        Assert.Null(read.Value);
    }

    [Theory]
    [MemberData(nameof(OtherEncodings))]
    public void AnotherEncodingIsNamedWithItsRowAndNothingIsTaken(string why, byte[] bytes, long row, int column)
    {
        ImportOutcome<UnLocodeRelease> read = Read(bytes);
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.True(
            (ImportProblem.WrongEncoding, row, column) == (finding.Problem, finding.Row, finding.Column),
            $"{why}: {finding}"
        );
        Assert.Null(read.Value);
    }

    public static TheoryData<string, byte[], long, int> OtherEncodings() =>
        new()
        {
            { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Aarhus)], 1, 1 },
            { "UTF-16 without its mark", Encoding.Unicode.GetBytes(Aarhus), 1, 2 },
            // 0x8F is Å in the code page of DOS, and no letter in that of Windows.
            { "DOS", [.. "\n"u8, .. Encoding.Latin1.GetBytes(Aarhus.Replace('Å', '\u008F'))], 2, 4 },
            { "damaged UTF-8", [.. Encoding.UTF8.GetBytes(Aarhus), .. "\n,"u8, 0xC3, .. ","u8], 2, 2 },
        };

    [Fact]
    public void AQuoteThatIsNeverClosedIsNamedAndNothingIsTaken()
    {
        ImportOutcome<UnLocodeRelease> read = Read(Aarhus + "\n,\"NL\",\"RTM\",\"Rotter");
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal((ImportProblem.Malformed, 2L, true), (finding.Problem, finding.Row, finding.Blocks));
        Assert.Null(read.Value);
    }

    [Fact]
    public void AnEmptyFileIsNoRelease() => Assert.Equal(ImportProblem.Empty, Assert.Single(Read("").Findings).Problem);

    [Fact]
    public void OnePartOfThreeIsNoRelease()
    {
        ImportOutcome<UnLocodeRelease> read = UnLocodeReader.Read(new ImportFile("part1.csv", Encoding.UTF8.GetBytes(Aarhus)));
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal(ImportProblem.PartMissing, finding.Problem);
        Assert.StartsWith("AD AE AF", finding.Detail, StringComparison.Ordinal);
        Assert.Null(read.Value);
    }

    [Fact]
    public void AFileThatIsTooLargeIsNotEvenRead()
    {
        ImportOutcome<UnLocodeRelease> read = Read(new byte[UnLocodeReader.Limits.Bytes + 1]);
        Assert.Equal(ImportProblem.TooLarge, Assert.Single(read.Findings).Problem);
    }

    [Fact]
    public void MoreRowsThanAnyReleaseHasAreRefused()
    {
        string text = string.Concat(Enumerable.Repeat(",,,,,,,,,,,\n", UnLocodeReader.Limits.Rows + 1));
        Assert.Contains(Read(text).Findings, finding => finding.Problem == ImportProblem.TooManyRows && finding.Blocks);
    }

    [Fact]
    public void AFileWhoseRowsAreMostlyOddIsAnotherFile()
    {
        string text = string.Concat(Enumerable.Repeat(""","NL","rtm","x","x",,,,,,,""" + "\n", 60));
        ImportOutcome<UnLocodeRelease> read = Read(text);
        Assert.Contains(read.Findings, finding => finding is { Problem: ImportProblem.TooManyRemarks, Blocks: true });
        Assert.Null(read.Value);
    }

    [Fact]
    public void NoCutOfAReleaseThrows()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Rotterdam + "\n" + Aarhus);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.NotNull(Read(whole[..length]).Findings);
        }
    }

    private static ImportOutcome<UnLocodeRelease> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static ImportOutcome<UnLocodeRelease> Read(byte[] bytes) =>
        UnLocodeReader.Read([new ImportFile("UNLOCODE.csv", bytes)], whole: false);
}
