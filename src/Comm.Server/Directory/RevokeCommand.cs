using Comm.Shared.Messaging;

namespace Comm.Server.Directory;

/// <summary>
/// <c>Comm.Server revoke &lt;device&gt;</c>: the operator's command on the machine of the server, beside the running server and over its
/// database. Whoever may write that file may do this; there is no address for it.
/// </summary>
internal static class RevokeCommand
{
    private const string Name = "revoke";

    public static bool Matches(string[] args) => args is [Name, ..];

    /// <returns>The exit code: 0 done, 2 not a device.</returns>
    public static async Task<int> RunAsync(string[] args, IServiceProvider services)
    {
        if (args is not [_, { } text, ..] || !Identifier.TryParse(text, out DeviceId device))
        {
            await Console.Error.WriteLineAsync("Usage: revoke <device id, 32 hex digits>");
            return 2;
        }

        await services.GetRequiredService<DeviceDirectory>().RevokeAsync(device, CancellationToken.None);
        Console.WriteLine($"Device {device} is revoked.");
        return 0;
    }
}
