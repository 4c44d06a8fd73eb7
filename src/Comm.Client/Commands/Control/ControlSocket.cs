using System.Text;
using Comm.Client.Vault;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Comm.Client.Commands.Control;

/// <summary>
/// The Unix domain socket of a serving process. Connections that come in by it are marked: the control endpoints answer to the
/// mark only, and nothing else answers to it.
/// </summary>
internal static class ControlSocket
{
    // sun_path has 108 bytes on Linux, 104 on macOS, with a closing zero.
    private const int MaxPathBytes = 103;

    public static bool FitsIn(DataDirectory directory) => Encoding.UTF8.GetByteCount(directory.ControlSocket) <= MaxPathBytes;

    /// <summary>The caller holds the vault's lock, so a socket that is there belongs to no living process.</summary>
    public static void Listen(KestrelServerOptions kestrel, DataDirectory directory)
    {
        File.Delete(directory.ControlSocket);
        kestrel.ListenUnixSocket(
            directory.ControlSocket,
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

    /// <summary>Closes the socket file to others. The folder is closed to them already (0700).</summary>
    public static void Restrict(DataDirectory directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory.ControlSocket, DataDirectory.OwnerFile);
        }
    }

    public static bool Carries(HttpContext context) => context.Features.Get<Mark>() is not null;

    private sealed class Mark
    {
        public static readonly Mark Instance = new();
    }
}
