using Comm.Shared.Messaging;

namespace Comm.Server.Messaging;

/// <summary>Event ids 200 to 299; a number is never used again.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(
        200,
        LogLevel.Information,
        "Message of {Size} bytes from device {Device} for group {Group} refused: {Refusal}"
    )]
    public static partial void Refused(ILogger logger, DeviceId device, GroupId? group, int size, SendRefusal refusal);

    [LoggerMessage(201, LogLevel.Error, "A batch of {Count} could not be written; nothing of it is stored")]
    public static partial void BatchFailed(ILogger logger, Exception failure, int count);

    [LoggerMessage(202, LogLevel.Warning, "A connection of device {Device} fell too far behind and was closed")]
    public static partial void FellBehind(ILogger logger, DeviceId device);

    [LoggerMessage(203, LogLevel.Debug, "{Count} written in one transaction")]
    public static partial void BatchWritten(ILogger logger, int count);

    [LoggerMessage(204, LogLevel.Debug, "Device {Device} connected")]
    public static partial void Connected(ILogger logger, DeviceId device);

    [LoggerMessage(205, LogLevel.Warning, "Delivery to a connection of device {Device} ended")]
    public static partial void DeliveryFailed(ILogger logger, Exception failure, DeviceId device);

    [LoggerMessage(206, LogLevel.Information, "A connection of revoked device {Device} was ended")]
    public static partial void RevokedDisconnected(ILogger logger, DeviceId device);

    [LoggerMessage(207, LogLevel.Error, "Connections of revoked devices could not be looked for; the next round tries again")]
    public static partial void RevokedConnectionsFailed(ILogger logger, Exception failure);
}
