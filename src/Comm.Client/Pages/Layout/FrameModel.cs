using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Layout;

/// <summary>What stands around every page of an open vault.</summary>
public sealed record FrameModel(DeviceProfile Profile, ConnectionStatus Connection, IReadOnlyList<GroupSummary> Groups)
{
    public static async Task<FrameModel> OfAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return new(workspace.Profile, workspace.Connection, await workspace.GroupsAsync(cancellationToken));
    }
}

/// <summary>The tabs of one group.</summary>
public enum GroupTab
{
    Conversation = 1,
    Reports = 2,
    Figures = 3,
    Members = 4,
    Forms = 5,

    /// <summary>Filling in a new one: one click away from everywhere, after the tabs.</summary>
    Report = 99,
}

public static class GroupAddress
{
    public static string Of(GroupId group, GroupTab tab = GroupTab.Conversation) =>
        tab switch
        {
            GroupTab.Conversation => $"/groups/{group}",
            GroupTab.Reports => $"/groups/{group}/reports",
            GroupTab.Report => $"/groups/{group}/report",
            GroupTab.Figures => $"/groups/{group}/figures",
            GroupTab.Members => $"/groups/{group}/members",
            GroupTab.Forms => $"/groups/{group}/forms",
            _ => throw new ArgumentOutOfRangeException(nameof(tab)),
        };
}
