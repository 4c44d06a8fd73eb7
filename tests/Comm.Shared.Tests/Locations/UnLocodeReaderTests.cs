using System.Text;
using Comm.Shared.Imports;
using Comm.Shared.Locations;
using Comm.Shared.Locations.Import;
using Comm.Shared.Tests.Imports;

namespace Comm.Shared.Tests.Locations;

public class UnLocodeReaderTests
{
    private const string Rotterdam = """
        ,"NL","RTM","Rotterdam","Rotterdam","ZH","12345-7-","AF","0501",,"5155N 00430E",
        """;

    private const string Aarhus = """
        ,"DK","AAR","Århus","Arhus","82","12345---","AF","9506",,"5609N 01013E",
        """;

    [Fact]
    public void APlaceIsReadWithAllItsColumns()
    {
        Location place = Assert.Single(Places(Rotterdam));
        Assert.Equal("NLRTM", place.Code);
        Assert.Equal("Rotterdam", place.Name);
        Assert.Equal("NL", place.Country);
        Assert.Equal("ZH", place.Subdivision);
        Assert.Equal(LocationStatus.AF, place.Status);
        Assert.Equal(
            LocationKinds.Seaport
                | LocationKinds.Rail
                | LocationKinds.Road
                | LocationKinds.Airport
                | LocationKinds.Post
                | LocationKinds.FixedInstallation,
            place.Kinds
        );
        Assert.Equal(new GeoPosition(51.9167, 4.5, Doubtful: false), place.Position);
        Assert.Equal("", place.Also);
    }

    [Fact]
    public void SouthAndWestAreNegative()
    {
        Location place = Assert.Single(Places(""","BR","SSZ","Santos","Santos","SP","1-3-----","AI","0212",,"2357S 04620W","""));
        Assert.Equal(new GeoPosition(-23.95, -46.3333, Doubtful: false), place.Position);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    [InlineData("iso-8859-1")]
    public void TheEncodingIsFoundOut(string encoding)
    {
        byte[] bytes = Encoding(encoding).GetBytes(Aarhus + "\n");
        Location place = Assert.Single(Read(bytes).Value!.Places);
        Assert.Equal("Århus", place.Name);
    }

    [Fact]
    public void AFileWithTheMarkOfUtf8AndColumnNamesIsRead()
    {
        string text =
            "Change,Country,Location,Name,NameWoDiacritics,Subdivision,Function,Status,Date,IATA,Coordinates,Remarks\r\n"
            + Aarhus;
        byte[] bytes = [.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(text)];
        ImportOutcome<UnLocodeRelease> read = Read(bytes);
        Assert.Empty(read.Findings);
        Assert.Equal("DKAAR", Assert.Single(read.Value!.Places).Code);
    }

    [Fact]
    public void LettersOfTheOlderAndOfTheNewerAlphabetAreKnown()
    {
        Location older = Assert.Single(
            Places(""","AD","FMO","La Farga de Moles","La Farga de Moles",,"--3----B","RQ","0307",,,""")
        );
        Assert.Equal(LocationKinds.Road | LocationKinds.Border, older.Kinds);

        Location[] newer =
        [
            .. Places(
                    """
                    ,"AD","FMO","La Farga de Moles","La Farga de Moles",,"--3-----B","RQ","2501",,,
                    ,"CH","BSL","Basel","Basel","BS","12345678","AF","2501",,,
                    ,"AE","JEA","Jebel Ali","Jebel Ali","DU","1------A","AF","2501",,,
                    """
                )
                .OrderBy(place => place.Code),
        ];
        Assert.Equal(LocationKinds.SpecialZone | LocationKinds.Seaport, newer.Single(place => place.Code == "AEJEA").Kinds);
        Assert.True(newer.Single(place => place.Code == "CHBSL").Kinds.HasFlag(LocationKinds.InlandWater));
        // "Former code, not to be used": in the newer alphabet, the letter says nothing.
        Assert.Equal(LocationKinds.Road, newer.Single(place => place.Code == "ADFMO").Kinds);
    }

    [Fact]
    public void AnAliasFindsThePlaceThatHasTheOtherName()
    {
        Location place = Assert.Single(
            Places(
                """
                =,"AT",,"Vienna = Wien","Vienna = Wien",,,,,,,
                ,"AT",,".AUSTRIA",,,,,,,,
                ,"AT","VIE","Wien","Wien","9","12345-7-","AI","0901",,"4813N 01622E",
                """
            )
        );
        Assert.Equal("Vienna", place.Also);
    }

    [Fact]
    public void AnAliasOfNothingIsNamed()
    {
        ImportFinding finding = Assert.Single(
            Read(""" "=","AT",,"Vienna = Wien","Vienna = Wien",,,,,,, """.Trim() + "\n" + Aarhus).Findings
        );
        Assert.Equal((ImportProblem.AliasOfNothing, 1, 4, false), (finding.Problem, finding.Row, finding.Column, finding.Blocks));
    }

    [Fact]
    public void APlaceWithNamesInTwoLanguagesIsOnePlace()
    {
        Location place = Assert.Single(
            Places(
                """
                ,"BE","BRU","Brussel (Bruxelles)","Brussel (Bruxelles)","BRU","123-----","AI","1101",,"5050N 00420E",
                ,"BE","BRU","Bruxelles (Brussel)","Bruxelles (Brussel)","BRU","---45---","AI","1101",,"5050N 00420E",
                """
            )
        );
        Assert.Equal("Brussel (Bruxelles)", place.Name);
        Assert.Equal("Bruxelles (Brussel)", place.Also);
        Assert.True(place.Kinds.HasFlag(LocationKinds.Seaport | LocationKinds.Airport | LocationKinds.Post));
    }

    [Fact]
    public void APlaceThatIsToBeRemovedIsRetired()
    {
        Location place = Assert.Single(Places("""X,"CN","TLS","Tongliao","Tongliao","LN","-----6--","QQ","2307",,,Use CN TGO"""));
        Assert.True(place.IsRetired);
    }

    [Fact]
    public void AFunctionAndAStatusInEachOthersPlaceAreReadAsWhatTheyAre()
    {
        Location place = Assert.Single(Places(""","NL","AMS","Amsterdam","Amsterdam","NH","AF","1234567-","0501",,,"""));
        Assert.Equal(LocationStatus.AF, place.Status);
        Assert.True(place.Kinds.HasFlag(LocationKinds.Airport));
    }

    [Theory]
    [InlineData(
        ""","AF","SRO","Sharona","Sharona","PKA","-----6--","RL","0901",,"3313N 06883E",""",
        ImportProblem.PositionUnreadable,
        11
    )]
    [InlineData(
        ""","SA","SAL","Salwá","Salwa","04","--3-----","RL","1707",,"2444N 05045",""",
        ImportProblem.PositionUnreadable,
        11
    )]
    [InlineData(""","NL","RTM","Rotterdam","Rotterdam","ZH","1--Q----","AF","0501",,,""", ImportProblem.FunctionUnknown, 7)]
    [InlineData(""","NL","RTM","Rotterdam","Rotterdam","ZH","1-------","ZZ","0501",,,""", ImportProblem.StatusUnknown, 8)]
    [InlineData(
        ""","US","MFS","McChord","McChord","WA","-234-6--","RL","0607","---",,""",
        ImportProblem.AirportCodeOutOfForm,
        10
    )]
    [InlineData(
        ""","NL","RTM","Rotterdam","Rotterdam","Zuid","1-------","AF","0501",,,""",
        ImportProblem.SubdivisionOutOfForm,
        6
    )]
    public void AnOddCellIsNamedAndThePlaceIsTakenWithoutIt(string row, ImportProblem problem, int column)
    {
        ImportOutcome<UnLocodeRelease> read = Read(Aarhus + "\n" + row);
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal(("UNLOCODE.csv", 2L, column, problem), (finding.File, finding.Row, finding.Column, finding.Problem));
        Assert.Equal(2, read.Value!.Places.Count);
    }

    [Theory]
    [InlineData(""","DE","9B0","Bollberg","Bollberg","TH","--3-----","RQ","1007",,,""", ImportProblem.CodeOutOfForm, 3)]
    [InlineData(""","QZ","AAA","Nowhere","Nowhere",,"--3-----","RQ","1007",,,""", ImportProblem.CountryUnknown, 2)]
    [InlineData(""","NETHERLANDS","AAA","Nowhere","Nowhere",,"--3-----","RQ","1007",,,""", ImportProblem.CountryUnknown, 2)]
    [InlineData(""","NL","RTM",,,,"--3-----","RQ","1007",,,""", ImportProblem.NameUnreadable, 4)]
    [InlineData(""","NL",,"Rotterdam",,,"--3-----","RQ","1007",,,""", ImportProblem.RowNotUnderstood, 3)]
    public void ARowThatIsNoPlaceIsNamedAndLeftOut(string row, ImportProblem problem, int column)
    {
        ImportOutcome<UnLocodeRelease> read = Read(Aarhus + "\n" + row);
        ImportFinding finding = Assert.Single(read.Findings);
        Assert.Equal((2L, column, problem, false), (finding.Row, finding.Column, finding.Problem, finding.Blocks));
        Assert.Equal("DKAAR", Assert.Single(read.Value!.Places).Code);
    }

    [SkippableFact]
    public void TheWholeReleaseIsReadAndItsOddRowsAreNamed()
    {
        ImportOutcome<UnLocodeRelease> read = UnLocodeReader.Read(PublicData.Load(PublicData.UnLocode));
        Assert.NotNull(read.Value);
        // 115,928 codes of which three have a digit that the manual excludes.
        Assert.Equal(115_925, read.Value.Places.Count);
        Assert.Equal(3, read.Findings.Count(finding => finding.Problem == ImportProblem.CodeOutOfForm));
        Assert.Contains(
            read.Findings,
            finding => finding is { Problem: ImportProblem.PositionUnreadable, Detail: "2444N 05045" }
        );
        Assert.All(read.Findings, finding => Assert.False(finding.Blocks));
        Assert.Equal(484, read.Value.Places.Count(place => place.Kinds.HasFlag(LocationKinds.Border)));
        Assert.Equal(35, read.Value.Places.Count(place => place.IsRetired));
    }

    private static IReadOnlyList<Location> Places(string text) => Read(text).Value!.Places;

    private static ImportOutcome<UnLocodeRelease> Read(string text) => Read(System.Text.Encoding.UTF8.GetBytes(text));

    private static ImportOutcome<UnLocodeRelease> Read(byte[] bytes) =>
        UnLocodeReader.Read([new ImportFile("UNLOCODE.csv", bytes)], whole: false);

    private static Encoding Encoding(string name) =>
        name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : System.Text.Encoding.GetEncoding(name);
}
