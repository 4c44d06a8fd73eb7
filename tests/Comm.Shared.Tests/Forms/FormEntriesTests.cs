using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class FormEntriesTests
{
    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData("12,5", "12.5")]
    [InlineData("١٢٫٥", "12.5")]
    [InlineData("-3", "-3")]
    [InlineData("1.234", "1.234")]
    [InlineData("1,234", null)]
    [InlineData("1,234.5", null)]
    [InlineData("1 234", null)]
    [InlineData("1e3", null)]
    [InlineData("²", null)]
    [InlineData("ten", null)]
    [InlineData("99999999999999999999999999999999999999999999", null)]
    public void NumbersAreReadAsSixLanguagesTypeThem(string typed, string? number) =>
        Assert.Equal(number, FormEntries.Number(typed)?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void InputsBecomeAnswersAndWhatCannotBeReadIsKept()
    {
        var entries = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["movement"] = " IMP ",
            ["remarks"] = "  ",
            ["date_estimated"] = "on",
            ["lines[0].commodity"] = "ALC",
            ["lines[0].quantity"] = "much",
            ["lines[1].unit"] = "",
            ["lines[3].quantity"] = "2,5",
            ["script"] = "x",
        };
        Answers answers = FormEntries.Read(Seizures.Form, entries);
        Assert.Equal("IMP", answers.Text("movement"));
        Assert.Null(answers["remarks"]);
        Assert.Null(answers["script"]);
        Assert.Equal(new Answer.Flag(true), answers["date_estimated"]);
        Assert.Equal(2, answers.Lines("lines").Length);
        Assert.Equal("much", answers.Lines("lines")[0].Text("quantity"));
        Assert.Equal(2.5m, answers.Lines("lines")[1].Number("quantity"));
        Assert.Contains(Seizures.Evaluate(answers).Findings, finding => finding.Path.ToString() == "lines[0].quantity");
    }
}
