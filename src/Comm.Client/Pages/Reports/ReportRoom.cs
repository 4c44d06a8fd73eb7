using System.Globalization;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Reports.Reading;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Locations;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

/// <summary>A group as the pages need it that fill reports: its forms, what their rules are asked with, and the reports one may name.</summary>
internal sealed class ReportRoom
{
    private readonly Reader _reader;
    private readonly CancellationToken _cancellationToken;

    private ReportRoom(HttpContext http, GroupId group, GroupFormsView forms)
    {
        (Workspace, Group, Forms, _cancellationToken) = (http.Workspace(), group, forms, http.RequestAborted);
        Words = http.RequestServices.GetRequiredService<ReportWords>();
        _reader = http.RequestServices.GetRequiredService<Reader>();
        Context = Workspace.FormContextOf(forms.Set);
    }

    public Workspace Workspace { get; }

    public GroupId Group { get; }

    public GroupFormsView Forms { get; }

    public FormContext Context { get; }

    /// <summary>A report in a few words, for lists to choose from.</summary>
    public ReportWords Words { get; }

    public LocationTable Places => Context.Locations ?? Workspace.Tables.Locations;

    public static async Task<ReportRoom> OfAsync(HttpContext http, Guid group) =>
        new(http, new GroupId(group), await http.Workspace().FormsAsync(new GroupId(group), http.RequestAborted));

    public TypedTables Tables(Language language, IReadOnlyList<LinkChoice> links) => new(language, Places, _reader.Zone, links);

    /// <summary>The form that a page says it is of; null for one that the group does not know.</summary>
    public FormDefinition? FormOf(IFormCollection posted) =>
        int.TryParse(posted[ReportIds.VersionField], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? Workspace.FindForm(Group, posted[ReportIds.FormField].ToString(), version)
            : null;

    public async Task<ReportDraft> ReadAsync(
        FormDefinition form,
        IFormCollection posted,
        Language language,
        bool showsFindings
    ) =>
        ReportDraft.Read(
            form,
            posted,
            Tables(language, await LinksOfAsync(form, posted)),
            await EntryContextAsync(ReportIds.Read(posted).Report),
            showsFindings
        );

    /// <summary>With what only this machine knows: asked while a report is written, and not when it is judged.</summary>
    public async Task<FormContext> EntryContextAsync(params IReadOnlyList<Guid> written) =>
        Context with
        {
            Entry = await Workspace.EntryContextAsync(Group, written, _cancellationToken),
        };

    /// <summary>With the reports that the answers name.</summary>
    public async Task<ReportDraft> WithLinksAsync(ReportDraft draft) =>
        draft with
        {
            Links = await NamedAsync(ReportLinks.Of(draft.Form, draft.Answers)),
        };

    /// <summary>All reports that another one may name, the newest first.</summary>
    public async Task<IReadOnlyList<LinkChoice>> LinksAsync(Guid? except = null) =>
        [
            .. (await Workspace.ReportsAsync(Group, _cancellationToken))
                .Where(report => report.Report.Id != except && report.History.Standing != ReportStanding.Withdrawn)
                .Reverse()
                .Select(Link)
                .OfType<LinkChoice>(),
        ];

    /// <summary>
    /// Opening every report of a group takes a moment, and the page asks at every change: only those are opened that are named, and all
    /// of them where somebody has typed instead of choosing.
    /// </summary>
    private async Task<IReadOnlyList<LinkChoice>> LinksOfAsync(FormDefinition form, IFormCollection posted)
    {
        HashSet<string> links = [.. form.All.Where(field => field.Type == FieldType.Link).Select(field => field.Name)];
        if (links.Count == 0)
        {
            return [];
        }

        KeyValuePair<string, string>[] entered =
        [
            .. posted
                .Where(value => links.Contains(ReportEntry.FieldOf(value.Key)) && !string.IsNullOrWhiteSpace(value.Value))
                .Select(value => KeyValuePair.Create(value.Key, value.Value.ToString())),
        ];
        bool isTyped = entered.Any(value =>
            value.Key.EndsWith(ReportEntry.TypedSuffix, StringComparison.Ordinal)
            && string.IsNullOrWhiteSpace(posted[value.Key[..^ReportEntry.TypedSuffix.Length]])
        );
        return isTyped
            ? await LinksAsync(ReportIds.Read(posted).Report)
            : await NamedAsync(
                entered.Select(value => Guid.TryParseExact(value.Value, "D", out Guid id) ? id : (Guid?)null).OfType<Guid>()
            );
    }

    private async Task<IReadOnlyList<LinkChoice>> NamedAsync(IEnumerable<Guid> named)
    {
        var links = new List<LinkChoice>();
        foreach (Guid id in named.Distinct())
        {
            if (await Workspace.RevisionsAsync(Group, id, _cancellationToken) is [.., var report] && Link(report) is { } link)
            {
                links.Add(link);
            }
        }

        return links;
    }

    /// <summary>A report of a form that this machine does not know cannot be told from others.</summary>
    private LinkChoice? Link(OpenedReport report) =>
        report.Verdict.Form is { } form
            ? new LinkChoice(
                report.Report.Id,
                form.Kind,
                string.Join(" · ", Words.Facts(form, report.Report.Answers).Append(report.Sender.Name))
            )
            : null;
}
