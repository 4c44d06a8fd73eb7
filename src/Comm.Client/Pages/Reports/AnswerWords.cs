using Comm.Client.Shell;
using Comm.Client.Tables;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports;

/// <summary>Answers and findings in the reader's language. Codes cross the wire; here they become words.</summary>
internal sealed class AnswerWords(
    Reader reader,
    KnownPlaces places,
    IStringLocalizer<L.Forms> forms,
    IStringLocalizer<L.Conversation> conversation,
    IStringLocalizer<L.Units> units
)
{
    private readonly FindingSentences _sentences = new(forms, places.Find);

    public string Label(FormField field) => field.Labels.Text(reader.Language.Code);

    public string Sentence(Finding finding, FormDefinition form) => _sentences.Of(form, finding);

    /// <summary>Of a finding that is told far from its field.</summary>
    public string SentenceWithLine(Finding finding, FormDefinition form) => _sentences.WithLine(form, finding);

    public string Of(FormField field, Answer answer) =>
        answer switch
        {
            Answer.Flag flag => flag.Value ? forms["Page_Yes"] : conversation["ReportForm.No"],
            Answer.Number number => Of(number.Value),
            Answer.Text text
                when field.Type == FieldType.Date && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", out DateOnly day) =>
                reader.ShortDate(day),
            Answer.Text text => FindingSentences.InWords(field, text.Value, reader.Language.Code, places.Find),
            Answer.Lines lines => Of(lines.Items.Length),
            _ => throw new InvalidOperationException($"No words for {answer.GetType().Name}."),
        };

    public string Of(decimal number) => number.ToString("#,0.###", reader.Language.Culture);

    /// <summary>A unit after a number: "1 kilogram", "12.5 kilograms". A currency, or a unit of a newer list, by its plain name.</summary>
    public string UnitOf(string code, decimal number)
    {
        LocalizedString unit = units[$"Unit.{code}_{PluralRules.Category(reader.Language.Code, number)}"];
        return !unit.ResourceNotFound ? unit
            : CurrencyTable.Shipped.Contains(code) ? CurrencyTable.Shipped.Name(code, reader.Language.Code)
            : CodeLists.Shipped.Label("CL_UNIT", code, reader.Language.Code);
    }

    /// <summary>"Le Havre (FRLEH)": the code is what two officers with two languages have in common.</summary>
    public static string Of(Location place) => $"{place.Name} ({place.Code})";
}
