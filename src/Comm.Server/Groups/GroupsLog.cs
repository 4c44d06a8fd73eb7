using Comm.Shared.Messaging;

namespace Comm.Server.Groups;

/// <summary>Event ids 300 to 399; a number is never used again.</summary>
internal static partial class GroupsLog
{
    [LoggerMessage(300, LogLevel.Information, "Group {Group} created by device {Device}")]
    public static partial void Created(ILogger logger, GroupId group, DeviceId device);

    [LoggerMessage(301, LogLevel.Information, "Creation of a group by device {Device} refused: {Refusal} ({Detail})")]
    public static partial void CreationRefused(ILogger logger, DeviceId device, CommitRefusal refusal, string? detail);

    [LoggerMessage(
        302,
        LogLevel.Information,
        "Commit of epoch {Epoch} in group {Group} by device {Device}: {Added} added, {Removed} removed"
    )]
    public static partial void Committed(ILogger logger, GroupId group, DeviceId device, ulong epoch, int added, int removed);

    [LoggerMessage(303, LogLevel.Information, "Commit in group {Group} by device {Device} refused: {Refusal} ({Detail})")]
    public static partial void CommitRefused(
        ILogger logger,
        GroupId group,
        DeviceId device,
        CommitRefusal refusal,
        string? detail
    );

    [LoggerMessage(304, LogLevel.Warning, "Device {Reporter} cannot follow the commit at {Sequence} in group {Group}: {Fault}")]
    public static partial void FaultReported(ILogger logger, GroupId group, DeviceId reporter, long sequence, CommitFault fault);

    [LoggerMessage(305, LogLevel.Information, "Group {Group} asked to remove device {Device}")]
    public static partial void RemovalProposed(ILogger logger, GroupId group, DeviceId device);

    [LoggerMessage(306, LogLevel.Error, "A round of removals failed")]
    public static partial void RemovalsFailed(ILogger logger, Exception failure);
}
