using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// Under what a report will be sent, chosen when its page opens: the same form posted twice is one report. Two ids, because the server
/// sees the message's, and the report's own stands in exports.
/// </summary>
public sealed record ReportIds(Guid Report, MessageId Message)
{
    public const string ReportField = "report";

    public const string MessageField = "message";

    /// <summary>Which form it is of, and which version.</summary>
    public const string FormField = "form";

    public const string VersionField = "version";

    public static ReportIds New() => new(Guid.CreateVersion7(), Identifier.Create<MessageId>());

    /// <summary>As the form has them; new ones where it has none.</summary>
    internal static ReportIds Read(IFormCollection posted) =>
        Guid.TryParseExact(posted[ReportField], "N", out Guid report)
        && Identifier.TryParse(posted[MessageField], out MessageId message)
            ? new ReportIds(report, message)
            : New();
}
