using System.Globalization;
using Comm.Client.Engine;
using Comm.Client.Forms;
using Comm.Client.Forms.Designing;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Forms;

/// <summary>The forms page of a group, and what its coordinators do there.</summary>
internal static class FormsEndpoints
{
    public const string SpreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapForms(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder forms = pages.MapGroup("/groups/{group:guid}/forms");
        forms.MapGet("", (Guid group, HttpContext context) => ShowAsync(context, group));
        forms.MapGet("/compare", CompareAsync);
        forms.MapGet("/xlsform", DownloadAsync);
        forms.MapPost(
            "/offer",
            (Guid group, HttpContext context) =>
                ChangeAsync(context, group, (set, form) => form is null ? null : set.Offering(form.Document))
        );
        forms.MapPost(
            "/stop",
            (Guid group, HttpContext context) =>
                ChangeAsync(
                    context,
                    group,
                    (set, form) => form is null ? null : FormSetSteps.StopOffering(set, form.Id, form.Version)
                )
        );
        forms.MapPost("/withdraw", WithdrawAsync);
        forms.MapPost("/set", SetAsync);
        forms.MapPost("/places", PlacesAsync);
        forms.MapPost("/areas", AreasAsync);
        forms.MapPost("/again", AgainAsync);
    }

    public static async Task<IResult> ShowAsync(HttpContext context, Guid group, FormsProblem? problem = null) =>
        await FormsModel.OfAsync(context, new GroupId(group)) is not { } model ? Page.Missing()
        : problem is null ? Page.Of<FormsTab>(new { Model = model })
        : Page.Again<FormsTab>(new { Model = model, Problem = problem });

    /// <summary>For a coordinator, with the form that the page names, where the set in force is here.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context,
        Guid group,
        Func<FormSet, FormDefinition?, FormSet?> change,
        Func<IFormCollection, FormsProblem?>? check = null
    )
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        if (
            await workspace.GroupAsync(id, context.RequestAborted) is not { CanManage: true }
            || await workspace.FormsAsync(id, context.RequestAborted) is not { Set: { } set }
        )
        {
            return Page.Missing();
        }

        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (check?.Invoke(posted) is { } problem)
        {
            return await ShowAsync(context, group, problem);
        }

        FormDefinition? form = int.TryParse(posted["version"], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
            ? workspace.FindForm(id, posted["form"].ToString(), version)
            : null;
        return change(set, form) is { } changed
            ? await AnswerAsync(
                context,
                group,
                await workspace.PublishFormsAsync(id, changed, Documents(workspace, id, set, changed), context.RequestAborted)
            )
            : Page.Missing();
    }

    /// <summary>A version whose definition never came can be withdrawn, too: it is known by its name in the set.</summary>
    private static async Task<IResult> WithdrawAsync(Guid group, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        return await ChangeAsync(
            context,
            group,
            (set, _) =>
                int.TryParse(posted["version"], NumberStyles.None, CultureInfo.InvariantCulture, out int version)
                && set.Find(posted["form"].ToString(), version) is { } entry
                    ? set.Without(entry.Id, entry.Version)
                    : null
        );
    }

    private static async Task<IResult> SetAsync(Guid group, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        return Enum.TryParse(posted["forms"], out InitialForms forms) && Enum.IsDefined(forms)
            ? await ChangeAsync(
                context,
                group,
                (set, _) =>
                    FormSetSteps.OfferingOnly(
                        set,
                        GroupForms
                            .ShippedOf(forms)
                            .Select(FormLibrary.Shipped.Latest)
                            .OfType<FormDefinition>()
                            .Select(form => form.Document)
                    )
            )
            : Page.Missing();
    }

    private static Task<IResult> PlacesAsync(Guid group, HttpContext context) =>
        ChangeAsync(
            context,
            group,
            (set, _) =>
                context.Workspace().Tables.LocationsManifest is { } newest
                    ? set with
                    {
                        Locations = newest.ContentHash.ToString(),
                    }
                    : null
        );

    private static Task<IResult> AreasAsync(Guid group, HttpContext context)
    {
        CustomsAreasDocument? areas = null;
        return ChangeAsync(
            context,
            group,
            (set, _) => set with { CustomsAreas = areas },
            posted =>
            {
                if (posted.ContainsKey("reset"))
                {
                    return null;
                }

                areas = AreasText.Read(posted["unions"].ToString(), posted["territories"].ToString(), out string? fault);
                return areas is null ? new FormsProblem("Areas.Fault", fault) : null;
            }
        );
    }

    private static async Task<IResult> AgainAsync(Guid group, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        return await workspace.GroupAsync(new GroupId(group), context.RequestAborted) is { CanManage: true }
            ? await AnswerAsync(context, group, await workspace.SendFormsAgainAsync(new GroupId(group), context.RequestAborted))
            : Page.Missing();
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Guid group, PublishFormsOutcome outcome) =>
        outcome.Result == PublishFormsResult.Published
            ? Page.GoTo(context, GroupAddress.Of(new GroupId(group), GroupTab.Forms))
            : await ShowAsync(context, group, new FormsProblem($"Publish.{outcome.Result}", outcome.Code));

    /// <summary>Of the shipped forms that are new in the set: whoever has an older program does not have them.</summary>
    private static IReadOnlyList<FormDocument> Documents(Workspace workspace, GroupId group, FormSet before, FormSet set) =>
        [
            .. set
                .Forms.Where(entry => FormStarts.IsShipped(entry.Id) && before.Find(entry.Id, entry.Version) is null)
                .Select(entry => workspace.FindForm(group, entry.Id, entry.Version))
                .OfType<FormDefinition>()
                .Select(form => form.Document),
        ];

    private static async Task<IResult> CompareAsync(Guid group, string? form, int? from, int? to, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        return
            await workspace.GroupAsync(id, context.RequestAborted) is { } view
            && form is not null
            && workspace.FindForm(id, form, from ?? 0) is { } before
            && workspace.FindForm(id, form, to ?? 0) is { } after
            ? Page.Of<ComparePage>(
                new
                {
                    Model = await FrameModel.OfAsync(workspace, context.RequestAborted),
                    Group = view,
                    From = before,
                    To = after,
                    Versions = (IReadOnlyList<int>)
                        [.. workspace.KnownForms(id).Where(known => known.Id == form).Select(known => known.Version)],
                }
            )
            : Page.Missing();
    }

    private static async Task<IResult> DownloadAsync(
        Guid group,
        string? form,
        int? version,
        FaultWords words,
        HttpContext context
    )
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        return
            await workspace.GroupAsync(id, context.RequestAborted) is not null
            && form is not null
            && workspace.FindForm(id, form, version ?? 0) is { } found
            ? File(found.Document, words)
            : Page.Missing();
    }

    public static IResult File(FormDocument document, FaultWords words) =>
        Results.File(
            XlsFormExport.Write(document, CodeLists.Shipped, words.Of).File,
            SpreadsheetType,
            string.Create(CultureInfo.InvariantCulture, $"{document.Id}.v{document.Version}.xlsx")
        );
}
