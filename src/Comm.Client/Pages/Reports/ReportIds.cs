using System.Globalization;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// Under what a report will be sent, chosen when its page opens: the same form posted twice is one report. Two ids, because the server
/// sees the message's, and the report's own stands in exports. A correction has the id of what it corrects, and the next number.
/// </summary>
public sealed record ReportIds(Guid Report, MessageId Message, int Revision = 1)
{
    public const string ReportField = "report";

    public const string MessageField = "message";

    public const string RevisionField = "revision";

    /// <summary>Which form it is of, and which version.</summary>
    public const string FormField = "form";

    public const string VersionField = "version";

    public bool IsCorrection => Revision > 1;

    public static ReportIds New() => new(Guid.CreateVersion7(), Identifier.Create<MessageId>());

    public static ReportIds Correcting(Guid report, int current) => new(report, Identifier.Create<MessageId>(), current + 1);

    /// <summary>As the form has them; new ones where it has none.</summary>
    internal static ReportIds Read(IFormCollection posted) =>
        Guid.TryParseExact(posted[ReportField], "N", out Guid report)
        && Identifier.TryParse(posted[MessageField], out MessageId message)
            ? new ReportIds(report, message, Number(posted[RevisionField].ToString()))
            : New();

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 1 ? number : 1;
}
