using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Shared.Forms;

namespace Comm.Client.Conversations;

/// <summary>What a coordinator says of a report.</summary>
public enum ReviewDecision
{
    Validated = 1,

    /// <summary>To be corrected; until then it is not counted.</summary>
    Returned = 2,
}

/// <summary>A coordinator's word on one revision of a report. A return says why.</summary>
public sealed record ReportReview(Guid Report, int Revision, ReviewDecision Decision, string Remark)
{
    internal bool IsWhole => ReportActs.IsPlaced(Report, Revision, Remark) && Enum.IsDefined(Decision);

    internal string ToJson() => ReportActs.Write(this);

    internal static ReportReview? Read(string json) =>
        ReportActs.Read<ReportReview>(json) is { IsWhole: true } review ? review : null;

    /// <summary>Never its words.</summary>
    public override string ToString() => $"{Decision} {Report}";
}

/// <summary>The author takes a report back; it stays readable and is not counted.</summary>
public sealed record ReportWithdrawal(Guid Report, int Revision, string Remark)
{
    internal bool IsWhole => ReportActs.IsPlaced(Report, Revision, Remark);

    internal string ToJson() => ReportActs.Write(this);

    internal static ReportWithdrawal? Read(string json) =>
        ReportActs.Read<ReportWithdrawal>(json) is { IsWhole: true } withdrawal ? withdrawal : null;

    /// <summary>Never its words.</summary>
    public override string ToString() => $"Withdrawal {Report}";
}

/// <summary>How what is said of a report is written: strict, since another member wrote it.</summary>
internal static class ReportActs
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<ReviewDecision>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write<T>(T act) => JsonSerializer.Serialize(act, Options);

    public static T? Read<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static bool IsPlaced(Guid report, int revision, string remark) =>
        report != Guid.Empty && revision is > 0 and <= FormLimits.Revisions && remark.Length <= FormLimits.ReasonMostCharacters;
}
