using Comm.Client.Forms.Designing;
using Comm.Client.Tests.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms.Designing;

/// <summary>A condition that was put together by choosing comes back as it was chosen; any other stays an expression.</summary>
public sealed class SimpleConditionTests
{
    private static readonly FormDocument Form = SampleRoom.Form.Document;

    [Theory]
    [InlineData("${movement} = 'IMP'")]
    [InlineData("${movement} != 'IMP'")]
    [InlineData("selected('POST EXPR', ${conveyance})")]
    [InlineData("${remarks} != ''")]
    [InlineData("${remarks} = ''")]
    [InlineData("${date_estimated} = true()")]
    [InlineData("${movement} = 'IMP' and ${conveyance} != 'PED'")]
    [InlineData("${movement} = 'IMP' or selected('SEA AIR', ${location_type}) or ${remarks} != ''")]
    public void WhatIsChosenIsWrittenAndReadBack(string expression)
    {
        SimpleCondition? read = SimpleCondition.Read(expression);
        Assert.NotNull(read);
        Assert.NotEmpty(read.Lines);
        Assert.Equal(expression, read.Write(Form));
    }

    [Theory]
    [InlineData("${quantity} > 3")]
    [InlineData("${movement} = 'IMP' and ${remarks} != '' or ${conveyance} = 'PED'")]
    [InlineData("any(${commodity} = 'CUR')")]
    [InlineData("${movement} = ${conveyance}")]
    [InlineData("true()")]
    public void WhatSaysMoreIsLeftAsItIs(string expression) => Assert.Null(SimpleCondition.Read(expression));

    [Fact]
    public void SeveralChoicesAreAskedWhetherOneIsAmongThem()
    {
        FormDocument form = FormEdits.SetType(Form, "movement", FieldType.Codes);
        foreach (Comparison comparison in new[] { Comparison.Is, Comparison.IsNot })
        {
            var condition = new SimpleCondition([new ConditionLine("movement", comparison, ["IMP"])], IsOr: false);
            string written = condition.Write(form)!;
            Assert.Contains("selected(${movement}, 'IMP')", written, StringComparison.Ordinal);
            SimpleCondition read = SimpleCondition.Read(written)!;
            Assert.Equal((comparison, "IMP"), (read.Lines[0].Comparison, Assert.Single(read.Lines[0].Values)));
        }
    }

    [Fact]
    public void NothingChosenIsNoConditionAndAQuotationMarkBreaksNothing()
    {
        Assert.Null(SimpleCondition.Empty.Write(Form));
        Assert.Same(SimpleCondition.Empty, SimpleCondition.Read(" "));
        var condition = new SimpleCondition([new ConditionLine("remarks", Comparison.Is, ["it's"])], IsOr: false);
        Assert.Equal("${remarks} = 'its'", condition.Write(Form));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(". >= 1", 1, null)]
    [InlineData(". <= 10", null, 10)]
    [InlineData(". >= 1 and . <= 10", 1, 10)]
    public void LimitsOfANumberAreReadAndWritten(string? constraint, int? least, int? most)
    {
        SimpleLimits? limits = SimpleLimits.Read(constraint);
        Assert.NotNull(limits);
        Assert.Equal((least, most), (limits.Least, limits.Most));
        Assert.Equal(constraint, limits.Write());
    }

    [Fact]
    public void AConstraintThatSaysMoreIsNoLimit() => Assert.Null(SimpleLimits.Read(". >= 1 and . != 5"));
}
