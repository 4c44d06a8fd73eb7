using Comm.Shared.Commodities;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Locations;

namespace Comm.Shared.Forms;

/// <summary>
/// The functions that only the machine can answer on which a report is written. Its table of places is among them: installations bring
/// their own, so a reader's may say something else of the same place.
/// </summary>
internal static class EntryFunctions
{
    public static Value Ask(FormContext context, Function function, ReadOnlySpan<Value> arguments)
    {
        if (context.Entry is not { } entry)
        {
            return Value.Unknown;
        }

        return function switch
        {
            Function.WritingDay => Value.Of(context.Today),
            Function.LocationStatus => StatusOf(context.Locations, arguments[0].Text),
            Function.LocationFits => Fits(context.Locations, arguments[0].Text, arguments[1].Text),
            Function.HsExists => Exists(entry, arguments[0].Text, arguments[1].Number),
            Function.ReportedBefore => Has(entry.Others, arguments),
            Function.HighQuantity => entry.Others?.HighQuantity(arguments[0].Text, arguments[1].Text) is { } high
                ? Value.Of(high)
                : Value.Unknown,
            _ => throw new InvalidOperationException($"No answer to {function}."),
        };
    }

    // A place that the table does not have is named by a finding of its own (P01).
    private static Value StatusOf(LocationTable? places, string code) =>
        places is null ? Value.Unknown
        : places.ByCode(code) is { Status: not LocationStatus.None } place ? Value.Of(place.Status.ToString())
        : Value.Blank;

    // A table that knows no post offices at all says nothing against a place that is said to be one, and an entry without functions
    // says nothing of itself.
    private static Value Fits(LocationTable? places, string code, string locationType)
    {
        LocationKinds wanted = LocationNeeds.Of(locationType);
        return
            places?.ByCode(code) is not { } place
            || place.Kinds == LocationKinds.None
            || (wanted & places.Kinds) == LocationKinds.None
            ? Value.Unknown
            : Value.Of((place.Kinds & wanted) != LocationKinds.None);
    }

    private static Value Exists(EntryContext entry, string code, decimal? edition) =>
        edition is { } year && decimal.IsInteger(year) && year is > 0 and < 10_000 && entry.Commodities((int)year) is { } table
            ? Value.Of(HsTable.IsWellFormed(code) && table.Contains(code))
            : Value.Unknown;

    private static Value Has(IOtherReports? others, ReadOnlySpan<Value> arguments) =>
        others is not null && AnswerForm.Date(arguments[1].Text) is { } date && arguments[4].Number is { } quantity
            ? Value.Of(
                others.Has(
                    new SeizedGoods(arguments[0].Text, date, arguments[2].Text, arguments[3].Text, quantity, arguments[5].Text)
                )
            )
            : Value.Unknown;
}
