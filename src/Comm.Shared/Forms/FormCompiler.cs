using System.Collections.Immutable;
using Comm.Shared.Attachments;
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
        if (!FormNames.IsId(_document.Id))
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

        _faults.CheckLabels("", _document.Labels);
        _lists.Read();
        CheckTables();
        ImmutableArray<FormField> fields = Fields(_document.Fields, repeat: null, conditions: [], depth: 0);
        ImmutableArray<FormRule> rules = new FormRules(_fields, _expressions, _faults).Compile(_document.Rules);
        _expressions.CheckMentions(_fields);
        if (_faults.IsEmpty)
        {
            CheckGoods();
            CheckPlaces();
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
        _faults.CheckLabels(field.Name, field.Labels);
        _faults.CheckLabels(field.Name, field.Hints);
        _faults.CheckLabels(field.Name, field.ConstraintMessage);
        int most = field.Type switch
        {
            FieldType.Repeat => FormLimits.Lines,
            FieldType.Image or FieldType.File => AttachmentReference.MaxInMessage,
            _ => FormLimits.TextCharacters,
        };
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
            PlacesBy = field.PlacesBy,
            ReadOnly = field.ReadOnly,
            // A file is no figure, whatever the author says.
            Export = field.Type is not (FieldType.Image or FieldType.File) && (field.Export ?? true),
            Least = field.Least,
            Most = field.Most > 0 ? field.Most : most,
            Repeat = repeat,
            Relevant = relevant,
            Conditions = own,
            Required = _expressions.Read(field.Name, "required", field.Required, repeat),
            Constraint = _expressions.Read(field.Name, "constraint", field.Constraint, repeat),
            ConstraintSeverity = _faults.ReadSeverity(field.Name, field.ConstraintSeverity ?? "E"),
            ConstraintMessage = field.ConstraintMessage,
            ChoiceFilter = _expressions.Read(field.Name, "choiceFilter", field.ChoiceFilter, repeat, takesAttributes: true),
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
            || (field.PlacesBy is not null && field.Type != FieldType.Location)
        )
        {
            _faults.Add(field.Name, "choiceFilter", "Fault_Filter");
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

    private void CheckPlaces()
    {
        foreach (FormField field in _fields.Values.Where(field => field.PlacesBy is not null))
        {
            if (
                !_fields.TryGetValue(field.PlacesBy!, out FormField? by)
                || by is not { Type: FieldType.Code, List.Id: Locations.LocationNeeds.CodeList }
                || (by.Repeat is not null && by.Repeat != field.Repeat)
            )
            {
                _faults.Add(field.Name, "placesBy", "Fault_PlacesBy", field.PlacesBy!);
            }
        }
    }
}
