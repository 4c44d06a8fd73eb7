using Microsoft.Extensions.Options;

namespace Comm.Server.Storage;

/// <summary>The server's folder on disk, for its own user only.</summary>
internal sealed class StorageFolder
{
    private readonly string _path;

    public StorageFolder(IOptions<StorageOptions> options)
    {
        _path = Path.GetFullPath(options.Value.Path);
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(_path);
        }
        else
        {
            System.IO.Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Database => File("comm.db");

    public string AccessTokenKey => File("access-token.key");

    public string ExternalSenderKey => File("external-sender.key");

    private string File(string name) => Path.Combine(_path, name);
}
