using System.Globalization;
using Comm.Shared.Localization;
using Comm.Shared.Locations;
using Microsoft.Extensions.Localization;

namespace Comm.Shared.Forms;

/// <summary>Makes a finding's sentence in the reader's language: codes crossed the wire, words are made on the screen.</summary>
/// <param name="words">The reader's.</param>
/// <param name="places">Finds a place by its key; by default among those that came with the product.</param>
public sealed class FindingSentences(IStringLocalizer<Localization.Forms> words, Func<string, Location?>? places = null)
{
    // Shows the reader's own decimal sign, and that thousands need none.
    private const decimal Example = 1234.5m;

    public string Of(FormDefinition? form, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        string language = ProductCultures.Current;
        if (finding.Message is { } own)
        {
            return FormMessages.Write(
                own.In(language, form?.Document.DefaultLanguage).Text,
                name =>
                    finding.Arguments.FirstOrDefault(argument => argument.Field == name) is { } argument
                        ? InWords(form, argument, language)
                        : name
            );
        }

        string label = form?.Find(finding.Path.Field)?.Labels.Text(language) ?? finding.Path.Field;
        object[] arguments =
            finding.MessageKey == "Finding_Number"
                ? [label, Example.ToString(CultureInfo.CurrentCulture)]
                : [label, .. finding.Arguments.Select(argument => InWords(form, argument, language))];
        return words[finding.MessageKey, arguments];
    }

    /// <summary>For a place where the field itself is not in view: says of which line the finding is, too.</summary>
    public string WithLine(FormDefinition? form, Finding finding)
    {
        string sentence = Of(form, finding);
        return finding.Path.Repeat is null ? sentence : words["Page_LineFinding", finding.Path.Line + 1, sentence];
    }

    /// <summary>One answer in words: the name of a country or place, the label of a code, a date as the reader writes it.</summary>
    public static string InWords(FormField field, string value, string language, Func<string, Location?>? places = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        return field.Type switch
        {
            _ when value.StartsWith('_') => CodeLists.Shipped.Label(CodeLists.Special, value, language),
            FieldType.Country => CountryTable.Shipped.Name(value, language),
            FieldType.Location => (places ?? LocationTable.Shipped.ByCode)(value) is { } place
                ? $"{place.Name} ({place.Code})"
                : value,
            FieldType.Unit when CurrencyTable.Shipped.Contains(value) => CurrencyTable.Shipped.Name(value, language),
            FieldType.Currency => CurrencyTable.Shipped.Name(value, language),
            FieldType.Codes => string.Join(", ", value.Split(' ').Select(code => Choice(field, code, language))),
            FieldType.Code or FieldType.Unit => Choice(field, value, language),
            FieldType.Date when AnswerForm.Date(value) is { } date => LongDate.Of(date, CultureInfo.GetCultureInfo(language)),
            _ => value,
        };
    }

    /// <summary>A code nobody knows stands for itself.</summary>
    private static string Choice(FormField field, string code, string language) =>
        code.StartsWith('_')
            ? CodeLists.Shipped.Label(CodeLists.Special, code, language)
            : field.List?.Find(code)?.Labels.Text(language) ?? code;

    private string InWords(FormDefinition? form, FindingArgument argument, string language) =>
        argument.Field is { } name && form?.Find(name) is { } field
            ? InWords(field, argument.Value, language, places)
            : argument.Value;
}
