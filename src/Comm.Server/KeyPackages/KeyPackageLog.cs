using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Server.KeyPackages;

/// <summary>Event ids 400 to 499; a number is never used again.</summary>
internal static partial class KeyPackageLog
{
    [LoggerMessage(400, LogLevel.Information, "KeyPackage of device {Device} refused: {Fault}")]
    public static partial void Refused(ILogger logger, DeviceId device, MlsFault fault);

    [LoggerMessage(401, LogLevel.Information, "Device {Device} claimed {Claimed} of {Asked} KeyPackages")]
    public static partial void Claimed(ILogger logger, DeviceId device, int claimed, int asked);
}
