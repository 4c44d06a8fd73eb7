using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>What an expression sees of a report from one place in it: the report itself, or one of its lines.</summary>
internal sealed class ReportScope(FormDefinition form, FormContext context, Answers answers, HashSet<FieldPath> irrelevant)
    : IExpressionScope
{
    /// <summary>The line the expression is asked for; null outside of lines.</summary>
    public (string Repeat, int Index)? Line { get; init; }

    public Value Self { get; init; }

    public Value Answer(string field)
    {
        if (form.Find(field) is not { } known)
        {
            return Value.Blank;
        }

        if (known.Repeat is null)
        {
            return irrelevant.Contains(new FieldPath(field)) ? Value.Blank : AnswerForm.ValueOf(known, answers[field]);
        }

        return Line is { } line && line.Repeat == known.Repeat ? InLine(known, line.Index) : Answers(field).FirstOrDefault();
    }

    public IEnumerable<Value> Answers(string field) =>
        form.Find(field) is { Repeat: { } repeat } known
            ? Enumerable.Range(0, answers.Lines(repeat).Length).Select(index => InLine(known, index))
            : [Answer(field)];

    public Value Ask(Function function, ReadOnlySpan<Value> arguments) =>
        function switch
        {
            Function.Today or Function.Now => Value.Of(context.Today),
            Function.LatestToday => Value.Of(context.LatestToday),
            Function.ReportingCountry => context.ReportingCountry is { } country ? Value.Of(country) : Value.Unknown,
            Function.LocationCountry => context.Locations?.CountryOf(arguments[0].Text) is { } country
                ? Value.Of(country)
                : Value.Unknown,
            Function.UnitAllowed => context.CodeLists.UnitsOf(arguments[0].Text) is { } units
                ? Value.Of(units.Allow(arguments[1].Text))
                : Value.Unknown,
            Function.WholeUnit => Value.Of(context.CodeLists.Find("CL_UNIT")?.Find(arguments[0].Text) is { Whole: true }),
            _ => context.CustomsAreas is { } areas ? Ask(areas, function, arguments[0].Text, arguments[1].Text) : Value.Unknown,
        };

    private static Value Ask(CustomsAreas areas, Function function, string country, string reporting) =>
        function switch
        {
            Function.InCustomsUnion => Value.Of(areas.InUnion(country, reporting)),
            Function.InTerritory => Value.Of(areas.InTerritory(country, reporting)),
            Function.CustomsArea => Value.Of(areas.AreaOf(country, reporting)),
            _ => throw new InvalidOperationException($"No answer to {function}."),
        };

    private Value InLine(FormField field, int index) =>
        irrelevant.Contains(new FieldPath(field.Name, field.Repeat, index))
            ? Value.Blank
            : AnswerForm.ValueOf(field, answers.Lines(field.Repeat!)[index][field.Name]);
}
