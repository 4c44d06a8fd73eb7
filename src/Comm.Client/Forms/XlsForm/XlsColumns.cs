using System.Collections.Frozen;

namespace Comm.Client.Forms.XlsForm;

/// <summary>The columns that a sheet of a form may have. Ours, which ODK passes over, begin with <c>cc_</c>.</summary>
internal sealed record XlsColumns(FrozenSet<string> Plain, FrozenSet<string> Translated, FrozenSet<string> Refused)
{
    public const string SurveySheet = "survey";
    public const string ChoicesSheet = "choices";
    public const string SettingsSheet = "settings";
    public const string RulesSheet = "cc_rules";
    public const string TablesSheet = "cc_tables";

    /// <summary>Before the name of an attribute that would be taken for a column of its own.</summary>
    public const string Attribute = "cc_attribute";

    /// <summary>Written for people; never read.</summary>
    public const string NotesSheet = "cc_notes";

    /// <summary>
    /// An expression that ODK cannot evaluate stands in the column of the same name with <c>cc_</c> before it, so that ODK still opens
    /// the form.
    /// </summary>
    public static readonly string[] Expressions =
    [
        "required",
        "relevant",
        "constraint",
        "choice_filter",
        "calculation",
        "default",
    ];

    public static XlsColumns Survey { get; } =
        Of(
            [
                "type",
                "name",
                "required",
                "relevant",
                "constraint",
                "choice_filter",
                "calculation",
                "default",
                "read_only",
                "appearance",
                "cc_type",
                "cc_specials",
                "cc_severity",
                "cc_places_by",
                "cc_least",
                "cc_most",
                "cc_export",
                .. Expressions.Select(name => "cc_" + name),
            ],
            ["label", "hint", "constraint_message"]
        );

    public static XlsColumns Choices { get; } =
        Of(["list_name", "name", "cc_list"], ["label"], ["media", "image", "audio", "video", "big-image", "geometry"]);

    public static XlsColumns Settings { get; } =
        Of(["form_id", "form_title", "version", "default_language", "cc_kind", "cc_code_lists", "cc_goods"], ["cc_title"]);

    public static XlsColumns Rules { get; } = Of(["id", "severity", "field", "when", "check"], ["message"]);

    public static XlsColumns Tables { get; } = Of(["table", "key", "value"], []);

    public string Supported =>
        string.Join(", ", Plain.Concat(Translated.Select(name => name + "::…")).Order(StringComparer.Ordinal));

    /// <summary>"Constraint Message::French (fr)" is <c>constraint_message</c> in "French (fr)".</summary>
    public static (string Name, string? Language) Split(string header)
    {
        int colons = header.IndexOf("::", StringComparison.Ordinal);
        string name = (colons < 0 ? header : header[..colons]).Trim().ToLowerInvariant().Replace(' ', '_');
        string known = name switch
        {
            "readonly" => "read_only",
            "relevance" => "relevant",
            _ => name,
        };
        return (known, colons < 0 ? null : header[(colons + 2)..]);
    }

    private static XlsColumns Of(string[] plain, string[] translated, string[]? refused = null) =>
        new(
            plain.ToFrozenSet(StringComparer.Ordinal),
            translated.ToFrozenSet(StringComparer.Ordinal),
            (refused ?? []).ToFrozenSet(StringComparer.Ordinal)
        );
}
