using System.Collections.Immutable;
using System.Text.Json;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>
/// A spreadsheet that was read, at rest in the vault until its reports are sent: each under ids of its own, so that whatever stops the
/// sending, none is sent twice.
/// </summary>
internal sealed record KeptBulk(
    string Form,
    int Version,
    string Language,
    string File,
    BulkRows Rows,
    Dictionary<string, Guid[]> Ids,
    Dictionary<string, string> Reasons,
    int Sent
)
{
    public static KeptBulk Of(FormDefinition form, string language, string file, BulkRows rows) =>
        new(
            form.Id,
            form.Version,
            language,
            file,
            rows,
            rows.Rows.Select(rows.KeyOf)
                .Distinct(StringComparer.Ordinal)
                .ToDictionary(
                    key => key,
                    _ => new[] { Guid.CreateVersion7(), Identifier.Create<MessageId>().Value },
                    StringComparer.Ordinal
                ),
            [],
            0
        );

    public string ToContent() => JsonSerializer.Serialize(this);

    /// <exception cref="InvalidOperationException">Not what we wrote, although the vault vouches for it.</exception>
    public static KeptBulk Read(string content) =>
        JsonSerializer.Deserialize<KeptBulk>(content)
        ?? throw new InvalidOperationException("Rows that we wrote ourselves cannot be read.");

    public (Guid Report, MessageId Message) IdsOf(string key) => (Ids[key][0], new MessageId(Ids[key][1]));

    /// <summary>Of each report once, by order of first appearance.</summary>
    private IEnumerable<string> Keys => Rows.Rows.Select(Rows.KeyOf).Distinct(StringComparer.Ordinal);

    public int Reports => Keys.Count();

    /// <summary>The rows of the reports that go next.</summary>
    public BulkRows Next(int reports)
    {
        HashSet<string> keys = [.. Keys.Skip(Sent).Take(reports)];
        return Rows with { Rows = [.. Rows.Rows.Where(row => keys.Contains(Rows.KeyOf(row)))] };
    }

    /// <summary>Without the reports of these keys.</summary>
    public KeptBulk Without(IReadOnlySet<string> keys) =>
        this with
        {
            Rows = Rows with { Rows = [.. Rows.Rows.Where(row => !keys.Contains(Rows.KeyOf(row)))] },
        };

    public ImmutableArray<RuleOverride> OverridesOf(BulkReport report) =>
        [
            .. report
                .Warnings.Select(finding => finding.RuleId)
                .Distinct(StringComparer.Ordinal)
                .Where(rule => !string.IsNullOrWhiteSpace(Reasons.GetValueOrDefault(rule)))
                .Select(rule => new RuleOverride(rule, Reasons[rule].Trim())),
        ];
}
