using Comm.Client.Commands.Control;
using Comm.Client.Engine;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Comm.Client.Commands;

/// <summary>The serving process's web host: one branch for the control socket, everything else for the shell and its pages.</summary>
internal static class ServeHost
{
    public static WebApplication Build(DataDirectory directory, ClientSession session, int? port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        if (port is { } wanted)
        {
            builder.Configuration[$"{ShellOptions.Section}:{nameof(ShellOptions.Port)}"] = wanted.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
        }

        // Who starts it reads one line: the link.
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Services.Configure<KestrelServerOptions>(kestrel => ControlSocket.Listen(kestrel, directory));
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        builder.Services.AddRouting();
        builder.Services.AddLocalization();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(session);
        builder.Services.AddShell();
        WebApplication app = builder.Build();
        app.UseControl();
        app.MapShell();
        return app;
    }
}
