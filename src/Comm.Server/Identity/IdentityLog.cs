using Comm.Server.Directory;
using Comm.Shared.Messaging;

namespace Comm.Server.Identity;

/// <summary>Event ids 600 to 649; a number is never used again.</summary>
internal static partial class IdentityLog
{
    [LoggerMessage(600, LogLevel.Information, "Device {Device} signed in")]
    public static partial void SignedIn(ILogger logger, DeviceId device);

    [LoggerMessage(601, LogLevel.Warning, "Sign-in refused: {Refusal}")]
    public static partial void Refused(ILogger logger, SignInRefusal refusal);

    [LoggerMessage(602, LogLevel.Warning, "Certificate of device {Device} not taken into the directory: {Refusal}")]
    public static partial void NotAdmitted(ILogger logger, DeviceId device, AdmissionRefusal refusal);
}
