using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Shared.Tests.Forms;

/// <summary>What every shipped list keeps to, whoever added it.</summary>
public class CodeListsTests
{
    public static TheoryData<string> Lists() => [.. CodeLists.Shipped.All.Select(list => list.Id)];

    [Fact]
    public void TheListsOfTheStandardFormAreThere() =>
        Assert.All(
            [
                "CL_AGENCY",
                "CL_CITES",
                "CL_CONCEAL",
                "CL_CONTAINERTYPE",
                "CL_CONTROLTYPE",
                "CL_COURIER",
                "CL_CREWPAX",
                "CL_DISPOSAL",
                "CL_DOCTYPE",
                "CL_DRUGFORM",
                "CL_EVALINFO",
                "CL_EVALSOURCE",
                "CL_FEEDBACK",
                "CL_GEOPRECISION",
                "CL_HANDLING",
                "CL_IPRRIGHT",
                "CL_LEGROLE",
                "CL_LEGSTATUS",
                "CL_LOWVALUE",
                "CL_MARKETPLACE",
                "CL_MEDIATYPE",
                "CL_PACKAGE",
                "CL_PAXPLACE",
                "CL_PROCEDURE",
                "CL_RISKAREA",
                "CL_SELECTION",
                "CL_SENDERTYPE",
                "CL_STAGE",
                "CL_TECHNIQUE",
                "CL_TLP",
                "CL_VALIDATION",
                "CL_VALUEBASIS",
            ],
            id => Assert.NotNull(CodeLists.Shipped.Find(id))
        );

    [Theory]
    [MemberData(nameof(Lists))]
    public void NoTwoCodesOfAListReadTheSameInAnyLanguage(string id)
    {
        CodeList list = CodeLists.Shipped.Find(id)!;
        Assert.All(
            ProductCultures.All,
            language =>
                Assert.All(
                    list.Codes.GroupBy(code => code.Labels.Text(language), StringComparer.CurrentCultureIgnoreCase),
                    same => Assert.Single(same)
                )
        );
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void ACodeIsCapitalsDigitsAndUnderscoresUnderAtMostOneHeading(string id) =>
        Assert.All(
            CodeLists.Shipped.Find(id)!.Codes,
            code => Assert.Matches(id == CodeLists.Special ? "^_[A-Z]$" : "^[A-Z0-9][A-Z0-9_]*([.][A-Z0-9_]+)?$", code.Value)
        );
}
