using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// A line of a combobox. <paramref name="Label"/> is what the input shows once it is chosen. <paramref name="Alias"/>: the other name
/// that fits the typed text, where the label does not show why it was found.
/// </summary>
public sealed record LookupOption(string Value, string Label, string? Detail, string? Alias = null);

/// <summary>What fits a typed text, by the type of the field; on this machine, so that no server learns what somebody looks for.</summary>
internal static class Lookup
{
    /// <summary>From more choices on, one types to find one.</summary>
    public const int FewChoices = 24;

    private const int Most = 12;

    public static bool IsFor(FormField field) =>
        field.Type is FieldType.Country or FieldType.Location or FieldType.Currency
        || (field is { Type: FieldType.Code, List: { } list } && list.Codes.Length > FewChoices);

    /// <param name="field">What is asked.</param>
    /// <param name="typed">So far.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="country">The reporter's own: its places come first.</param>
    /// <param name="places">Among which to look.</param>
    /// <param name="kinds">Of place that fit what else is answered: they come before the others.</param>
    /// <param name="links">The reports that may be named.</param>
    public static IReadOnlyList<LookupOption> Find(
        FormField field,
        string typed,
        string language,
        string? country,
        LocationTable places,
        LocationKinds kinds = LocationKinds.None,
        IReadOnlyList<LinkChoice>? links = null
    ) =>
        [
            .. field.Type == FieldType.Location ? PlacesFor(typed, language, country, places, kinds)
            : field.Type == FieldType.Link ? LinksFor(typed, links ?? [])
            : Matches(field, typed, language),
            .. field
                .Specials.Select(code => new LookupOption(code, SpecialLabel(code, language), null))
                .Where(special => typed.Length == 0 || Fits(special.Label, typed)),
        ];

    /// <summary>
    /// The code that a text names in full, by its code or by a name. That only one choice begins so is not enough: "Niger" with a slip
    /// of the finger is another country's report.
    /// </summary>
    public static string? Exact(FormField field, string typed, string language, LocationTable places)
    {
        string? named = field.Type switch
        {
            FieldType.Location => LocationSearch.For(places).Exact(typed)?.Code,
            FieldType.Country => CountryTable.Shipped.Exact(typed)?.Code,
            FieldType.Currency => CurrencyTable.Shipped.Exact(typed)?.Code,
            FieldType.Code or FieldType.Codes => ExactCode(field.List!, typed, language),
            FieldType.Unit => ExactCode(field.List!, typed, language) ?? CurrencyTable.Shipped.Exact(typed)?.Code,
            _ => null,
        };
        return named ?? field.Specials.FirstOrDefault(code => Same(SpecialLabel(code, language), typed));
    }

    /// <summary>The tables do not know every mail centre for one: where the kinds that fit leave room, the others follow.</summary>
    private static IEnumerable<LookupOption> PlacesFor(
        string typed,
        string language,
        string? country,
        LocationTable places,
        LocationKinds kinds
    )
    {
        var search = LocationSearch.For(places);
        IReadOnlyList<Location> found = search.Find(typed, kinds, country, Most);
        IEnumerable<Location> all =
            kinds == LocationKinds.None || found.Count == Most
                ? found
                : found.Concat(search.Find(typed, country: country, limit: Most)).DistinctBy(place => place.Code).Take(Most);
        return all.Select(place => new LookupOption(
            place.Code,
            AnswerWords.Of(place),
            CountryTable.Shipped.Name(place.Country, language)
                + (place.Subdivision is { } subdivision ? $" · {subdivision}" : ""),
            LocationSearch.AliasFor(place, typed)
        ));
    }

    private static IEnumerable<LookupOption> Matches(FormField field, string typed, string language) =>
        field.Type switch
        {
            FieldType.Country => Named(CountryTable.Shipped, typed, language),
            FieldType.Currency => Named(CurrencyTable.Shipped, typed, language),
            FieldType.Code => Codes(field.List!, typed, language),
            _ => [],
        };

    private static IEnumerable<LookupOption> Named(NamedCodes names, string typed, string language) =>
        (typed.Length == 0 ? [] : names.Find(typed, language, Most)).Select(code => new LookupOption(
            code.Code,
            code.Names.Text(language),
            code.Code,
            names.AliasFor(code, typed, language)
        ));

    private static IEnumerable<LookupOption> LinksFor(string typed, IReadOnlyList<LinkChoice> links) =>
        links
            .Where(link => Fits(link.Label, typed))
            .Take(Most * 2)
            .Select(link => new LookupOption(link.Value, link.Label, null));

    /// <summary>A heading that fits brings its codes: who types "tobacco" sees cigarettes.</summary>
    private static IEnumerable<LookupOption> Codes(CodeList list, string typed, string language)
    {
        string Heading(Code code) => list.Find(CodeList.GroupOf(code.Value))?.Labels.Text(language) ?? "";
        return Choices(list)
            .Select(code => new LookupOption(
                code.Value,
                code.Labels.Text(language),
                Heading(code) is var heading && heading != code.Labels.Text(language) ? heading : null
            ))
            .Where(option =>
                typed.Length == 0 || Fits(option.Label, typed) || Fits(option.Detail ?? "", typed) || Fits(option.Value, typed)
            )
            .OrderByDescending(option => Fits(option.Label, typed))
            .Take(typed.Length == 0 ? int.MaxValue : Most * 2);
    }

    private static string? ExactCode(CodeList list, string typed, string language) =>
        Choices(list).Where(code => Same(code.Value, typed) || Same(code.Labels.Text(language), typed)).Take(2).ToArray()
            is [var only]
            ? only.Value
            : null;

    private static IEnumerable<Code> Choices(CodeList list) => list.Offered.Where(code => !list.IsHeading(code.Value));

    private static string SpecialLabel(string code, string language) =>
        CodeLists.Shipped.Label(CodeLists.Special, code, language);

    private static bool Fits(string name, string typed) =>
        Folding.Fold(name).Contains(Folding.Fold(typed), StringComparison.Ordinal);

    private static bool Same(string name, string typed) => Folding.Fold(name) == Folding.Fold(typed);
}
