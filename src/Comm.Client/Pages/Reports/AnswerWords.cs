using System.Globalization;
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
    IStringLocalizer<L.Units> units,
    IStringLocalizer<L.Filling> filling
)
{
    private readonly FindingSentences _sentences = new(forms, places.Find);

    public string Label(FormField field) => field.Labels.Text(reader.Language.Code);

    public string Sentence(Finding finding, FormDefinition form) => _sentences.Of(form, finding);

    /// <summary>Of a finding that is told far from its field.</summary>
    public string SentenceWithLine(Finding finding, FormDefinition? form) => _sentences.WithLine(form, finding);

    public string Of(FormField field, Answer answer) =>
        answer switch
        {
            Answer.Flag flag => flag.Value ? forms["Page_Yes"] : conversation["ReportForm.No"],
            Answer.Number number => Of(number.Value),
            Answer.Text text
                when field.Type == FieldType.Date && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", out DateOnly day) =>
                reader.ShortDate(day),
            Answer.Text text
                when field.Type == FieldType.DateTime
                    && DateTimeOffset.TryParseExact(
                        text.Value,
                        "yyyy-MM-ddTHH:mmzzz",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out DateTimeOffset at
                    ) => Of(at),
            Answer.Text text when field.Type == FieldType.Position && PositionOf(text.Value) is { } position => Degrees(position),
            Answer.Text text => FindingSentences.InWords(field, text.Value, reader.Language.Code, places.Find),
            Answer.Lines lines => Of(lines.Items.Length),
            _ => throw new InvalidOperationException($"No words for {answer.GetType().Name}."),
        };

    public string Said(Labels labels) => labels.Text(reader.Language.Code);

    /// <summary>"Unknown", "Not applicable", "Other".</summary>
    public string Special(string code) => CodeLists.Shipped.Label(CodeLists.Special, code, reader.Language.Code);

    /// <summary>What could not be taken from a pasted text, and where.</summary>
    public string Sentence(PasteFault fault) =>
        fault.Row == 0 ? filling[fault.Key, fault.Text] : filling["Paste.At", fault.Row, fault.Column, Bare(fault)];

    /// <summary>The same without its place.</summary>
    public string Bare(PasteFault fault) =>
        filling[
            fault.Key,
            fault.Text,
            fault.Field is { } field ? Label(field) : "",
            fault.Field is { } asked ? Wanted(asked) : ""
        ];

    /// <summary>How an answer to a question is written where it is typed into a table: "A whole number.", "A date: 2026-11-25."</summary>
    public string Wanted(FormField field) => filling[$"Wanted.{field.Type}"];

    public string Label(FormDefinition form) => form.Labels.Text(reader.Language.Code);

    public string Of(decimal number) => number.ToString("#,0.###", reader.Language.Culture);

    /// <summary>A unit after a number: "1 kilogram", "12.5 kilograms". A currency, or a unit of a newer list, by its plain name.</summary>
    public string UnitOf(string code, decimal number)
    {
        LocalizedString unit = units[$"Unit.{code}_{PluralRules.Category(reader.Language.Code, number)}"];
        return !unit.ResourceNotFound ? unit
            : CurrencyTable.Shipped.Contains(code) ? CurrencyTable.Shipped.Name(code, reader.Language.Code)
            : CodeLists.Shipped.Label("CL_UNIT", code, reader.Language.Code);
    }

    /// <summary>As it was there, with the offset: the reader's own clock says nothing about a night in another zone.</summary>
    private string Of(DateTimeOffset there) =>
        $"{reader.ShortDate(DateOnly.FromDateTime(there.DateTime))} {there.ToString("HH:mm", reader.Language.Culture)} UTC{there.ToString("zzz", CultureInfo.InvariantCulture)}";

    /// <summary>Decimal degrees, as a position is stored; null for what is none.</summary>
    public static GeoPosition? PositionOf(string text) =>
        text.Split(' ') is [var latitude, var longitude]
        && IsDegrees(latitude, 90, out double north)
        && IsDegrees(longitude, 180, out double east)
            ? new GeoPosition(north, east, Doubtful: false)
            : null;

    /// <summary>With the letters of the compass and the digits that all six languages know.</summary>
    public static string Degrees(GeoPosition position) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Abs(position.Latitude):0.00}° {(position.Latitude < 0 ? 'S' : 'N')} {Math.Abs(position.Longitude):0.00}° {(position.Longitude < 0 ? 'W' : 'E')}"
        );

    private static bool IsDegrees(string text, double most, out double degrees) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out degrees
        )
        && Math.Abs(degrees) <= most;

    /// <summary>"Le Havre (FRLEH)": the code is what two officers with two languages have in common.</summary>
    public static string Of(Location place) => $"{place.Name} ({place.Code})";
}
