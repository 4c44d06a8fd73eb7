using System.Globalization;
using System.Text;
using Comm.Shared.Forms;
using FsCheck.Xunit;

namespace Comm.Shared.Tests.Forms;

public class ReportTests
{
    private static readonly Report Plain = Report.New(
        Seizures.Form,
        "ar",
        Seizures.Cigarettes.With("remarks", "ملاحظة \"q\" <b>&\n😀")
    );

    [Fact]
    public void IsReadAsItWasWritten()
    {
        byte[] bytes = Plain.ToUtf8();
        Assert.True(Report.TryParse(bytes, out Report? read));
        Assert.Equal(bytes, read!.ToUtf8());
        Assert.Equal(Plain.Id, read.Id);
        Assert.Equal("ar", read.Language);
        Assert.Equal(Plain.Answers.Text("remarks"), read.Answers.Text("remarks"));
        Assert.Equal(200_000m, read.Answers.Lines("lines")[0].Number("quantity"));
    }

    [Fact]
    public void IsTheSameBytesWhateverTheOrderOfAnswersAndTheCulture()
    {
        Report one = Plain with { Answers = Answers.Of(("b", 12.50m), ("a", "x")) };
        Report other = Plain with { Answers = Answers.Of(("a", "x"), ("b", 12.5m)) };
        CultureInfo before = CultureInfo.CurrentCulture;
        byte[] arabic;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-EG");
            arabic = one.ToUtf8();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(arabic, other.ToUtf8());
        Assert.Contains("12.5,", Encoding.UTF8.GetString(arabic).Replace('}', ','));
    }

    [Fact]
    public void EveryShorterTextIsNone()
    {
        byte[] bytes = Plain.ToUtf8();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(Report.TryParse(bytes.AsSpan(0, length), out Report? read));
            Assert.Null(read);
        }
    }

    [Fact]
    public void EveryChangedBitIsAReportOrNoneButNeverAnException()
    {
        byte[] bytes = Plain.ToUtf8();
        int refused = 0;
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Report.TryParse(bytes, out Report? read))
            {
                Assert.NotNull(Seizures.Verdict(read!));
            }
            else
            {
                refused++;
            }

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(refused > bytes.Length);
    }

    [Property(MaxTest = 500)]
    public bool ArbitraryBytesNeverThrow(byte[] bytes) => !Report.TryParse(bytes, out _);

    [Property(MaxTest = 500)]
    public bool AnyTextAsAnAnswerIsKeptExactlyOrRefused(string? text)
    {
        Report written = Plain with { Answers = Answers.Of(("remarks", text ?? "")) };
        return !Report.TryParse(written.ToUtf8(), out Report? read) || read!.Answers.Text("remarks") == text;
    }

    [Theory]
    [InlineData("\"a\":1", "\"a\":1,\"a\":2")]
    [InlineData("\"a\":1", "\"a\":null")]
    [InlineData("\"a\":1", "\"a\":\"\"")]
    [InlineData("\"a\":1", "\"a\":1e2")]
    [InlineData("\"a\":1", "\"a\":1.0001")]
    [InlineData("\"a\":1", "\"a\":1234567890123456")]
    [InlineData("\"a\":1", "\"a\":{}")]
    [InlineData("\"a\":1", "\"a\":[1]")]
    [InlineData("\"a\":1", "\"a\":[{\"b\":[{}]}]")]
    [InlineData("\"a\":1", "\"a\":\"\\ud800\"")]
    [InlineData("\"a\":1", "\"\\udc00\":1")]
    [InlineData("\"a\":1", "\"a\":\"\\u0000\"")]
    [InlineData("\"a\":1", "\"A\":1")]
    [InlineData("\"language\":\"ar\"", "\"language\":\"xx\"")]
    [InlineData("\"language\":\"ar\"", "\"language\":\"ar\",\"language\":\"ar\"")]
    [InlineData("\"language\":\"ar\"", "\"language\":\"ar\",\"extra\":1")]
    [InlineData("\"language\":\"ar\",", "")]
    [InlineData("\"formVersion\":1", "\"formVersion\":0")]
    [InlineData("\"overrides\":[]", "\"overrides\":[{\"rule\":\"M06\"}]")]
    [InlineData("\"overrides\":[]", "\"overrides\":[{\"rule\":\"M06\",\"reason\":\"x\",\"by\":\"y\"}]")]
    [InlineData("\"overrides\":[]}", "\"overrides\":[]} {}")]
    [InlineData("\"overrides\":[]", "\"overrides\":[/**/]")]
    [InlineData("\"overrides\":[]", "\"overrides\":[,]")]
    public void RefusesWhatIsNotExactlyAReport(string part, string replaced)
    {
        string json = Encoding.UTF8.GetString((Plain with { Answers = Answers.Of(("a", 1m)) }).ToUtf8());
        Assert.True(Report.TryParse(Encoding.UTF8.GetBytes(json), out _));
        Assert.Contains(part, json);
        Assert.False(Report.TryParse(Encoding.UTF8.GetBytes(json.Replace(part, replaced)), out _));
    }

    [Fact]
    public void RefusesWhatIsTooLargeTooDeepOrTooMuch()
    {
        string json = Encoding.UTF8.GetString((Plain with { Answers = Answers.Of(("a", 1m)) }).ToUtf8());
        string[] hostile =
        [
            json + new string(' ', FormLimits.ReportBytes),
            json.Replace("\"a\":1", "\"a\":" + new string('[', 5_000)),
            json.Replace("\"a\":1", "\"a\":[" + string.Join(',', Enumerable.Repeat("{}", FormLimits.Lines + 1)) + "]"),
            json.Replace("\"a\":1", "\"a\":\"" + new string('x', FormLimits.TextCharacters + 1) + "\""),
            json.Replace("\"a\":1", string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"a{i}\":1"))),
            "\uFEFF" + json,
        ];
        Assert.All(hostile, text => Assert.False(Report.TryParse(Encoding.UTF8.GetBytes(text), out _)));
        Assert.False(Report.TryParse([0x7b, 0xff, 0x7d], out _));
    }

    [Fact]
    public void AWarningWantsAReasonAndAnErrorTakesNone()
    {
        Answers odd = Seizures
            .Cigarettes.With("movement", "TRA")
            .With("departure_country", "CH")
            .With("destination_country", "CH");
        Assert.IsType<ReportVerdict.Invalid>(Seizures.Verdict(Report.New(Seizures.Form, "fr", odd)));
        Assert.IsType<ReportVerdict.Invalid>(
            Seizures.Verdict(Report.New(Seizures.Form, "fr", odd, new RuleOverride("M06", "  ")))
        );
        Assert.IsType<ReportVerdict.Invalid>(
            Seizures.Verdict(Report.New(Seizures.Form, "fr", odd, new RuleOverride("M07", "train of Basel")))
        );
        Assert.IsType<ReportVerdict.ValidWithOverrides>(
            Seizures.Verdict(Report.New(Seizures.Form, "fr", odd, new RuleOverride("M06", "retour à Bâle")))
        );

        Answers wrong = Seizures.Cigarettes.With("departure_country", "DE");
        Assert.IsType<ReportVerdict.Invalid>(
            Seizures.Verdict(Report.New(Seizures.Form, "fr", wrong, new RuleOverride("M01", "because")))
        );
        Assert.IsType<ReportVerdict.Valid>(Seizures.Verdict(Report.New(Seizures.Form, "fr", Seizures.Cigarettes)));
    }

    [Fact]
    public void AReportOnAnUnknownFormIsInvalid()
    {
        ReportVerdict verdict = Seizures.Verdict(Plain with { FormVersion = 99 });
        Assert.Equal("F00", Assert.Single(Assert.IsType<ReportVerdict.Invalid>(verdict).Findings).RuleId);
    }

    [Fact]
    public void KeepsTheVersionsItWasWrittenWith()
    {
        Assert.Equal("1.0", Plain.CodeLists["CL_COMMODITY"]);
        Assert.Equal(Seizures.Form.Version, Plain.FormVersion);
    }
}
