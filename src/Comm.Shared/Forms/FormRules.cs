using System.Collections.Immutable;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>Compiles the rules over several fields, when all fields are known.</summary>
internal sealed class FormRules(IReadOnlyDictionary<string, FormField> fields, FormExpressions expressions, FormFaults faults)
{
    public ImmutableArray<FormRule> Compile(ImmutableArray<RuleDocument> documents)
    {
        if (documents.IsDefault)
        {
            return [];
        }

        if (documents.Length > FormLimits.RulesPerForm)
        {
            faults.Add("", "rules", "Fault_TooManyRules", FormLimits.RulesPerForm);
            return [];
        }

        return [.. documents.Select(Rule).OfType<FormRule>()];
    }

    private FormRule? Rule(RuleDocument rule)
    {
        if (rule.Id.Length is 0 or > FormLimits.RuleIdCharacters || !rule.Id.All(char.IsAsciiLetterOrDigit))
        {
            faults.Add(rule.Id, "id", "Fault_RuleId", FormLimits.RuleIdCharacters);
        }

        if (!fields.TryGetValue(rule.Field, out FormField? field))
        {
            faults.Add(rule.Id, "field", "Fault_UnknownField", rule.Field);
            return null;
        }

        faults.CheckLabels(rule.Id, rule.Message);
        Severity severity = faults.ReadSeverity(rule.Id, rule.Severity);
        Expression? when = expressions.Read(rule.Id, "when", rule.When, field.Repeat);
        Expression? check = expressions.Read(rule.Id, "check", rule.Check, field.Repeat);
        if (check is null)
        {
            return null;
        }

        Expression[] both = when is null ? [check] : [when, check];
        ImmutableHashSet<string> needed = [.. both.SelectMany(part => part.FieldsOutsideOfLines())];
        return new FormRule(
            rule.Id,
            severity,
            field,
            when,
            check,
            rule.Message,
            Known(rule.Id, "message", FormMessages.Mentions(rule.Message)),
            [
                .. both.SelectMany(part => part.Fields())
                    .Distinct(StringComparer.Ordinal)
                    .Select(fields.GetValueOrDefault)
                    .OfType<FormField>(),
            ],
            needed.Except(both.SelectMany(part => part.FieldsComparedWithBlank()))
        );
    }

    private ImmutableArray<FormField> Known(string place, string part, IEnumerable<string> names)
    {
        var known = ImmutableArray.CreateBuilder<FormField>();
        foreach (string name in names)
        {
            if (fields.TryGetValue(name, out FormField? field))
            {
                known.Add(field);
            }
            else
            {
                faults.Add(place, part, "Fault_UnknownField", name);
            }
        }

        return known.ToImmutable();
    }
}
