using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Comm.Client.Shell;

/// <summary>
/// The loopback listener for pages. Each of its connections carries a mark, so that pages answer on it and nowhere else, and the
/// control socket's endpoints never do.
/// </summary>
internal sealed class PageListener(IOptions<ShellOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(
            IPAddress.Loopback,
            options.Value.Port,
            listen =>
                listen.Use(next =>
                    connection =>
                    {
                        connection.Features.Set(Mark.Instance);
                        return next(connection);
                    }
                )
        );
    }

    public static bool Carries(HttpContext context) => context.Features.Get<Mark>() is not null;

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
