using Comm.Client.Conversations;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>A report in a few words of the reader's: its title, what it is about, its goods.</summary>
internal sealed class ReportWords(AnswerWords words, Reader reader, IStringLocalizer<L.Conversation> text)
{
    private const int MostFacts = 5;
    private const int FactsInALine = 3;
    private const int CharactersOfAFact = 80;

    private static readonly string[] OfASeizure =
    [
        "seizure_date",
        "location",
        "movement",
        "departure_country",
        "destination_country",
    ];

    private static readonly string[] HandlingLists = ["CL_TLP", "CL_HANDLING"];

    /// <summary>A form that nobody here knows goes by its id.</summary>
    public string Title(Report report, FormDefinition? form) =>
        form?.Labels.In(reader.Language.Code, form.Document.DefaultLanguage).Text ?? $"{report.Form} {report.FormVersion}";

    /// <summary>In one line.</summary>
    public string What(Report report, ReportVerdict verdict)
    {
        if (verdict.Form is not { } form)
        {
            return text["ReportCard.UnknownForm"];
        }

        IEnumerable<string> facts = KeyFacts(report, verdict)
            .Take(form.Goods is null ? FactsInALine : FactsInALine - 1)
            .Select(fact => Short(words.Of(fact.Field, fact.Answer)));
        Answers[] goods = [.. Goods(report, form)];
        string? first = goods.Select(line => SayGoods(line, form)).FirstOrDefault();
        string more = goods.Length > 1 ? $" + {goods.Length - 1}" : "";
        // Each fact keeps its own direction, whatever stands beside it.
        return string.Join(
            " · ",
            (first is null ? facts : facts.Append(Short(first) + more)).Select(fact => $"\u2068{fact}\u2069")
        );
    }

    /// <summary>The few facts that say what a report is about: a seizure's where and whence, another form's first questions.</summary>
    public static IReadOnlyList<(FormField Field, Answer Answer)> KeyFacts(Report report, ReportVerdict verdict)
    {
        if (verdict.Form is not { } form)
        {
            return [];
        }

        List<(FormField Field, Answer Answer)> answered =
        [
            .. form
                .Questions.Where(field =>
                    field is { IsAsked: true, ReadOnly: false, Type: not (FieldType.Link or FieldType.Image or FieldType.File) }
                    && !IsHandling(field)
                )
                .Select(field => (field, report.Answers[field.Name]!))
                .Where(fact => fact.Item2 is not (null or Answer.Lines or Answer.Flag { Value: false })),
        ];
        List<(FormField Field, Answer Answer)> seizure =
        [
            .. answered
                .Where(fact => OfASeizure.Contains(fact.Field.Name))
                .OrderBy(fact => Array.IndexOf(OfASeizure, fact.Field.Name)),
        ];
        if (form.Kind == FormKind.Seizure && seizure.Count > 1)
        {
            return seizure;
        }

        // What must be answered is what the form is about; what may be comes after.
        return
        [
            .. answered
                .OrderBy(fact => verdict.Evaluation.Required.Contains(new FieldPath(fact.Field.Name)) ? 0 : 1)
                .Take(MostFacts),
        ];
    }

    public static IEnumerable<Answers> Goods(Report report, FormDefinition form) =>
        form.Goods is { } goods ? report.Answers.Lines(goods.Repeat) : [];

    /// <summary>"Cigarettes: 2,400,000 cigarettes (sticks)", as much of it as is there.</summary>
    public string SayGoods(Answers line, FormDefinition form)
    {
        GoodsFields goods = form.Goods!;
        string amount = string.Join(' ', new[] { Say(line, goods.Quantity, form), Unit(line, goods, form) }.OfType<string>());
        return string.Join(": ", new[] { Say(line, goods.Commodity, form), amount }.Where(part => !string.IsNullOrEmpty(part)));
    }

    public string? Say(Answers line, string name, FormDefinition form) =>
        line[name] is { } answer && form.Find(name) is { } field ? DirectionControls.Neutralize(words.Of(field, answer)) : null;

    public string? Unit(Answers line, GoodsFields goods, FormDefinition form) =>
        line.Text(goods.Unit) is { } unit && line.Number(goods.Quantity) is { } quantity && form.Find(goods.Unit) is { } field
            ? UnitOf(unit, quantity, field)
            : Say(line, goods.Unit, form);

    /// <summary>A unit of a form's own list has no plural here.</summary>
    private string UnitOf(string unit, decimal quantity, FormField field) =>
        field.List?.Id == "CL_UNIT" ? DirectionControls.Neutralize(words.UnitOf(unit, quantity)) : words.Of(field, unit);

    /// <summary>TLP and handling codes, where the form asks for them and the report says them.</summary>
    public static IReadOnlyList<(FormField Field, Answer Answer)> Handling(Report report, FormDefinition? form) =>
        [
            .. (form?.Questions ?? [])
                .Where(field => IsHandling(field) && report.Answers[field.Name] is Answer.Text)
                .Select(field => (field, report.Answers[field.Name]!)),
        ];

    private static bool IsHandling(FormField field) => field.List is { } list && HandlingLists.Contains(list.Id);

    public string Number(int count) => words.Of(count);

    private static string Short(string fact)
    {
        string safe = DirectionControls.Neutralize(fact.ReplaceLineEndings(" "));
        return safe.Length <= CharactersOfAFact
            ? safe
            : DirectionControls.Neutralize(string.Concat(safe.AsSpan(0, CharactersOfAFact), "…"));
    }
}
