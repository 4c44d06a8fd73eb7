using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Comm.Server.Hosting;

/// <summary>Says where the server listens once it does: with port 0 nobody else knows.</summary>
internal static class AddressAnnouncement
{
    public static void Register(WebApplication app)
    {
        ILogger logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Comm.Server");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var server = app.Services.GetRequiredService<IServer>();
            foreach (string address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                HostingLog.Listening(logger, address);
            }
        });
        app.Lifetime.ApplicationStopping.Register(() => HostingLog.Stopping(logger));
    }
}
