using System.Globalization;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;
using Microsoft.Extensions.Localization;
using Words = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports;

/// <summary>Answers and findings in the reader's language. Codes cross the wire; here they become words.</summary>
internal sealed class AnswerWords(
    Reader reader,
    IStringLocalizer<Words.Forms> findings,
    IStringLocalizer<Words.Conversation> text
)
{
    public string Label(FormField field) => field.Labels.Text(reader.Language.Code);

    public string Of(FormField field, Answer answer) =>
        answer switch
        {
            Answer.Flag flag => flag.Value ? text["ReportForm.Yes"] : text["ReportForm.No"],
            Answer.Number number => Of(number.Value),
            Answer.Text { Value: var value } => Of(field, value),
            Answer.Lines lines => Of(lines.Items.Length),
            _ => throw new InvalidOperationException($"No words for {answer.GetType().Name}."),
        };

    public string Of(decimal number) => number.ToString("#,0.###", reader.Language.Culture);

    /// <summary>"Le Havre (FRLEH)": the code is what two officers with two languages have in common.</summary>
    public static string Of(Location place) => $"{place.Name} ({place.Code})";

    public string Sentence(Finding finding, FormDefinition form) =>
        findings[
            finding.MessageKey,
            [
                form.Find(finding.Path.Field.Length == 0 ? finding.Path.Repeat ?? "" : finding.Path.Field) is { } field
                    ? Label(field)
                    : finding.Path.Field,
                .. finding.Arguments.Select(argument => Of(argument, form)),
            ]
        ];

    private string Of(FindingArgument argument, FormDefinition form) =>
        argument.Field is { } name && form.Find(name) is { } field ? Of(field, argument.Value) : argument.Value;

    private string Of(FormField field, string value)
    {
        string language = reader.Language.Code;
        return value.StartsWith('_')
            ? CodeLists.Shipped.Label(CodeLists.Special, value, language)
            : field.Type switch
            {
                FieldType.Country => CountryTable.Shipped.Name(value, language),
                FieldType.Location => LocationTable.Shipped.ByCode(value) is { } place ? Of(place) : value,
                FieldType.Code => CodeLists.Shipped.Label(field.CodeList!, value, language),
                FieldType.Unit => CurrencyTable.Shipped.Contains(value)
                    ? CurrencyTable.Shipped.Name(value, language)
                    : CodeLists.Shipped.Label(field.CodeList!, value, language),
                FieldType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                    ? day.ToString("d MMMM yyyy", reader.Language.Culture)
                    : value,
                _ => value,
            };
    }
}
