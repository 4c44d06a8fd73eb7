using System.Globalization;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Shared.Forms;

/// <summary>Whether one answer has the form its field wants, and the value it then has in expressions.</summary>
internal static class AnswerForm
{
    /// <summary>Null when the answer fits; otherwise the finding's rule and sentence.</summary>
    public static (string RuleId, string MessageKey)? Fault(FormField field, Answer answer, FormContext context) =>
        field.Type switch
        {
            FieldType.Flag => answer is Answer.Flag ? null : ("F02", "Finding_YesOrNo"),
            FieldType.Decimal => answer is Answer.Number ? null : ("F02", "Finding_Number"),
            FieldType.Integer => answer is not Answer.Number number ? ("F02", "Finding_Number")
            : decimal.IsInteger(number.Value) ? null
            : ("F02", "Finding_WholeNumber"),
            _ => answer is Answer.Text text ? TextFault(field, text.Value, context) : ("F02", "Finding_Form"),
        };

    private static (string RuleId, string MessageKey)? TextFault(FormField field, string text, FormContext context) =>
        field.Type switch
        {
            _ when field.Specials.Contains(text, StringComparer.Ordinal) => null,
            FieldType.Text => text.Length <= field.Most ? null : ("F05", "Finding_TooLong"),
            FieldType.Date => Date(text) is not null ? null : ("F02", "Finding_Date"),
            FieldType.Time => Time(text) is not null ? null : ("F02", "Finding_Time"),
            FieldType.DateTime => Instant(text) is not null ? null : ("F02", "Finding_DateTime"),
            FieldType.Country => context.Countries.Contains(text) ? null : ("F03", "Finding_Country"),
            FieldType.Currency => CurrencyTable.Shipped.Contains(text) ? null : ("F03", "Finding_Code"),
            FieldType.Location => LocationTable.IsWellFormed(text) ? null : ("P01", "Finding_Location"),
            FieldType.Code => field.List!.Allows(text) ? null : ("F03", "Finding_Code"),
            FieldType.Codes => AreCodes(field, text) ? null : ("F03", "Finding_Code"),
            FieldType.Unit => IsUnit(field, text) ? null : ("F03", "Finding_Code"),
            FieldType.Position => IsPosition(text) ? null : ("F02", "Finding_Position"),
            FieldType.Image or FieldType.File => AttachmentAnswer.Fault(field, text),
            FieldType.Link => Guid.TryParseExact(text, "D", out _) ? null : ("F02", "Finding_Form"),
            _ => ("F02", "Finding_Form"),
        };

    public static Value ValueOf(FormField field, Answer? answer) =>
        answer switch
        {
            Answer.Number number => Value.Of(number.Value),
            Answer.Flag flag => Value.Of(flag.Value),
            Answer.Text text => field.Type switch
            {
                FieldType.Date when Date(text.Value) is { } date => Value.Of(date),
                FieldType.Time when Time(text.Value) is { } time => Value.Of(time, text.Value),
                FieldType.DateTime when Instant(text.Value) is { } instant => Value.Of(instant, text.Value),
                _ => Value.Of(text.Value),
            },
            _ => Value.Blank,
        };

    public static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : null;

    public static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;

    public static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-ddTHH:mmzzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateTimeOffset instant
        )
            ? instant
            : null;

    private static bool AreCodes(FormField field, string text)
    {
        string[] codes = text.Split(' ');
        return codes.All(code => field.List!.Allows(code) || field.Specials.Contains(code, StringComparer.Ordinal))
            && codes.Distinct(StringComparer.Ordinal).Count() == codes.Length;
    }

    // Amounts of money are counted in a currency, which stands where another commodity has its unit.
    private static bool IsUnit(FormField field, string text) => field.List!.Allows(text) || CurrencyTable.Shipped.Contains(text);

    private static bool IsPosition(string text) =>
        text.Split(' ') is [var latitude, var longitude] && IsDegrees(latitude, 90) && IsDegrees(longitude, 180);

    private static bool IsDegrees(string text, decimal most) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal degrees
        )
        && Math.Abs(degrees) <= most;
}
