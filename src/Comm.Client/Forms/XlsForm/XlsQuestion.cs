using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>One row of the sheet of questions.</summary>
internal sealed class XlsQuestion(
    SheetTable table,
    SheetRow row,
    XlsChoicesReader choices,
    CodeLists lists,
    string language,
    SheetFaults faults,
    SheetFaults remarks,
    ISet<string> codeListsUsed
)
{
    /// <summary>What ODK reads of each kind of row beside name, labels, hints and relevance; another cell would do nothing.</summary>
    private static readonly string[] OfQuestions = ["required", "constraint", "constraint_message", "default", "read_only"];

    /// <summary>A section, or a repeat.</summary>
    public FieldDocument ReadHolder(bool repeats, string name)
    {
        RefuseBeside([.. OfQuestions, "calculation", "choice_filter", "cc_type", "cc_specials"]);
        return Common(name, repeats ? FieldType.Repeat : FieldType.Section) with
        {
            Most = repeats ? Number("cc_most") ?? FormLimits.Lines : Number("cc_most") ?? 0,
        };
    }

    /// <summary>Null for what is refused.</summary>
    public FieldDocument? Read(XlsTypeCell cell, string name)
    {
        string? ours = table.Word(row, "cc_type");
        if (TypeOf(cell, ours) is not { } type)
        {
            return null;
        }

        if (type is FieldType.Note or FieldType.Calculation)
        {
            RefuseBeside([.. OfQuestions, "choice_filter"]);
        }

        ImmutableArray<string> specials = table.Word(row, "cc_specials")?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            is { } codes
            ? [.. codes]
            : default;
        foreach (
            string unknown in (specials.IsDefault ? [] : specials).Where(code =>
                lists.Find(CodeLists.Special)?.Find(code) is null
            )
        )
        {
            faults.Add(Place("cc_specials"), "XlsForm_NotOneOf", unknown, "_U, _Z, _O");
        }

        string? list = cell.HasChoices ? ListOf(cell, type, specials) : null;
        return Common(name, type) with
        {
            CodeList = list,
            Specials = specials,
            ChoiceFilter = Filter(list),
            PlacesBy = table.Word(row, "cc_places_by"),
            Required = Required(),
            Constraint = Expression("constraint"),
            ConstraintMessage = Labels("constraint_message"),
            ConstraintSeverity = table.Word(row, "cc_severity"),
            Calculation = Expression("calculation"),
            Default = Default(type),
            ReadOnly = IsYes("read_only") == true,
            // A question of ODK takes one file.
            Most = Number("cc_most") ?? (type is FieldType.Image or FieldType.File ? 1 : 0),
        };
    }

    private FieldDocument Common(string name, FieldType type)
    {
        Labels? labels = Labels("label");
        bool mayBeNameless = type is FieldType.Section or FieldType.Repeat or FieldType.Calculation;
        XlsAppearance.Check(table, row, faults, remarks);
        return new FieldDocument
        {
            Name = name,
            Type = type,
            Labels = labels ?? new Labels(mayBeNameless ? [KeyValuePair.Create(language, name)] : []),
            Hints = Labels("hint"),
            Relevant = Expression("relevant"),
            Least = Number("cc_least") ?? 0,
            Export = IsYes("cc_export"),
        };
    }

    private FieldType? TypeOf(XlsTypeCell cell, string? ours)
    {
        CellPlace place = Place("type");
        if (XlsTypes.NeedsAttachments(cell.Word))
        {
            faults.Add(place, "XlsForm_Attachment", cell.Word, XlsTypes.Supported);
            return null;
        }

        if (!XlsTypes.IsKnown(cell.Word))
        {
            faults.Add(place, "XlsForm_UnknownType", cell.Word, XlsTypes.Supported);
            return null;
        }

        if (cell.HasChoices ? cell.List is null || cell.More is not null : cell.List is not null)
        {
            string key = cell.More == "or_other" ? "XlsForm_OrOther" : "XlsForm_TypeWords";
            faults.Add(place, key, table.Word(row, "type")!);
            return null;
        }

        if (XlsTypes.Find(cell.Word, ours) is { } type)
        {
            return type;
        }

        faults.Add(Place("cc_type"), "XlsForm_TypeDiffers", ours!, cell.Word, XlsTypes.SupportedOurs);
        return null;
    }

    /// <summary>Ours are named after their special values; what is no list of the form's is one of the product's.</summary>
    private string? ListOf(XlsTypeCell cell, FieldType type, ImmutableArray<string> specials)
    {
        string name = cell.List!;
        string ending = specials.IsDefault ? "" : string.Concat(specials);
        if (ending.Length > 0 && name.EndsWith(ending, StringComparison.Ordinal) && !choices.Has(name))
        {
            name = name[..^ending.Length];
        }

        if (XlsTypes.ListOf(type) is { } fixedList)
        {
            if (name != fixedList)
            {
                faults.Add(Place("type"), "XlsForm_NotOneOf", name, fixedList);
            }

            return null;
        }

        if (choices.Has(name))
        {
            return name;
        }

        if (lists.Find(name) is not null)
        {
            codeListsUsed.Add(name);
            return name;
        }

        faults.Add(Place("type"), "XlsForm_MissingList", cell.List!);
        return null;
    }

    private string? Required()
    {
        if (table.Text(row, "cc_required") is not null)
        {
            return Expression("required");
        }

        return table.Word(row, "required")?.ToLowerInvariant() switch
        {
            null or "no" or "false" => null,
            "yes" or "true" => "true()",
            _ => Expression("required"),
        };
    }

    /// <summary>In ODK's dialect; in ours in the column of the same name with <c>cc_</c>, where ODK cannot evaluate it.</summary>
    private string? Expression(string column)
    {
        string? ours = table.Text(row, "cc_" + column);
        string? theirs = table.Text(row, column);
        if (ours is not null && theirs is not null && theirs != XlsFormExport.Nothing)
        {
            faults.Add(Place("cc_" + column), "XlsForm_ColumnTwice", column);
        }

        return ours ?? (theirs is null ? null : OdkExpressions.FromOdk(theirs));
    }

    private string? Default(FieldType type)
    {
        string? plain = table.Text(row, "default");
        return plain is not null && table.Text(row, "cc_default") is null
            ? OdkExpressions.FromOdk(OdkDefaults.FromOdk(plain, type))
            : Expression("default");
    }

    private string? Filter(string? list)
    {
        string? filter = Expression("choice_filter");
        if (filter is null || list is null)
        {
            return filter;
        }

        bool isOurs = table.Text(row, "cc_choice_filter") is not null;
        string written = table.Text(row, isOurs ? "cc_choice_filter" : "choice_filter")!;
        foreach (string name in OdkExpressions.Attributes(written).Distinct(StringComparer.Ordinal))
        {
            bool isCode = name == (isOurs ? "code" : "name");
            if (!isCode && (!choices.AttributesOf(list).Contains(name, StringComparer.Ordinal) || name == "code"))
            {
                faults.Add(Place(isOurs ? "cc_choice_filter" : "choice_filter"), "XlsForm_UnknownAttribute", name, list);
            }
        }

        return filter;
    }

    /// <summary>A mention of an answer in a label: here it would be shown as it is written.</summary>
    private Labels? Labels(string column)
    {
        Labels? labels = table.Labels(row, column);
        if (labels?.All.FirstOrDefault(text => text.Value.Contains("${", StringComparison.Ordinal)) is { Value: { } mention })
        {
            faults.Add(Place(column), "XlsForm_LabelMentions", mention);
        }

        return labels;
    }

    private bool? IsYes(string column)
    {
        switch (table.Word(row, column)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "yes" or "true" or "true()":
                return true;
            case "no" or "false" or "false()":
                return false;
            default:
                faults.Add(Place(column), "XlsForm_NotOneOf", table.Word(row, column)!, "yes, no");
                return null;
        }
    }

    private int? Number(string column)
    {
        string? written = table.Word(row, column);
        if (written is null)
        {
            return null;
        }

        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number;
        }

        faults.Add(Place(column), "XlsForm_WholeNumber", written);
        return null;
    }

    private void RefuseBeside(IEnumerable<string> columns)
    {
        foreach (string column in columns.SelectMany(column => new[] { column, "cc_" + column }))
        {
            // "Required: no" of a note is said by many forms, and is true.
            bool saysNo = table.Word(row, column)?.ToLowerInvariant() is "no" or "false" or "false()";
            if ((table.Text(row, column) is not null && !saysNo) || table.Labels(row, column) is not null)
            {
                faults.Add(Place(column), "XlsForm_NotHere", column, table.Word(row, "type")!);
            }
        }
    }

    private CellPlace Place(string column) => table.Place(row, column);
}
