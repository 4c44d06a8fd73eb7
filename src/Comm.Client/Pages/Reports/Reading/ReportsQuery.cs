using System.Globalization;
using Comm.Client.Conversations;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>Which reports of a group somebody looks at, as the address says it. What it does not know, it does not filter by.</summary>
public sealed record ReportsQuery(string? Form, ReportMark? Mark, string? Administration, bool Own, int Page)
{
    public const int PageSize = 50;

    public bool IsFilter => Form is not null || Mark is not null || Administration is not null || Own;

    internal static ReportsQuery Read(IQueryCollection query) =>
        new(
            Text(query, "form"),
            Enum.TryParse(query["standing"], out ReportMark mark) && Enum.IsDefined(mark) ? mark : null,
            Text(query, "administration"),
            query["own"] == "true",
            int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page > 0 ? page : 1
        );

    public bool Matches(OpenedReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return (Form is null || report.Report.Form == Form)
            && (Mark is not { } mark || ReportMarks.Of(report.History, report.Verdict).Contains(mark))
            && (Administration is null || report.Sender.Administration.ToString() == Administration)
            && (!Own || report.Sender.IsSelf);
    }

    public string AddressOf(GroupId group, int page)
    {
        IEnumerable<string> parts = new[]
        {
            Part("form", Form),
            Part("standing", Mark?.ToString()),
            Part("administration", Administration),
            Part("own", Own ? "true" : null),
            Part("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null),
        }.OfType<string>();
        return $"/groups/{group}/reports" + string.Concat(parts.Select((part, i) => (i == 0 ? "?" : "&") + part));
    }

    private static string? Part(string name, string? value) => value is null ? null : $"{name}={Uri.EscapeDataString(value)}";

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>One page of them, and what they may be narrowed to. A form goes by its newest version's name.</summary>
public sealed record ReportsView(
    ReportsQuery Query,
    IReadOnlyList<OpenedReport> Reports,
    int Found,
    IReadOnlyList<OpenedReport> NewestOfEachForm,
    IReadOnlyList<string> Administrations
)
{
    public int Pages => Math.Max(1, (Found + ReportsQuery.PageSize - 1) / ReportsQuery.PageSize);

    /// <summary>Newest first: by the place where a report stands now in the conversation.</summary>
    internal static ReportsView Of(IReadOnlyList<OpenedReport> all, ReportsQuery query)
    {
        OpenedReport[] found = [.. all.Where(query.Matches).OrderByDescending(report => report.Position)];
        int page = Math.Min(query.Page, Math.Max(1, (found.Length + ReportsQuery.PageSize - 1) / ReportsQuery.PageSize));
        return new ReportsView(
            query with
            {
                Page = page,
            },
            [.. found.Skip((page - 1) * ReportsQuery.PageSize).Take(ReportsQuery.PageSize)],
            found.Length,
            [
                .. all.GroupBy(report => report.Report.Form, StringComparer.Ordinal)
                    .Select(form => form.MaxBy(report => (report.Verdict.Form is not null, report.Report.FormVersion))!)
                    .OrderBy(report => report.Report.Form, StringComparer.Ordinal),
            ],
            [.. all.Select(report => report.Sender.Administration.ToString()).Distinct().Order(StringComparer.Ordinal)]
        );
    }
}
