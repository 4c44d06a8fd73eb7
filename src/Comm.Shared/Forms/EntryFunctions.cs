using Comm.Shared.Commodities;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>The functions that only the machine can answer on which a report is written.</summary>
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
            Function.HsExists => Exists(entry, arguments[0].Text, arguments[1].Number),
            Function.ReportedBefore => Has(entry.Others, arguments),
            Function.HighQuantity => entry.Others?.HighQuantity(arguments[0].Text, arguments[1].Text) is { } high
                ? Value.Of(high)
                : Value.Unknown,
            _ => throw new InvalidOperationException($"No answer to {function}."),
        };
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
