using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Client.Pages.Reports;

/// <summary>A line of a combobox. <paramref name="Label"/> is what the input shows once it is chosen.</summary>
public sealed record LookupOption(string Value, string Label, string? Detail);

/// <summary>What fits a typed text, by the type of the field; on this machine, so that no server learns what somebody looks for.</summary>
internal static class Lookup
{
    private const int Most = 12;

    private static readonly Lazy<LocationSearch> Places = new(() => new LocationSearch(LocationTable.Shipped));

    public static bool IsFor(FormField field) =>
        field.Type is FieldType.Country or FieldType.Location
        || (
            field is { Type: FieldType.Code, CodeList: { } list }
            && CodeLists.Shipped.Find(list) is { } codes
            && codes.Codes.Length > Most * 2
        );

    public static IReadOnlyList<LookupOption> Find(FormField field, string typed, string language, string? country) =>
        [
            .. Matches(field, typed, language, country),
            .. field
                .Specials.Select(code => new LookupOption(code, CodeLists.Shipped.Label(CodeLists.Special, code, language), null))
                .Where(special => typed.Length == 0 || Fits(special.Label, typed)),
        ];

    private static IEnumerable<LookupOption> Matches(FormField field, string typed, string language, string? country) =>
        field.Type switch
        {
            FieldType.Location => Places
                .Value.Find(typed, country: country, limit: Most)
                .Select(place => new LookupOption(
                    place.Code,
                    AnswerWords.Of(place),
                    CountryTable.Shipped.Name(place.Country, language)
                )),
            FieldType.Country => (typed.Length == 0 ? [] : CountryTable.Shipped.Find(typed, language, Most)).Select(
                code => new LookupOption(code.Code, code.Names.Text(language), code.Code)
            ),
            FieldType.Code => Codes(CodeLists.Shipped.Find(field.CodeList!)!, typed, language),
            _ => [],
        };

    /// <summary>A heading that fits brings its codes: who types "tobacco" sees cigarettes.</summary>
    private static IEnumerable<LookupOption> Codes(CodeList list, string typed, string language)
    {
        string Heading(Code code) => list.Find(CodeList.GroupOf(code.Value))?.Labels.Text(language) ?? "";
        return list
            .Offered.Where(code => !list.IsHeading(code.Value))
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

    private static bool Fits(string name, string typed) => name.Contains(typed, StringComparison.CurrentCultureIgnoreCase);
}
