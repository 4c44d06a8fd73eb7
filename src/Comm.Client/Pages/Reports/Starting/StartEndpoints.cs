using Comm.Client.Pages.Layout;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Starting;

/// <summary>What a report begins with: nothing, what was begun earlier, a report that is to be corrected, or a message.</summary>
internal static class StartEndpoints
{
    /// <summary>Straight to the form where there is one seizure form and nothing was begun; otherwise the choice.</summary>
    public static async Task<IResult> OpenAsync(
        Guid group,
        string? form,
        Guid? draft,
        Guid? correct,
        long? from,
        AnswerWords words,
        HttpContext context
    )
    {
        var room = await ReportRoom.OfAsync(context, group);
        var starting = new ReportStarting(room, words, context.RequestAborted);
        if (draft is { } kept)
        {
            return starting.Kept(kept, form) is { } begun ? await ShowAsync(begun, room, context) : Page.Missing();
        }

        if (correct is { } report)
        {
            return await starting.CorrectionAsync(report, form) is { } correction
                ? await ShowAsync(correction, room, context)
                : await StartAsync(room, words, from, context, "Start.NotYours");
        }

        FormDefinition? chosen = form is null ? Only(room) : room.Forms.Offered.FirstOrDefault(offered => offered.Id == form);
        if (chosen is null && form is not null)
        {
            return Page.Missing();
        }

        if (chosen is null)
        {
            return room.Forms.Offered.Count == 0 && room.Workspace.Drafts.Reports(room.Group).Count == 0
                ? await ReportEndpoints.ShowAsync(room, null, FillingNotes.None, context)
                : await StartAsync(room, words, from, context);
        }

        if (from is not { } position)
        {
            bool isAsked = form is not null || room.Workspace.Drafts.Reports(room.Group).Count == 0;
            return isAsked ? await ShowAsync(starting.New(chosen), room, context) : await StartAsync(room, words, from, context);
        }

        return await starting.FromMessageAsync(chosen, position) is { } told
            ? await ShowAsync(told, room, context)
            : Page.Missing();
    }

    /// <summary>Everything that can be filled in here.</summary>
    public static async Task<IResult> ChooseAsync(Guid group, long? from, AnswerWords words, HttpContext context) =>
        await StartAsync(await ReportRoom.OfAsync(context, group), words, from, context);

    /// <summary>The seizure form, when it is the only one; the only form, when there is no other.</summary>
    private static FormDefinition? Only(ReportRoom room) =>
        room.Forms.Offered.Where(offered => offered.Kind == FormKind.Seizure).ToArray() is [var seizure] ? seizure
        : room.Forms.Offered is [var only] ? only
        : null;

    private static async Task<IResult> ShowAsync(
        (ReportDraft Draft, FillingNotes Notes) begun,
        ReportRoom room,
        HttpContext context
    ) => await ReportEndpoints.ShowAsync(room, await room.WithLinksAsync(begun.Draft), begun.Notes, context);

    private static async Task<IResult> StartAsync(
        ReportRoom room,
        AnswerWords words,
        long? from,
        HttpContext context,
        string? problem = null
    )
    {
        if (await room.Workspace.GroupAsync(room.Group, context.RequestAborted) is not { } group)
        {
            return Page.Missing();
        }

        return Page.Of<StartPage>(
            new
            {
                Model = await FrameModel.OfAsync(room.Workspace, context.RequestAborted),
                Group = group,
                room.Forms.Offered,
                Drafts = new ReportStarting(room, words, context.RequestAborted).Lines(),
                From = from,
                Problem = problem,
            },
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity
        );
    }
}
