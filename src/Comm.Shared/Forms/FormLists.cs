using System.Collections.Immutable;

namespace Comm.Shared.Forms;

/// <summary>The lists a form's codes are from: the product's that it names, and its own.</summary>
internal sealed class FormLists(FormDocument document, CodeLists shipped, FormFaults faults)
{
    private readonly Dictionary<string, CodeList> _byName = new(StringComparer.Ordinal);

    public void Read()
    {
        foreach (string name in document.CodeLists.Keys)
        {
            if (shipped.Find(name) is { } list)
            {
                _byName.Add(name, list);
            }
            else
            {
                faults.Add(name, "codeLists", "Fault_UnknownList", name);
            }
        }

        ImmutableArray<ListDocument> own = document.Lists.IsDefault ? [] : document.Lists;
        if (own.Length > FormLimits.ListsPerForm || own.Sum(list => list.Choices.Length) > FormLimits.ChoicesPerForm)
        {
            faults.Add("", "lists", "Fault_TooManyChoices", FormLimits.ListsPerForm, FormLimits.ChoicesPerForm);
            return;
        }

        foreach (ListDocument list in own)
        {
            Add(list);
        }
    }

    /// <summary>The list of a coded field; null for the others.</summary>
    public CodeList? Find(FieldDocument field)
    {
        bool coded = field.Type is FieldType.Code or FieldType.Codes or FieldType.Unit;
        if (coded != field.CodeList is not null)
        {
            faults.Add(field.Name, "codeList", "Fault_List");
        }
        else if (field.CodeList is { } name && !_byName.ContainsKey(name))
        {
            faults.Add(field.Name, "codeList", "Fault_UnknownList", name);
        }

        return field.CodeList is null ? null : _byName.GetValueOrDefault(field.CodeList);
    }

    private void Add(ListDocument list)
    {
        if (!FormNames.IsName(list.Name) || list.Choices.IsDefaultOrEmpty || _byName.ContainsKey(list.Name))
        {
            faults.Add(list.Name, "lists", "Fault_OwnList");
            return;
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (ChoiceDocument choice in list.Choices.Where(choice => !IsCode(choice.Code) || !codes.Add(choice.Code)))
        {
            faults.Add(list.Name, "choices", "Fault_Choice", choice.Code);
        }

        _byName.Add(
            list.Name,
            new CodeList(
                list.Name,
                document.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                document.Labels,
                [.. list.Choices.DistinctBy(choice => choice.Code).Select(ToCode)],
                hasHeadings: false
            )
        );
    }

    private static Code ToCode(ChoiceDocument choice) =>
        choice.Attributes is { } attributes
            ? new Code(choice.Code, choice.Labels, false, null, false, null) { Attributes = attributes }
            : new Code(choice.Code, choice.Labels, false, null, false, null);

    // Several codes are one text with spaces between, and one that begins with an underscore is a special value.
    private static bool IsCode(string code) =>
        code.Length is > 0 and <= FormNames.MostCharacters
        && code[0] != '_'
        && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
