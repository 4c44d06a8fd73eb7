using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

/// <summary>Groups and who is in them.</summary>
internal static class GroupControl
{
    public static void MapGroupControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            ControlRoutes.Groups,
            (ClientSession session, CancellationToken end) => OpenAsync(session, w => GroupsAsync(w, end))
        );
        routes.MapPost(
            ControlRoutes.Members,
            (GroupQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => MembersAsync(w, group, end), end)
        );
        routes.MapPost(
            ControlRoutes.Directory,
            (ClientSession session, CancellationToken end) => OpenAsync(session, w => DirectoryAsync(w, end))
        );
        routes.MapPost(
            ControlRoutes.CreateGroup,
            (CreateGroupQuestion asked, ClientSession session, CancellationToken end) =>
                OpenAsync(session, w => CreateGroupAsync(w, asked, end))
        );
        routes.MapPost(
            ControlRoutes.Add,
            (AddQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => AddAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.Remove,
            (RemoveQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => RemoveAsync(w, group, asked, end), end)
        );
    }

    private static async Task<IResult> GroupsAsync(Workspace workspace, CancellationToken end) =>
        Answer(
            (await workspace.GroupsAsync(end)).Select(group => new GroupAnswer(
                group.Id.ToString(),
                group.Name,
                Word(group.Mode),
                group.Unread,
                Word(group.Standing),
                group.StandingReason
            ))
        );

    private static async Task<IResult> MembersAsync(Workspace workspace, GroupId id, CancellationToken end) =>
        Answer(
            ((await workspace.GroupAsync(id, end))?.Members ?? []).Select(member => new MemberAnswer(
                member.Device.ToString(),
                member.Name,
                member.Administration.Value,
                member.Roles.ToString(),
                member.IsCoordinator,
                member.IsSelf,
                VerificationWords: null,
                Problem: null
            ))
        );

    private static async Task<IResult> DirectoryAsync(Workspace workspace, CancellationToken end) =>
        await AskingServerAsync(async () =>
            Answer(
                (await workspace.DirectoryAsync(end)).Select(entry => new MemberAnswer(
                    entry.Device.ToString(),
                    entry.Name,
                    entry.Administration?.Value,
                    entry.Roles.ToString(),
                    IsCoordinator: entry.Roles.HasFlag(Roles.Coordinator),
                    IsSelf: entry.Device == workspace.Profile.DeviceId,
                    entry.VerificationWords,
                    entry.Problem
                ))
            )
        );

    private static async Task<IResult> CreateGroupAsync(Workspace workspace, CreateGroupQuestion asked, CancellationToken end)
    {
        if (
            !TryWord(asked.Mode, out GroupMode mode)
            || !TryWord(asked.Ceiling, out HandlingCeiling ceiling)
            || !TryWord(asked.Forms, out InitialForms forms)
        )
        {
            return Refuse("invalid-setting");
        }

        CreateGroupOutcome outcome = await workspace.CreateGroupAsync(
            new NewGroup(asked.Name, asked.Purpose, mode, ceiling, forms),
            end
        );
        return outcome is { Result: CreateGroupResult.Created, Id: { } id }
            ? Answer(new CreatedAnswer(id.ToString()))
            : Refuse(Word(outcome.Result), outcome.Code);
    }

    private static Task<IResult> AddAsync(Workspace workspace, GroupId id, AddQuestion asked, CancellationToken end) =>
        AskingServerAsync(async () =>
        {
            var devices = new List<DeviceId>();
            IReadOnlyList<DirectoryEntry>? directory = null;
            foreach (string wanted in asked.Devices)
            {
                if (Identifier.TryParse(wanted, out DeviceId device))
                {
                    devices.Add(device);
                    continue;
                }

                directory ??= await workspace.DirectoryAsync(end);
                DeviceId[] named =
                [
                    .. directory.Where(entry => entry.Problem is null && entry.Name == wanted).Select(entry => entry.Device),
                ];
                if (named is not [DeviceId only])
                {
                    return Refuse("unknown-device", wanted);
                }

                devices.Add(only);
            }

            return Changed(await workspace.AddMembersAsync(id, devices, end));
        });

    private static async Task<IResult> RemoveAsync(Workspace workspace, GroupId id, RemoveQuestion asked, CancellationToken end)
    {
        IReadOnlyList<MemberView> members = (await workspace.GroupAsync(id, end))?.Members ?? [];
        return
            members.Where(member => member.Device.ToString() == asked.Device || member.Name == asked.Device).ToArray()
                is [MemberView only]
            ? Changed(await workspace.RemoveMemberAsync(id, only.Device, end))
            : Refuse("unknown-device", asked.Device);
    }

    private static IResult Changed(MemberChangeOutcome outcome) =>
        outcome.Result == MemberChangeResult.Done
            ? Answer(new { })
            : Refuse(Word(outcome.Result), outcome.Code ?? string.Join(',', outcome.Devices));

    private static async Task<IResult> AskingServerAsync(Func<Task<IResult>> use)
    {
        try
        {
            return await use();
        }
        catch (OfflineException exception)
        {
            return Refuse("offline", exception.Reason);
        }
    }
}
