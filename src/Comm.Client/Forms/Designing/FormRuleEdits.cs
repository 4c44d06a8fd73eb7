using System.Collections.Immutable;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

/// <summary>Rules over several fields, by their place: one id may stand at several.</summary>
internal static class FormRuleEdits
{
    public static ImmutableArray<RuleDocument> Of(FormDocument document) => document.Rules.IsDefault ? [] : document.Rules;

    public static FormDocument Add(FormDocument document, string field) =>
        document with
        {
            Rules = Of(document)
                .Add(
                    new RuleDocument
                    {
                        Id = DesignNames.ForRule(document),
                        Severity = "W",
                        Field = field,
                        Check = "",
                        Message = new Labels([]),
                    }
                ),
        };

    /// <summary>Null where there is no such rule.</summary>
    public static FormDocument? Set(FormDocument document, int index, Func<RuleDocument, RuleDocument> change) =>
        index >= 0 && index < Of(document).Length
            ? document with
            {
                Rules = document.Rules.SetItem(index, change(document.Rules[index])),
            }
            : null;

    public static FormDocument? Remove(FormDocument document, int index) =>
        index >= 0 && index < Of(document).Length ? document with { Rules = document.Rules.RemoveAt(index) } : null;
}
