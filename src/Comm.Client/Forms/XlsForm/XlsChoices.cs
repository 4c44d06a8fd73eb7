using System.Collections.Immutable;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <param name="List">As <c>select_one</c> names it.</param>
/// <param name="Code">What is answered.</param>
/// <param name="Labels">In all our languages.</param>
/// <param name="Attributes">What filters compare with.</param>
/// <param name="Mark">Of a choice that is not the form's: whose it is, and of which version. Null for the form's own.</param>
internal sealed record XlsChoice(
    string List,
    string Code,
    Labels Labels,
    ImmutableSortedDictionary<string, string>? Attributes,
    string? Mark
);

/// <summary>
/// Every list that ODK needs to ask a form's questions: the form's own, and for each question with a list of the product, or with
/// special values, a list of its own name, marked as ours. What is marked is compared, when the form comes back, and never imported.
/// </summary>
internal static class XlsChoices
{
    /// <summary>"CL_OFFENCE_U_O" is CL_OFFENCE with the special values "_U" and "_O".</summary>
    public static string ListName(FieldDocument field) =>
        (field.CodeList ?? XlsTypes.ListOf(field.Type)) + string.Concat(Specials(field));

    public static IEnumerable<XlsChoice> Of(FormDocument form, CodeLists lists)
    {
        Dictionary<string, ListDocument> own = (form.Lists.IsDefault ? [] : form.Lists)
            .GroupBy(list => list.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        IEnumerable<XlsChoice> plain = (form.Lists.IsDefault ? [] : form.Lists).SelectMany(list =>
            list.Choices.Select(choice => new XlsChoice(list.Name, choice.Code, choice.Labels, choice.Attributes, null))
        );
        return plain.Concat(
            form.AllFields.Where(HasChoices)
                .Where(field => !own.ContainsKey(ListName(field)))
                .DistinctBy(ListName)
                .SelectMany(field => Marked(field, own, lists))
        );
    }

    private static bool HasChoices(FieldDocument field) => field.CodeList is not null || XlsTypes.ListOf(field.Type) is not null;

    private static IEnumerable<XlsChoice> Marked(FieldDocument field, Dictionary<string, ListDocument> own, CodeLists lists)
    {
        string name = ListName(field);
        (string mark, IEnumerable<XlsChoice> choices) = field.Type switch
        {
            FieldType.Flag => (XlsTypes.FlagList, YesAndNo(lists)),
            FieldType.Country => (XlsTypes.CountryList, Named(CountryTable.Shipped)),
            FieldType.Currency => (XlsTypes.CurrencyList, Named(CurrencyTable.Shipped)),
            _ when own.TryGetValue(field.CodeList!, out ListDocument? list) => (
                list.Name,
                list.Choices.Select(choice => new XlsChoice("", choice.Code, choice.Labels, choice.Attributes, null))
            ),
            _ when lists.Find(field.CodeList!) is { } list => (
                $"{list.Id} {list.Version}",
                list.Offered.Where(code => list.Allows(code.Value))
                    .Select(code => new XlsChoice("", code.Value, code.Labels, null, null))
            ),
            _ => ("", []),
        };
        return choices
            .Concat(Specials(field).Select(code => lists.Find(CodeLists.Special)?.Find(code)).OfType<Code>().Select(ToChoice))
            .Select(choice => choice with { List = name, Mark = mark });
    }

    /// <summary>The answer is a truth and not a code; the words are those of CL_YESNO.</summary>
    private static IEnumerable<XlsChoice> YesAndNo(CodeLists lists) =>
        from pair in new[] { ("Y", "true"), ("N", "false") }
        let code = lists.Find("CL_YESNO")?.Find(pair.Item1)
        where code is not null
        select new XlsChoice("", pair.Item2, code.Labels, null, null);

    private static IEnumerable<XlsChoice> Named(NamedCodes table) =>
        table.All.Select(entry => new XlsChoice("", entry.Code, entry.Names, null, null));

    private static XlsChoice ToChoice(Code code) => new("", code.Value, code.Labels, null, null);

    private static ImmutableArray<string> Specials(FieldDocument field) => field.Specials.IsDefault ? [] : field.Specials;
}
