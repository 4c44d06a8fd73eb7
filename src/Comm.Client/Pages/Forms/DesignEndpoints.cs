using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Engine;
using Comm.Client.Forms.Designing;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Forms;

/// <summary>How a design begins, and how it ends: published, copied to another group, discarded.</summary>
internal static class DesignEndpoints
{
    public static void MapDesigns(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder forms = pages.MapGroup("/groups/{group:guid}/forms");
        forms.MapPost("/designs", BeginAsync);
        forms.MapPost("/import", ImportAsync);
        RouteGroupBuilder design = forms.MapGroup("/designs/{design:guid}");
        design.MapGet("/publish", (Guid group, Guid design, HttpContext context) => ShowPublishAsync(group, design, context));
        design.MapPost("/publish", PublishAsync);
        design.MapPost("/copy", CopyAsync);
        design.MapPost("/discard", DiscardAsync);
        design.MapGet("/xlsform", DownloadAsync);
    }

    private static async Task<IResult> BeginAsync(Guid group, Reader reader, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await workspace.GroupAsync(id, context.RequestAborted) is not { CanManage: true })
        {
            return Page.Missing();
        }

        IReadOnlyList<FormDefinition> known = workspace.KnownForms(id);
        IReadOnlyList<string> taken = TakenIds(workspace, id);
        if (posted["start"] == "empty")
        {
            string title = posted["title"].ToString().Trim();
            return
                title.Length is 0 or > FormLimits.LabelCharacters
                || !Enum.TryParse(posted["kind"], out FormKind kind)
                || !Enum.IsDefined(kind)
                ? await FormsEndpoints.ShowAsync(context, group, new FormsProblem("Start.NoTitle"))
                : Begun(context, id, FormStarts.Empty(title, reader.Language.Code, kind, taken), null);
        }

        FormDefinition? source =
            posted["start"] == "elsewhere"
                ? await ElsewhereAsync(context, posted["elsewhere"].ToString())
                : Named(workspace, id, posted);
        return source is null
            ? Page.Missing()
            : Begun(
                context,
                id,
                posted["start"] == "next" && !FormStarts.IsShipped(source.Id)
                    ? FormStarts.NextOf(source.Document, known)
                    : FormStarts.CopyOf(source.Document, taken, reader.Language.Code),
                new FormOrigin(source.Id, source.Version)
            );
    }

    /// <summary>Of another group of this coordinator: "group/form/version".</summary>
    private static async Task<FormDefinition?> ElsewhereAsync(HttpContext context, string address) =>
        address.Split('/') is [var other, var form, var version]
        && Identifier.TryParse(other, out GroupId group)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && await context.Workspace().GroupAsync(group, context.RequestAborted) is not null
            ? context.Workspace().FindForm(group, form, number)
            : null;

    private static FormDefinition? Named(Workspace workspace, GroupId group, IFormCollection posted) =>
        int.TryParse(posted["version"], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? workspace.FindForm(group, posted["form"].ToString(), version)
            : null;

    private static async Task<IResult> ImportAsync(Guid group, FaultWords words, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await workspace.GroupAsync(id, context.RequestAborted) is not { CanManage: true })
        {
            return Page.Missing();
        }

        if (posted.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return await FormsEndpoints.ShowAsync(context, group, new FormsProblem("Xls.NoFile"));
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        XlsFormImported imported = XlsFormImport.Read(
            bytes.ToArray(),
            Path.GetFileNameWithoutExtension(file.FileName),
            CodeLists.Shipped
        );
        if (imported.Form is not { } form)
        {
            return await FormsEndpoints.ShowAsync(
                context,
                group,
                new FormsProblem("Xls.Refused", null, [.. imported.Faults.Select(words.Problem)])
            );
        }

        // A shipped form keeps its name for itself; a form that the group has is a next version of it.
        FormDocument document = FormStarts.IsShipped(form.Id)
            ? FormStarts.CopyOf(form.Document, TakenIds(workspace, id))
            : FormStarts.NextOf(form.Document, workspace.KnownForms(id));
        return Begun(context, id, document, null);
    }

    private static IResult Begun(HttpContext context, GroupId group, FormDocument document, FormOrigin? origin) =>
        context.Workspace().Designs.Begin(group, document, origin) is { } design
            ? Page.GoTo(context, DesignAddress.Of(group, design.Id, DesignPart.Questions))
            : throw new InvalidOperationException("A form that compiled is larger than a form may be.");

    private static async Task<IResult> ShowPublishAsync(
        Guid group,
        Guid design,
        HttpContext context,
        PublishFormsOutcome? outcome = null
    )
    {
        if (await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return Page.Missing();
        }

        IReadOnlyList<FormDefinition> known = context.Workspace().KnownForms(desk.Group.Id);
        return Page.Of<PublishPage>(
            new
            {
                Desk = desk,
                Version = FormStarts.Numbered(desk.Document, known).Version,
                Previous = known.Where(form => form.Id == desk.Document.Id).MaxBy(form => form.Version),
                Others = await OthersAsync(context, desk),
                Outcome = outcome,
            },
            outcome is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity
        );
    }

    /// <summary>Groups where this officer is a coordinator, too.</summary>
    private static async Task<IReadOnlyList<GroupSummary>> OthersAsync(HttpContext context, DesignDesk desk)
    {
        var others = new List<GroupSummary>();
        foreach (GroupSummary other in desk.Model.Groups.Where(other => other.Id != desk.Group.Id))
        {
            if (await context.Workspace().GroupAsync(other.Id, context.RequestAborted) is { CanManage: true })
            {
                others.Add(other);
            }
        }

        return others;
    }

    /// <summary>Under the next free number, whatever it was when the design began.</summary>
    private static async Task<IResult> PublishAsync(Guid group, Guid design, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        if (await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return Page.Missing();
        }

        if (
            desk.Check.Form is null
            || FormStarts.IsShipped(desk.Document.Id)
            || await workspace.FormsAsync(id, context.RequestAborted) is not { Set: { } set }
        )
        {
            return await ShowPublishAsync(
                group,
                design,
                context,
                new PublishFormsOutcome(PublishFormsResult.Invalid, desk.Document.Id)
            );
        }

        FormDocument document = FormStarts.Numbered(desk.Document, workspace.KnownForms(id));
        PublishFormsOutcome outcome = await workspace.PublishFormsAsync(
            id,
            set.Offering(document),
            [document],
            context.RequestAborted
        );
        if (outcome.Result != PublishFormsResult.Published)
        {
            return await ShowPublishAsync(group, design, context, outcome);
        }

        workspace.Designs.Discard(id, design);
        return Page.GoTo(context, GroupAddress.Of(id, GroupTab.Forms));
    }

    private static async Task<IResult> CopyAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        Workspace workspace = context.Workspace();
        return
            await DesignDesk.OpenAsync(context, group, design) is { } desk
            && Identifier.TryParse(posted["to"], out GroupId other)
            && await workspace.GroupAsync(other, context.RequestAborted) is { CanManage: true }
            ? Begun(context, other, FormStarts.NextOf(desk.Document, workspace.KnownForms(other)), desk.Design.Origin)
            : Page.Missing();
    }

    /// <summary>Also one whose row is damaged, of which nothing else is left.</summary>
    private static async Task<IResult> DiscardAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        var id = new GroupId(group);
        if (await context.Workspace().GroupAsync(id, context.RequestAborted) is not { CanManage: true })
        {
            return Page.Missing();
        }

        if (posted["sure"] != "true")
        {
            return Page.GoTo(context, DesignAddress.Of(id, design, DesignPart.Publish));
        }

        context.Workspace().Designs.Discard(id, design);
        return Page.GoTo(context, GroupAddress.Of(id, GroupTab.Forms));
    }

    private static async Task<IResult> DownloadAsync(Guid group, Guid design, FaultWords words, HttpContext context) =>
        await DesignDesk.OpenAsync(context, group, design) is { Check.Form: not null } desk
            ? FormsEndpoints.File(desk.Document, words)
            : Page.Missing();

    private static ImmutableArray<string> TakenIds(Workspace workspace, GroupId group) =>
        [
            .. workspace.KnownForms(group).Select(form => form.Id),
            .. workspace.Designs.List(group).Select(row => row.Design?.Document.Id).OfType<string>(),
        ];
}
