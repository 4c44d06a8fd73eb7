using System.Collections.Immutable;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>Turns a form's document into a form: every name is known, every expression parsed, once and before anything is filled in.</summary>
internal sealed class FormCompiler(FormDocument document, CodeLists lists)
{
    private readonly Dictionary<string, FormField> _fields = new(StringComparer.Ordinal);

    /// <summary>The first thing that was wrong.</summary>
    public string? Error { get; private set; }

    public FormDefinition? Compile()
    {
        if (!FormNames.IsName(document.Id.Replace('-', '_')) || document.Version < 1)
        {
            return Refuse<FormDefinition>("id", "an id is small letters, digits and hyphens; a version is 1 or more");
        }

        if (document.Rules.Length > FormLimits.RulesPerForm)
        {
            return Refuse<FormDefinition>("rules", $"more than {FormLimits.RulesPerForm}");
        }

        foreach (string list in document.CodeLists.Keys.Where(list => lists.Find(list) is null))
        {
            return Refuse<FormDefinition>("codeLists", $"there is no code list {list}");
        }

        if (Fields(document.Fields, repeat: null) is not { } fields || Rules() is not { } rules || !GoodsFit())
        {
            return null;
        }

        return new FormDefinition(
            document.Id,
            document.Version,
            new Labels(document.Labels),
            document.CodeLists.ToImmutableSortedDictionary(StringComparer.Ordinal),
            document.Goods,
            fields,
            rules
        );
    }

    private ImmutableArray<FormField>? Fields(ImmutableArray<FieldDocument> documents, string? repeat)
    {
        var fields = ImmutableArray.CreateBuilder<FormField>(documents.Length);
        foreach (FieldDocument field in documents)
        {
            if (_fields.Count == FormLimits.FieldsPerForm)
            {
                return Refuse<ImmutableArray<FormField>?>(field.Name, $"more than {FormLimits.FieldsPerForm} fields");
            }

            if (!FormNames.IsName(field.Name) || _fields.ContainsKey(field.Name))
            {
                return Refuse<ImmutableArray<FormField>?>(
                    field.Name,
                    "a name is small letters, digits and underscores, and only one field has it"
                );
            }

            if (Field(field, repeat) is not { } compiled)
            {
                return null;
            }

            _fields.Add(compiled.Name, compiled);
            fields.Add(compiled);
        }

        return fields.ToImmutable();
    }

    private FormField? Field(FieldDocument field, string? repeat)
    {
        bool coded = field.Type is FieldType.Code or FieldType.Unit;
        if (coded != field.CodeList is not null || (field.CodeList is { } list && !document.CodeLists.ContainsKey(list)))
        {
            return Refuse<FormField>(field.Name, "a code or unit names a code list of the form, and nothing else does");
        }

        bool repeats = field.Type == FieldType.Repeat;
        if (repeats != field.Fields is not null || (repeats && repeat is not null))
        {
            return Refuse<FormField>(field.Name, "a repeat has fields, nothing else has, and repeats do not nest");
        }

        int most = repeats ? FormLimits.Lines : FormLimits.TextCharacters;
        if (field.Most < 0 || field.Most > most || field.Least < 0 || (repeats && field.Most < Math.Max(1, field.Least)))
        {
            return Refuse<FormField>(field.Name, $"least and most lie between 0 and {most}");
        }

        // What may hide a field comes before it, so that one pass from top to bottom decides what is shown.
        if (!Expression(field.Name, "relevant", field.Relevant, earlierOnly: true, out Expression? relevant))
        {
            return null;
        }

        ImmutableArray<FormField>? inner = repeats ? Fields(field.Fields!.Value, field.Name) : [];
        return
            inner is not null
            && Expression(field.Name, "required", field.Required, earlierOnly: false, out Expression? required)
            && Expression(field.Name, "constraint", field.Constraint, earlierOnly: false, out Expression? constraint)
            ? new FormField
            {
                Name = field.Name,
                Type = field.Type,
                Labels = new Labels(field.Labels),
                Hints = field.Hints is null ? null : new Labels(field.Hints),
                CodeList = field.CodeList,
                Specials = field.Specials ?? [],
                ReadOnly = field.ReadOnly,
                Export = field.Export,
                Least = field.Least,
                Most = field.Most > 0 ? field.Most : most,
                Fields = inner.Value,
                Repeat = repeat,
                Required = required,
                Relevant = relevant,
                Constraint = constraint,
                ConstraintMessage = field.ConstraintMessage ?? "Finding_Constraint",
            }
            : null;
    }

    private ImmutableArray<FormRule>? Rules()
    {
        var rules = ImmutableArray.CreateBuilder<FormRule>(document.Rules.Length);
        foreach (RuleDocument rule in document.Rules)
        {
            Severity? severity = rule.Severity switch
            {
                "E" => Severity.Error,
                "W" => Severity.Warning,
                "I" => Severity.Hint,
                _ => null,
            };
            string[] arguments = [.. rule.Arguments ?? []];
            if (severity is null || !_fields.TryGetValue(rule.Field, out FormField? field) || !arguments.All(_fields.ContainsKey))
            {
                return Refuse<ImmutableArray<FormRule>?>(
                    rule.Id,
                    "a rule has a severity E, W or I, and names fields of the form"
                );
            }

            if (
                !Expression(rule.Id, "when", rule.When, earlierOnly: false, out Expression? when)
                || !Expression(rule.Id, "check", rule.Check, earlierOnly: false, out Expression? check)
            )
            {
                return null;
            }

            string[] mentions = [.. (when?.Fields() ?? []).Concat(check!.Fields()).Distinct(StringComparer.Ordinal)];
            rules.Add(
                new FormRule(
                    rule.Id,
                    severity.Value,
                    field,
                    when,
                    check,
                    rule.Message,
                    [.. arguments.Select(name => _fields[name])],
                    [.. mentions]
                )
            );
        }

        foreach ((string place, string name) in _pending.Where(mention => !_fields.ContainsKey(mention.Name)))
        {
            return Refuse<ImmutableArray<FormRule>?>(place, $"there is no field '{name}'");
        }

        return rules.ToImmutable();
    }

    private readonly List<(string Place, string Name)> _pending = [];

    private bool Expression(string owner, string part, string? source, bool earlierOnly, out Expression? expression)
    {
        expression = null;
        if (source is null)
        {
            return true;
        }

        if (!ExpressionParser.TryParse(source, out expression, out ExpressionError? error))
        {
            Error ??= $"{owner}, {part}, character {error!.Position}: {error.Reason}";
            return false;
        }

        foreach (string name in expression!.Fields())
        {
            if (earlierOnly && !_fields.ContainsKey(name))
            {
                Error ??= $"{owner}, {part}: '{name}' is not a field before this one";
                return false;
            }

            _pending.Add(($"{owner}, {part}", name));
        }

        return true;
    }

    private bool GoodsFit()
    {
        bool fits =
            document.Goods is not { } goods
            || (
                Is(goods.Repeat, FieldType.Repeat, null)
                && Is(goods.Commodity, FieldType.Code, goods.Repeat)
                && Is(goods.Quantity, FieldType.Decimal, goods.Repeat)
                && Is(goods.Unit, FieldType.Unit, goods.Repeat)
            );
        Error ??= fits ? null : "goods: names a repeat and its commodity (code), quantity (decimal) and unit";
        return fits;

        bool Is(string name, FieldType type, string? repeat) =>
            _fields.TryGetValue(name, out FormField? field) && field.Type == type && field.Repeat == repeat;
    }

    // Null fits every reading method's "no"; the first reason is the one to show.
    private T? Refuse<T>(string place, string reason)
    {
        Error ??= $"{place}: {reason}";
        return default;
    }
}
