using System.Security.Cryptography;
using Comm.Server.Storage;
using Microsoft.IdentityModel.Tokens;

namespace Comm.Server.Identity;

/// <summary>
/// The key that signs access tokens: random, in the server's own folder, for its user only. It opens nothing that was sealed: who
/// steals it can pretend to be connected, not read.
/// </summary>
internal sealed class AccessTokenKey
{
    private const int Size = 32;

    public AccessTokenKey(StorageFolder folder)
    {
        if (!File.Exists(folder.AccessTokenKey))
        {
            Create(folder.AccessTokenKey);
        }

        byte[] bytes = File.ReadAllBytes(folder.AccessTokenKey);
        if (bytes.Length != Size)
        {
            throw new InvalidOperationException(
                $"{folder.AccessTokenKey} is not {Size} bytes. Delete it: all devices then sign in anew."
            );
        }

        Key = new SymmetricSecurityKey(bytes);
    }

    public SymmetricSecurityKey Key { get; }

    /// <summary>Written beside its place and moved there: whoever finds it finds all of it.</summary>
    private static void Create(string path)
    {
        string unfinished = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(unfinished, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Size));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
    }
}
