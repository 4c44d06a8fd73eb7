using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>Questions of rules to what a machine may or may not know: an operation's days, earlier reports, tables of places and goods.</summary>
internal static class FormWorld
{
    public static bool TryAsk(FormContext context, Function function, string first, string second, out Value answer)
    {
        answer = function switch
        {
            Function.OperationStart => context.Operation is { } operation ? Value.Of(operation.First) : Value.Unknown,
            Function.OperationEnd => context.Operation is { } operation ? Value.Of(operation.Last) : Value.Unknown,
            Function.ReportedBefore => context.IsReportedBefore is { } reported ? Value.Of(reported) : Value.Unknown,
            Function.UsualMost => context.UsualMost?.Invoke(first, second) is { } most ? Value.Of(most) : Value.Unknown,
            Function.MmsiCountry => Known(Identifiers.CountryOfMmsi(first)),
            Function.AwbCarrier => Known(Identifiers.CarrierOfAwb(first)),
            Function.LocationFits => Known(context.LocationFits?.Invoke(first, second)),
            Function.LocationStatus => Known(context.LocationStatus?.Invoke(first)),
            Function.Neighbours => Known(context.AreNeighbours?.Invoke(first, second)),
            Function.HsKnown => Known(context.IsHsKnown?.Invoke(first, second)),
            _ => default,
        };
        return function is >= Function.ValidId and <= Function.UsualMost;
    }

    private static Value Known(string? text) => text is null ? Value.Unknown : Value.Of(text);

    private static Value Known(bool? truth) => truth is { } known ? Value.Of(known) : Value.Unknown;
}
