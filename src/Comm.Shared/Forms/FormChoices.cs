using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>Which choices of a list go with the other answers.</summary>
internal static class FormChoices
{
    /// <summary>A filter that cannot be decided keeps nothing back.</summary>
    public static bool IsOffered(ReportState report, FormField field, string code, FormLine? line) =>
        field.ChoiceFilter is not { } filter
        || field.Specials.Contains(code, StringComparer.Ordinal)
        || field.List?.Find(code) is not { } choice
        || new Evaluator(new ReportScope(report, line) { Choice = choice }).Evaluate(filter)
            is { IsUnknown: true }
                or { Truth: true };
}
