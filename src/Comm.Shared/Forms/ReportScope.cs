using Comm.Shared.Forms.Expressions;
using Comm.Shared.Locations;

namespace Comm.Shared.Forms;

/// <summary>What an expression sees of a report from one place in it: the report itself, or one of its lines.</summary>
internal sealed class ReportScope(ReportState report, FormLine? line = null) : IExpressionScope
{
    public Value Self { get; init; }

    /// <summary>The choice a filter is asked about.</summary>
    public Code? Choice { get; init; }

    public bool TakeStep() => report.TakeStep();

    public Value LineNumber => line is { } place ? Value.Of((decimal)(place.Index + 1)) : Value.Unknown;

    public Value Answer(string field) =>
        report.Form.Find(field) is not { } known ? Value.Blank
        : known.Repeat is null ? report.ValueOf(known, null)
        : line is { } place && place.Repeat == known.Repeat ? report.ValueOf(known, line)
        : report.LinesOf(known.Repeat) > 0 ? report.ValueOf(known, new FormLine(known.Repeat, 0))
        : Value.Blank;

    public Value Attribute(string name) =>
        Choice is null ? Value.Blank
        : name == "code" ? Value.Of(Choice.Value)
        : Value.Of(Choice.Attributes.GetValueOrDefault(name, ""));

    public IEnumerable<IExpressionScope> LinesOf(IEnumerable<string> fields)
    {
        string? repeat = fields
            .Select(report.Form.Find)
            .Select(field => field is { Type: FieldType.Repeat } ? field.Name : field?.Repeat)
            .FirstOrDefault(name => name is not null);
        return repeat is null
            ? [this]
            : Enumerable.Range(0, report.LinesOf(repeat)).Select(index => new ReportScope(report, new FormLine(repeat, index)));
    }

    public Value Above(string field, bool nearest)
    {
        if (line is not { } place || report.Form.Find(field) is not { } known || known.Repeat != place.Repeat)
        {
            return Value.Blank;
        }

        for (int index = place.Index - 1; index >= 0; index--)
        {
            Value above = report.ValueOf(known, place with { Index = index });
            if (!nearest || above.Kind != ValueKind.Blank)
            {
                return above;
            }
        }

        return Value.Blank;
    }

    public Value Ask(Function function, ReadOnlySpan<Value> arguments)
    {
        FormContext context = report.Context;
        string first = arguments.Length > 0 ? arguments[0].Text : "";
        string second = arguments.Length > 1 ? arguments[1].Text : "";
        return function switch
        {
            Function.Today or Function.Now => Value.Of(context.Today),
            Function.LatestToday => Value.Of(context.LatestToday),
            Function.ReportingCountry => Known(context.ReportingCountry),
            Function.LocationCountry => Known(context.Locations?.CountryOf(first)),
            Function.LocationStatus => PlaceFunctions.StatusOf(context.Locations, first),
            Function.LocationFits => PlaceFunctions.Fits(context.Locations, first, second),
            Function.UnitAllowed => context.CodeLists.UnitsOf(first) is { } units ? Value.Of(units.Allow(second)) : Value.Unknown,
            Function.WholeUnit => Value.Of(context.CodeLists.Find("CL_UNIT")?.Find(first) is { Whole: true }),
            Function.Lookup => report.Lookup(first, arguments[1..]),
            Function.ValidId => Value.Of(CheckDigits.IsValid(first, second)),
            Function.PlainId => Value.Of(TransportNumbers.Plain(first)),
            Function.MmsiFlags => Value.Of(TransportNumbers.FlagsOf(first)),
            Function.LooksPersonal => Value.Of(PersonalTraces.AreIn(first)),
            Function.AreNeighbours => AreCountries(context, first, second)
                ? Value.Of(Neighbours.Shipped.Are(first, second))
                : Value.Unknown,
            Function.HasLandBorder => AreCountries(context, first)
                ? Value.Of(Neighbours.Shipped.Of(first).Count > 0)
                : Value.Unknown,
            Function.InWindow => context.Window is { } window && AnswerForm.Date(first) is { } date
                ? Value.Of(window.Covers(date))
                : Value.Unknown,
            _ when Functions.IsOfEntry(function) => EntryFunctions.Ask(context, function, arguments),
            _ => context.CustomsAreas is { } areas ? Ask(areas, function, first, second) : Value.Unknown,
        };
    }

    private static Value Ask(CustomsAreas areas, Function function, string country, string reporting) =>
        function switch
        {
            Function.InCustomsUnion => Value.Of(areas.InUnion(country, reporting)),
            Function.InTerritory => Value.Of(areas.InTerritory(country, reporting)),
            Function.CustomsArea => Value.Of(areas.AreaOf(country, reporting)),
            _ => throw new InvalidOperationException($"No answer to {function}."),
        };

    private static bool AreCountries(FormContext context, params ReadOnlySpan<string> codes)
    {
        foreach (string code in codes)
        {
            if (!context.Countries.Contains(code))
            {
                return false;
            }
        }

        return true;
    }

    private static Value Known(string? text) => text is null ? Value.Unknown : Value.Of(text);
}
