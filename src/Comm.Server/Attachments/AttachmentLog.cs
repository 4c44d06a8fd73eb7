using Comm.Shared.Messaging;

namespace Comm.Server.Attachments;

/// <summary>Event ids 850 to 899; a number is never used again.</summary>
internal static partial class AttachmentLog
{
    [LoggerMessage(
        850,
        LogLevel.Information,
        "Attachment {Attachment} of group {Group} stored for device {Device}, {Bytes} bytes"
    )]
    public static partial void Stored(ILogger logger, AttachmentId attachment, GroupId group, DeviceId device, int bytes);

    [LoggerMessage(851, LogLevel.Information, "Attachment of device {Device} for group {Group} not taken: {Refusal}")]
    public static partial void Refused(ILogger logger, DeviceId device, GroupId group, AttachmentRefusal refusal);

    [LoggerMessage(852, LogLevel.Information, "{Parts} parts of uploads that did not end were deleted")]
    public static partial void Cleaned(ILogger logger, int parts);
}
