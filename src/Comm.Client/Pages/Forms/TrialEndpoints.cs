using Comm.Client.Pages.Layout;
using Comm.Client.Pages.Reports;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Client.Pages.Forms;

/// <summary>A design as its readers will see it, filled for trial: the engine is the real one, and nothing is kept or sent.</summary>
internal static class TrialEndpoints
{
    public static void MapTrials(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder trial = pages.MapGroup("/groups/{group:guid}/forms/designs/{design:guid}/trial");
        trial.MapGet(
            "",
            (Guid group, Guid design, Reader reader, HttpContext context) =>
                ShowAsync(group, design, reader.Language.Code, context)
        );
        trial.MapGet("/{shown}", ShowAsync);
        trial.MapPost("/{shown}/report", CheckAsync);
        // These are the form's own parts: all of an answer is in its language.
        trial.MapPost("/{language}/report/draft", DraftAsync);
        trial.MapGet("/{language}/report/lookups/{form}/{version:int}/{field}", FindAsync);
    }

    private static async Task<IResult> ShowAsync(Guid group, Guid design, string shown, HttpContext context) =>
        await DesignDesk.OpenAsync(context, group, design) is { } desk
            ? await PageAsync(
                context,
                desk,
                desk.Check.Form is { } form ? ReportDraft.Empty(form, await ContextAsync(context, desk)) : null,
                ProductCultures.Nearest(shown)
            )
            : Page.Missing();

    private static async Task<IResult> CheckAsync(Guid group, Guid design, string shown, HttpContext context) =>
        await ReadAsync(group, design, Languages.Of(shown), context, showsFindings: true) is var (desk, draft, _)
            ? await PageAsync(context, desk, draft, ProductCultures.Nearest(shown))
            : Page.Missing();

    private static async Task<IResult> DraftAsync(Guid group, Guid design, Reader reader, HttpContext context)
    {
        if (
            await ReadAsync(group, design, reader.Language, context, showsFindings: false) is not var (desk, draft, posted)
            || draft is null
        )
        {
            return Page.Missing();
        }

        if (!DesignPartEndpoints.IsHtmx(context))
        {
            return await PageAsync(context, desk, draft, reader.Language.Code);
        }

        return LineAct.Of(posted) is null && draft.Paste is null && posted["shape"] == draft.Shape
            ? Results.NoContent()
            : Page.Of<ReportFields>(
                new
                {
                    Group = desk.Group.Id,
                    Draft = draft,
                    Address = TrialPage.AddressOf(desk, reader.Language.Code),
                }
            );
    }

    private static async Task<IResult> FindAsync(
        Guid group,
        Guid design,
        string field,
        string? q,
        string? list,
        string? kind,
        Reader reader,
        HttpContext context
    )
    {
        if (
            await DesignDesk.OpenAsync(context, group, design) is not { Check.Form: { } form } desk
            || form.Find(field) is not { } known
        )
        {
            return Page.Missing();
        }

        string typed = q?.Trim() ?? "";
        LocationTable places = (await ContextAsync(context, desk)).Locations ?? context.Workspace().Tables.Locations;
        return Page.Of<LookupOptions>(
            new
            {
                Options = Lookup.Find(
                    known,
                    typed,
                    reader.Language.Code,
                    context.Workspace().Profile.Administration.Country,
                    places,
                    LocationNeeds.Of(kind)
                ),
                Typed = typed,
                Exact = Lookup.Exact(known, typed, reader.Language.Code, places),
                IsOfPlaces = known.Type == FieldType.Location,
                List = list ?? "",
            }
        );
    }

    private static async Task<(DesignDesk Desk, ReportDraft? Draft, IFormCollection Posted)?> ReadAsync(
        Guid group,
        Guid design,
        Language language,
        HttpContext context,
        bool showsFindings
    )
    {
        if (await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return null;
        }

        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        ReportDraft? draft = desk.Check.Form is { } form
            ? ReportDraft.Read(form, posted, language, await ContextAsync(context, desk), showsFindings)
            : null;
        return (desk, draft, posted);
    }

    /// <summary>The page in its reader's language, the form on it in that of those who will fill it.</summary>
    public static async Task<IResult> PageAsync(HttpContext context, DesignDesk desk, ReportDraft? draft, string language) =>
        Page.Of<TrialPage>(
            new
            {
                Desk = desk,
                Draft = draft,
                Language = language,
                Fields = draft is null
                    ? default
                    : await InLanguage.RenderAsync<TrialFields>(
                        context,
                        language,
                        new Dictionary<string, object?>(StringComparer.Ordinal)
                        {
                            [nameof(TrialFields.Group)] = desk.Group.Id,
                            [nameof(TrialFields.Draft)] = draft,
                            [nameof(TrialFields.Address)] = TrialPage.AddressOf(desk, language),
                        }
                    ),
            }
        );

    private static async Task<FormContext> ContextAsync(HttpContext context, DesignDesk desk) =>
        context.Workspace().FormContextOf((await context.Workspace().FormsAsync(desk.Group.Id, context.RequestAborted)).Set);
}
