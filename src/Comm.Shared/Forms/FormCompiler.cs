using System.Collections.Immutable;
using Comm.Shared.Forms.Expressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>Turns a form's document into a form: every name is known, every expression parsed, once and before anything is filled in.</summary>
internal sealed class FormCompiler
{
    private readonly FormDocument _document;
    private readonly FormFaults _faults = new();
    private readonly FormLists _lists;
    private readonly FormExpressions _expressions;
    private readonly Dictionary<string, FormField> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public FormCompiler(FormDocument document, CodeLists lists)
    {
        _document = document;
        _lists = new FormLists(document, lists, _faults);
        _expressions = new FormExpressions(_faults);
    }

    /// <summary>What was wrong, in the order of the form.</summary>
    public ImmutableArray<FormFault> Faults => _faults.All;

    public FormDefinition? Compile()
    {
        if (!FormNames.IsName(_document.Id.Replace('-', '_')))
        {
            _faults.Add("", "id", "Fault_Id");
        }

        if (_document.Version < 1)
        {
            _faults.Add("", "version", "Fault_Version");
        }

        if (!ProductCultures.Contains(_document.DefaultLanguage))
        {
            _faults.Add("", "defaultLanguage", "Fault_Language", _document.DefaultLanguage);
        }

        CheckLabels("", _document.Labels);
        _lists.Read();
        CheckTables();
        ImmutableArray<FormField> fields = Fields(_document.Fields, repeat: null, conditions: [], depth: 0);
        ImmutableArray<FormRule> rules = Rules();
        _expressions.CheckMentions(_fields);
        if (_faults.IsEmpty)
        {
            CheckGoods();
            FormCycles.Check(_fields.Values, _faults);
        }

        return _faults.IsEmpty ? new FormDefinition(_document, fields, rules) : null;
    }

    private ImmutableArray<FormField> Fields(
        ImmutableArray<FieldDocument> documents,
        string? repeat,
        ImmutableArray<Expression> conditions,
        int depth
    )
    {
        var fields = ImmutableArray.CreateBuilder<FormField>();
        foreach (FieldDocument field in documents.IsDefault ? [] : documents)
        {
            if (_names.Count == FormLimits.FieldsPerForm)
            {
                _faults.Add(field.Name, null, "Fault_TooManyFields", FormLimits.FieldsPerForm);
                break;
            }

            if (!FormNames.IsName(field.Name) || !_names.Add(field.Name))
            {
                _faults.Add(field.Name, "name", "Fault_Name");
                continue;
            }

            FormField compiled = Field(field, repeat, conditions, depth);
            _fields.Add(compiled.Name, compiled);
            fields.Add(compiled);
        }

        return fields.ToImmutable();
    }

    private FormField Field(FieldDocument field, string? repeat, ImmutableArray<Expression> conditions, int depth)
    {
        int index = _names.Count;
        bool repeats = field.Type == FieldType.Repeat;
        bool holds = repeats || field.Type == FieldType.Section;
        CheckShape(field, repeat, holds, depth);
        CheckLabels(field.Name, field.Labels);
        CheckLabels(field.Name, field.Hints);
        CheckLabels(field.Name, field.ConstraintMessage);
        int most = repeats ? FormLimits.Lines : FormLimits.TextCharacters;
        if (field.Most < 0 || field.Most > most || field.Least < 0 || (repeats && field.Most < Math.Max(1, field.Least)))
        {
            _faults.Add(field.Name, "most", "Fault_Most", most);
        }

        Expression? relevant = _expressions.Read(field.Name, "relevant", field.Relevant, repeat);
        ImmutableArray<Expression> own = relevant is null ? conditions : conditions.Add(relevant);
        return new FormField
        {
            Name = field.Name,
            Type = field.Type,
            Index = index,
            Labels = field.Labels,
            Hints = field.Hints,
            List = _lists.Find(field),
            Specials = field.Specials.IsDefault ? [] : field.Specials,
            Appearance = field.Appearance,
            ReadOnly = field.ReadOnly,
            Export = field.Export ?? true,
            Least = field.Least,
            Most = field.Most > 0 ? field.Most : most,
            Repeat = repeat,
            Relevant = relevant,
            Conditions = own,
            Required = _expressions.Read(field.Name, "required", field.Required, repeat),
            Constraint = _expressions.Read(field.Name, "constraint", field.Constraint, repeat),
            ConstraintSeverity = SeverityOf(field.Name, field.ConstraintSeverity ?? "E"),
            ConstraintMessage = field.ConstraintMessage,
            ChoiceFilter = _expressions.Read(field.Name, "choiceFilter", field.ChoiceFilter, repeat, takesAttributes: true),
            Places = _expressions.Read(field.Name, "places", field.Places, repeat),
            Calculation = _expressions.ReadLasting(field.Name, "calculation", field.Calculation, repeat),
            Default = _expressions.Read(field.Name, "default", field.Default, repeat),
            Fields = holds ? Fields(field.Fields, repeats ? field.Name : repeat, own, depth + 1) : [],
        };
    }

    private void CheckShape(FieldDocument field, string? repeat, bool holds, int depth)
    {
        if (holds == field.Fields.IsDefaultOrEmpty)
        {
            _faults.Add(field.Name, "fields", "Fault_Fields");
        }

        if ((field.Type == FieldType.Repeat && repeat is not null) || depth > FormLimits.SectionDepth)
        {
            _faults.Add(field.Name, "type", "Fault_Nesting", FormLimits.SectionDepth);
        }

        if ((field.Type == FieldType.Calculation) != (field.Calculation is not null))
        {
            _faults.Add(field.Name, "calculation", "Fault_Calculation");
        }

        if (
            (field.ChoiceFilter is not null && field.Type is not (FieldType.Code or FieldType.Codes))
            || (field.Places is not null && field.Type != FieldType.Location)
        )
        {
            _faults.Add(field.Name, "choiceFilter", "Fault_Filter");
        }
    }

    private ImmutableArray<FormRule> Rules()
    {
        ImmutableArray<RuleDocument> documents = _document.Rules.IsDefault ? [] : _document.Rules;
        if (documents.Length > FormLimits.RulesPerForm)
        {
            _faults.Add("", "rules", "Fault_TooManyRules", FormLimits.RulesPerForm);
            return [];
        }

        return [.. documents.Select(Rule).OfType<FormRule>()];
    }

    private FormRule? Rule(RuleDocument rule)
    {
        if (rule.Id.Length is 0 or > FormLimits.RuleIdCharacters || !rule.Id.All(char.IsAsciiLetterOrDigit))
        {
            _faults.Add(rule.Id, "id", "Fault_RuleId", FormLimits.RuleIdCharacters);
        }

        if (!_fields.TryGetValue(rule.Field, out FormField? field))
        {
            _faults.Add(rule.Id, "field", "Fault_UnknownField", rule.Field);
            return null;
        }

        CheckLabels(rule.Id, rule.Message);
        Severity severity = SeverityOf(rule.Id, rule.Severity);
        Expression? when = _expressions.Read(rule.Id, "when", rule.When, field.Repeat);
        Expression? check = _expressions.Read(rule.Id, "check", rule.Check, field.Repeat);
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
                    .Select(_fields.GetValueOrDefault)
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
            if (_fields.TryGetValue(name, out FormField? field))
            {
                known.Add(field);
            }
            else
            {
                _faults.Add(place, part, "Fault_UnknownField", name);
            }
        }

        return known.ToImmutable();
    }

    private Severity SeverityOf(string place, string letter)
    {
        switch (letter)
        {
            case "E":
                return Severity.Error;
            case "W":
                return Severity.Warning;
            case "I":
                return Severity.Hint;
            default:
                _faults.Add(place, "severity", "Fault_Severity", letter);
                return Severity.Error;
        }
    }

    private void CheckLabels(string place, Labels? labels)
    {
        foreach ((string language, string text) in labels?.All ?? [])
        {
            if (!ProductCultures.Contains(language))
            {
                _faults.Add(place, "labels", "Fault_Language", language);
            }
            else if (text.Length > FormLimits.LabelCharacters)
            {
                _faults.Add(place, "labels", "Fault_LabelTooLong", FormLimits.LabelCharacters);
            }
        }

        if (labels is not null && !labels.All.Any())
        {
            _faults.Add(place, "labels", "Fault_NoLabel");
        }
    }

    private void CheckTables()
    {
        ImmutableArray<TableDocument> tables = _document.Tables.IsDefault ? [] : _document.Tables;
        if (tables.Length > FormLimits.TablesPerForm || tables.Any(table => table.Rows.Count > FormLimits.RowsPerTable))
        {
            _faults.Add("", "tables", "Fault_Tables", FormLimits.TablesPerForm, FormLimits.RowsPerTable);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (TableDocument table in tables.Where(table => !FormNames.IsName(table.Name) || !names.Add(table.Name)))
        {
            _faults.Add(table.Name, "tables", "Fault_Name");
        }

        _expressions.Tables = names;
    }

    private void CheckGoods()
    {
        if (
            _document.Goods is { } goods
            && !(
                Is(goods.Repeat, FieldType.Repeat, null)
                && Is(goods.Commodity, FieldType.Code, goods.Repeat)
                && Is(goods.Quantity, FieldType.Decimal, goods.Repeat)
                && Is(goods.Unit, FieldType.Unit, goods.Repeat)
            )
        )
        {
            _faults.Add("", "goods", "Fault_Goods");
        }

        bool Is(string name, FieldType type, string? repeat) =>
            _fields.TryGetValue(name, out FormField? field) && field.Type == type && field.Repeat == repeat;
    }
}
