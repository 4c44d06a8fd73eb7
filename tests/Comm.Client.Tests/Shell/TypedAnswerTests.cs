using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Shell;

public static class TypedAnswerTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("en", "amount", "1,234.5", "1234.5")]
    [InlineData("fr", "amount", "1 234,5", "1234.5")]
    [InlineData("ru", "amount", "1 234,5", "1234.5")]
    [InlineData("es", "amount", "1.234,5", "1234.5")]
    [InlineData("ar", "amount", "١٬٢٣٤٫٥", "1234.5")]
    [InlineData("pt", "amount", "1 234,5", "1234.5")]
    [InlineData("fr", "amount", "1.500", null)]
    [InlineData("en", "whole", "12", "12")]
    [InlineData("ar", "whole", "١٢", "12")]
    [InlineData("en", "whole", "_U", "_U")]
    [InlineData("ru", "whole", "Неизвестно", "_U")]
    [InlineData("en", "day", "2026-11-25", "2026-11-25")]
    [InlineData("fr", "day", "25/11/2026", "2026-11-25")]
    [InlineData("ru", "day", "25.11.2026", "2026-11-25")]
    [InlineData("ar", "day", "٢٥/١١/٢٠٢٦", "2026-11-25")]
    // The third of April, or the fourth of March?
    [InlineData("en", "day", "03/04/2026", null)]
    [InlineData("en", "day", "04/04/2026", "2026-04-04")]
    // With the month first; not of this calendar; with two signs.
    [InlineData("en", "day", "11/25/2026", null)]
    [InlineData("en", "day", "30/02/2026", null)]
    [InlineData("en", "day", "25/11.2026", null)]
    [InlineData("en", "day", "25/11/26", null)]
    [InlineData("fr", "hour", "6h30", "06:30")]
    [InlineData("en", "hour", "06:30:59", "06:30")]
    [InlineData("en", "hour", "24:00", null)]
    [InlineData("en", "moment", "2026-11-25T06:30", "2026-11-25T06:30+01:00")]
    [InlineData("en", "moment", "2026-07-25T06:30", "2026-07-25T06:30+02:00")]
    [InlineData("en", "moment", "2026-11-25 06:30 -03:30", "2026-11-25T06:30-03:30")]
    [InlineData("en", "moment", "25.11.2026 06:30 Z", "2026-11-25T06:30+00:00")]
    [InlineData("en", "moment", "2026-11-25T06:30+15:00", null)]
    [InlineData("en", "moment", "0001-01-01T00:30+14:00", null)]
    [InlineData("en", "moment", "2026-11-25", null)]
    [InlineData("pt", "flagged", "Sim", "True")]
    [InlineData("ar", "flagged", "لا", "False")]
    [InlineData("en", "flagged", "x", "True")]
    [InlineData("en", "flagged", "perhaps", null)]
    [InlineData("fr", "land", "Allemagne", "DE")]
    [InlineData("en", "land", "Ger", null)]
    [InlineData("en", "money", "EUR", "EUR")]
    [InlineData("en", "port", "Felixstowe", "GBFXT")]
    [InlineData("en", "colour", "red (en)", "RED")]
    [InlineData("en", "colour", "RED", "RED")]
    [InlineData("en", "colour", "reddish", null)]
    [InlineData("en", "weight_unit", "KGM", "KGM")]
    [InlineData("en", "weight_unit", "EUR", "EUR")]
    [InlineData("en", "means", "DOG, XRAY", "DOG XRAY")]
    [InlineData("en", "means", "dog (en); xray (en)", "DOG XRAY")]
    [InlineData("en", "means", "DOG DOG", "DOG")]
    [InlineData("en", "means", "DOG; hare", null)]
    [InlineData("en", "other_report", "0193574c-0000-7000-8000-0000000000a1", "0193574c-0000-7000-8000-0000000000a1")]
    [InlineData("en", "other_report", "the last one", null)]
    [InlineData("en", "short_text", "two\r\nlines", "two\nlines")]
    [InlineData("en", "short_text", "a\u0007b\u0000", "ab")]
    public static void EveryTypeOfAnswerIsReadOrRefused(string language, string field, string typed, string? read)
    {
        Answer? answer = TypedAnswer.Read(
            SampleQuestions.Everything.Find(field)!,
            typed,
            TypedTables.Of(Languages.Of(language)) with
            {
                Zone = Paris,
            }
        );
        Assert.Equal(
            read,
            answer switch
            {
                null => null,
                Answer.Text text => text.Value,
                Answer.Number number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Answer.Flag flag => flag.Value.ToString(),
                _ => answer.ToString(),
            }
        );
    }

    [Theory]
    [InlineData("59.437 24.745", "59.437 24.745")]
    [InlineData("59.437, 24.745", "59.437 24.745")]
    [InlineData("59,437 24,745", "59.437 24.745")]
    [InlineData("59.437,24.745", "59.437 24.745")]
    [InlineData("59°26'N 24°45'E", "59.43333 24.75")]
    [InlineData("59°26′13.2″N, 24°44′43″E", "59.437 24.74528")]
    [InlineData("N59 26 E24 45", "59.43333 24.75")]
    [InlineData("33°52'S 151°12'E", "-33.86667 151.2")]
    [InlineData("-33.87 151.2", "-33.87 151.2")]
    [InlineData("25°48'N80°11'W", "25.8 -80.18333")]
    [InlineData("٥٩٫٤٣٧ ٢٤٫٧٤٥", null)]
    [InlineData("59,437", null)]
    [InlineData("59,43", null)]
    [InlineData("59 26 24 45", "59.43333 24.75")]
    [InlineData("24°45'E 59°26'N", null)]
    [InlineData("91 0", null)]
    [InlineData("-59°26'S 24°45'E", null)]
    [InlineData("59°61'N 24°45'E", null)]
    [InlineData("north", null)]
    [InlineData("", null)]
    public static void APlaceOnTheEarthIsReadAsChartsAndMapsWriteIt(string typed, string? read) =>
        Assert.Equal(read, TypedPosition.Read(typed));

    [Fact]
    public static void NothingThatIsTypedTakesLong()
    {
        string[] hostile = [new string('1', 100_000), new string(' ', 100_000), string.Concat(Enumerable.Repeat("1 N ", 20_000))];
        foreach (FormField field in SampleQuestions.Everything.All.Where(field => field.IsAsked && field.Type != FieldType.Text))
        {
            Assert.All(hostile, typed => Assert.Null(TypedAnswer.Read(field, typed, TypedTables.Of(Languages.Of("en")))));
        }
    }
}
