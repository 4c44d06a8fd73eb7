using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.People;
using Comm.Client.Shell;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Members;

internal static class MembersEndpoints
{
    public static void MapMembers(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder members = pages.MapGroup("/groups/{group:guid}/members");
        members.MapGet("", (Guid group, HttpContext context) => ShowAsync(new GroupId(group), null, false, context));
        members.MapPost("", AddAsync);
        members.MapGet(
            "/{device:guid}/removal",
            (Guid group, Guid device, HttpContext context) => AskAsync(group, device, false, context)
        );
        members.MapPost("/{device:guid}/removal", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        GroupId id,
        MemberChangeOutcome? problem,
        bool nothingChosen,
        HttpContext context
    )
    {
        Workspace workspace = context.Workspace();
        CancellationToken cancellationToken = context.RequestAborted;
        if (await workspace.GroupAsync(id, cancellationToken) is not { } group)
        {
            return Page.Missing();
        }

        var parameters = new
        {
            Model = await FrameModel.OfAsync(workspace, cancellationToken),
            Group = group,
            Addable = group.CanManage ? await AddableAsync(workspace, group, cancellationToken) : null,
            Problem = problem,
            NothingChosen = nothingChosen,
        };
        return problem is null && !nothingChosen ? Page.Of<MembersTab>(parameters) : Page.Again<MembersTab>(parameters);
    }

    private static async Task<IReadOnlyList<DirectoryEntry>?> AddableAsync(
        Workspace workspace,
        GroupView group,
        CancellationToken cancellationToken
    )
    {
        try
        {
            HashSet<DeviceId> members = [.. group.Members.Select(member => member.Device)];
            return
            [
                .. (await workspace.DirectoryAsync(cancellationToken))
                    .Where(entry => !members.Contains(entry.Device))
                    .OrderBy(entry => entry.Administration?.Value, StringComparer.Ordinal)
                    .ThenBy(entry => entry.Name, StringComparer.CurrentCulture),
            ];
        }
        catch (OfflineException)
        {
            // The page says so in place of the list.
            return null;
        }
    }

    private static async Task<IResult> AddAsync(Guid group, HttpContext context)
    {
        var id = new GroupId(group);
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        var devices = new List<DeviceId>();
        foreach (string? text in form["device"])
        {
            if (!Identifier.TryParse(text, out DeviceId device))
            {
                return Results.BadRequest();
            }

            devices.Add(device);
        }

        return devices.Count == 0
            ? await ShowAsync(id, null, nothingChosen: true, context)
            : await AnswerAsync(id, await context.Workspace().AddMembersAsync(id, devices, context.RequestAborted), context);
    }

    private static async Task<IResult> RemoveAsync(Guid group, Guid device, HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        GroupView? view = await context.Workspace().GroupAsync(new GroupId(group), context.RequestAborted);
        MemberView? member = view?.Members.FirstOrDefault(one => one.Device == new DeviceId(device));
        if (member is null)
        {
            return Page.Missing();
        }

        return string.Equals(form["name"].ToString().Trim(), member.Name.Trim(), StringComparison.OrdinalIgnoreCase)
            ? await AnswerAsync(
                new GroupId(group),
                await context.Workspace().RemoveMemberAsync(new GroupId(group), member.Device, context.RequestAborted),
                context
            )
            : await AskAsync(group, device, nameDiffers: true, context);
    }

    private static async Task<IResult> AskAsync(Guid group, Guid device, bool nameDiffers, HttpContext context)
    {
        Workspace workspace = context.Workspace();
        if (
            await workspace.GroupAsync(new GroupId(group), context.RequestAborted) is not { CanManage: true } view
            || view.Members.FirstOrDefault(one => one.Device == new DeviceId(device)) is not { IsSelf: false } member
        )
        {
            return Page.Missing();
        }

        var parameters = new
        {
            Model = await FrameModel.OfAsync(workspace, context.RequestAborted),
            Group = view,
            Member = member,
            NameDiffers = nameDiffers,
        };
        return nameDiffers ? Page.Again<RemovalPage>(parameters) : Page.Of<RemovalPage>(parameters);
    }

    private static async Task<IResult> AnswerAsync(GroupId group, MemberChangeOutcome outcome, HttpContext context) =>
        outcome.Result == MemberChangeResult.Done
            ? Page.GoTo(context, GroupAddress.Of(group, GroupTab.Members))
            : await ShowAsync(group, outcome, false, context);
}
