using System.Collections.Frozen;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <summary>
/// Our types of questions beside those of XLSForm. Where ODK has no equal, the type is its nearest and <c>cc_type</c> says ours: what
/// ODK then asks is a text or a choice from a list that we write with the form.
/// </summary>
internal static class XlsTypes
{
    public const string SelectOne = "select_one";
    public const string SelectMultiple = "select_multiple";

    /// <summary>Types whose choices are not of a code list, and the list we write for ODK.</summary>
    public const string FlagList = "cc_flag";
    public const string CountryList = "cc_country";
    public const string CurrencyList = "cc_currency";

    /// <summary>What another program's form may ask and we answer with our own type, with <c>cc_type</c> or without.</summary>
    private static readonly (FieldType Type, string Odk, string? Ours)[] All =
    [
        (FieldType.Text, "text", null),
        (FieldType.Text, "string", null),
        (FieldType.Integer, "integer", null),
        (FieldType.Integer, "int", null),
        (FieldType.Decimal, "decimal", null),
        (FieldType.Date, "date", null),
        (FieldType.Time, "time", null),
        (FieldType.DateTime, "dateTime", null),
        (FieldType.DateTime, "datetime", null),
        (FieldType.Flag, SelectOne, "flag"),
        (FieldType.Country, SelectOne, "country"),
        (FieldType.Currency, SelectOne, "currency"),
        (FieldType.Location, "text", "location"),
        (FieldType.Code, SelectOne, null),
        (FieldType.Codes, SelectMultiple, null),
        (FieldType.Unit, SelectOne, "unit"),
        (FieldType.Position, "geopoint", null),
        (FieldType.Link, "text", "link"),
        (FieldType.Image, "image", null),
        (FieldType.File, "file", null),
        (FieldType.Note, "note", null),
        (FieldType.Calculation, "calculate", null),
    ];

    /// <summary>Types of ODK that bring a file of their own: they move to <see cref="All"/> when there are types of ours for them.</summary>
    private static readonly FrozenSet<string> WithAttachments = new[]
    {
        "audio",
        "video",
        "select_one_from_file",
        "select_multiple_from_file",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static string Supported =>
        string.Join(
            ", ",
            All.Select(type => type.Odk).Distinct().Concat(["begin_group", "end_group", "begin_repeat", "end_repeat"])
        );

    public static string SupportedOurs => string.Join(", ", All.Select(type => type.Ours).OfType<string>());

    public static bool NeedsAttachments(string odk) => WithAttachments.Contains(odk);

    public static bool IsKnown(string odk) => All.Any(type => type.Odk == odk);

    /// <summary>Null where ODK's type and ours do not go together.</summary>
    public static FieldType? Find(string odk, string? ours)
    {
        foreach ((FieldType type, string name, string? mark) in All)
        {
            if (name == odk && mark == ours)
            {
                return type;
            }
        }

        return null;
    }

    public static (string Odk, string? Ours) Of(FieldType type)
    {
        (_, string odk, string? ours) = All.First(known => known.Type == type);
        return (odk, ours);
    }

    /// <summary>The list we write for the type, where it is no code list.</summary>
    public static string? ListOf(FieldType type) =>
        type switch
        {
            FieldType.Flag => FlagList,
            FieldType.Country => CountryList,
            FieldType.Currency => CurrencyList,
            _ => null,
        };
}
