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

    /// <summary>In one line; each fact keeps its own direction, whatever stands beside it.</summary>
    public string What(Report report, ReportVerdict verdict) =>
        verdict.Form is { } form
            ? string.Join(" · ", Facts(form, report.Answers).Select(fact => $"\u2068{fact}\u2069"))
            : text["ReportCard.UnknownForm"];

    /// <summary>Two or three words of what it is about, of a report that is still being written, too; none where nothing is answered.</summary>
    public IEnumerable<string> Facts(FormDefinition form, Answers answers)
    {
        IEnumerable<string> facts = KeyFacts(form, answers)
            .Take(form.Goods is null ? FactsInALine : FactsInALine - 1)
            .Select(fact => Short(words.Of(fact.Field, fact.Answer)));
        string[] goods = [.. Goods(answers, form).Select(line => SayGoods(line, form)).Where(said => said.Length > 0)];
        return goods is [var first, ..] ? facts.Append(Short(first) + (goods.Length > 1 ? $" + {goods.Length - 1}" : "")) : facts;
    }

    /// <summary>The few facts that say what a report is about: a seizure's where and whence, another form's first questions.</summary>
    public static IReadOnlyList<(FormField Field, Answer Answer)> KeyFacts(FormDefinition form, Answers answers)
    {
        (FormField Field, Answer Answer)[] answered =
        [
            .. form
                .Questions.Where(field =>
                    field is { IsAsked: true, ReadOnly: false, Type: not (FieldType.Link or FieldType.Image or FieldType.File) }
                    && !IsHandling(field)
                )
                .Select(field => (field, answers[field.Name]!))
                .Where(fact => fact.Item2 is not (null or Answer.Lines or Answer.Flag { Value: false })),
        ];
        (FormField Field, Answer Answer)[] seizure =
        [
            .. answered
                .Where(fact => OfASeizure.Contains(fact.Field.Name))
                .OrderBy(fact => Array.IndexOf(OfASeizure, fact.Field.Name)),
        ];
        // What must be answered is what the form is about; what may be comes after.
        return form.Kind == FormKind.Seizure && seizure.Length > 1
            ? seizure
            : [.. answered.OrderBy(fact => fact.Field.MayBeRequired ? 0 : 1).Take(MostFacts)];
    }

    public static IEnumerable<Answers> Goods(Answers answers, FormDefinition form) =>
        form.Goods is { } goods ? answers.Lines(goods.Repeat) : [];

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
