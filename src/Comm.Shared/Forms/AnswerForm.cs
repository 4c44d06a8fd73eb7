using System.Globalization;
using Comm.Shared.Forms.Expressions;
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
            _ => answer is Answer.Text text ? TextFault(field, text.Value, context) : ("F02", "Finding_Form"),
        };

    private static (string RuleId, string MessageKey)? TextFault(FormField field, string text, FormContext context) =>
        field.Type switch
        {
            _ when field.Specials.Contains(text, StringComparer.Ordinal) => null,
            FieldType.Text => text.Length <= field.Most ? null : ("F05", "Finding_TooLong"),
            FieldType.Date => Date(text) is not null ? null : ("F02", "Finding_Date"),
            FieldType.Country => context.Countries.Contains(text) ? null : ("F03", "Finding_Country"),
            FieldType.Location => LocationTable.IsWellFormed(text) ? null : ("P01", "Finding_Location"),
            FieldType.Code => context.CodeLists.Find(field.CodeList!)!.Allows(text) ? null : ("F03", "Finding_Code"),
            FieldType.Unit => KnownUnit(field, text, context) ? null : ("F03", "Finding_Code"),
            _ => ("F02", "Finding_Form"),
        };

    public static Value ValueOf(FormField field, Answer? answer) =>
        answer switch
        {
            Answer.Number number => Value.Of(number.Value),
            Answer.Flag flag => Value.Of(flag.Value),
            Answer.Text text when field.Type == FieldType.Date && Date(text.Value) is { } date => Value.Of(date),
            Answer.Text text => Value.Of(text.Value),
            _ => Value.Blank,
        };

    public static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : null;

    // Amounts of money are counted in a currency, which stands where another commodity has its unit.
    private static bool KnownUnit(FormField field, string text, FormContext context) =>
        context.CodeLists.Find(field.CodeList!)!.Allows(text) || Localization.CurrencyTable.Shipped.Contains(text);
}
