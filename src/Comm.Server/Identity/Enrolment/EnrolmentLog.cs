using Comm.Shared.Messaging;

namespace Comm.Server.Identity.Enrolment;

/// <summary>Event ids 650 to 699; a number is never used again.</summary>
internal static partial class EnrolmentLog
{
    [LoggerMessage(650, LogLevel.Information, "Enrolment of device {Device} requested")]
    public static partial void Submitted(ILogger logger, DeviceId device);

    [LoggerMessage(651, LogLevel.Information, "Enrolment answered by device {Device}; refusal: {Refusal}")]
    public static partial void Answered(ILogger logger, DeviceId device, AnswerRefusal refusal);

    [LoggerMessage(652, LogLevel.Warning, "Enrolment not taken: {Refusal}")]
    public static partial void NotTaken(ILogger logger, SubmitRefusal refusal);
}
