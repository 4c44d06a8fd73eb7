using System.Globalization;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Locations;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Reports;

/// <summary>A group as the pages need it that fill reports: its forms, what their rules are asked with, and the reports one may name.</summary>
internal sealed class ReportRoom
{
    private readonly AnswerWords _words;
    private readonly Reader _reader;
    private readonly CancellationToken _cancellationToken;

    private ReportRoom(HttpContext http, GroupId group, GroupFormsView forms)
    {
        (Workspace, Group, Forms, _cancellationToken) = (http.Workspace(), group, forms, http.RequestAborted);
        _words = http.RequestServices.GetRequiredService<AnswerWords>();
        _reader = http.RequestServices.GetRequiredService<Reader>();
        Context = Workspace.FormContextOf(forms.Set);
    }

    public Workspace Workspace { get; }

    public GroupId Group { get; }

    public GroupFormsView Forms { get; }

    public FormContext Context { get; }

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
    public async Task<ReportDraft> WithLinksAsync(ReportDraft draft)
    {
        IEnumerable<string> named = draft
            .Form.Questions.SelectMany(field =>
                field.Type == FieldType.Repeat
                    ? field.Questions.SelectMany(inner => draft.Answers.Lines(field.Name).Select(line => (inner, line)))
                    : [(field, draft.Answers)]
            )
            .Where(asked => asked.Item1.Type == FieldType.Link)
            .Select(asked => asked.Item2.Text(asked.Item1.Name))
            .OfType<string>();
        return draft with { Links = await NamedAsync(named) };
    }

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
        return isTyped ? await LinksAsync(ReportIds.Read(posted).Report) : await NamedAsync(entered.Select(value => value.Value));
    }

    private async Task<IReadOnlyList<LinkChoice>> NamedAsync(IEnumerable<string> named)
    {
        var links = new List<LinkChoice>();
        foreach (string text in named.Distinct(StringComparer.Ordinal))
        {
            if (
                Guid.TryParseExact(text, "D", out Guid id)
                && await Workspace.RevisionsAsync(Group, id, _cancellationToken) is [.., var report]
                && Link(report) is { } link
            )
            {
                links.Add(link);
            }
        }

        return links;
    }

    /// <summary>"22 Nov 2026 · France · Cigarettes"; a report of a form that this machine does not know cannot be told from others.</summary>
    private LinkChoice? Link(OpenedReport report) =>
        report.Verdict.Form is { } form
            ? new LinkChoice(report.Report.Id, form.Kind, $"{_words.Line(form, report.Report.Answers)} · {report.Sender.Name}")
            : null;
}
