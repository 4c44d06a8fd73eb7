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
        byte[] bytes = KeyFile.ReadOrCreate(folder.AccessTokenKey, () => RandomNumberGenerator.GetBytes(Size));
        if (bytes.Length != Size)
        {
            throw new InvalidOperationException(
                $"{folder.AccessTokenKey} is not {Size} bytes. Delete it: all devices then sign in anew."
            );
        }

        Key = new SymmetricSecurityKey(bytes);
    }

    public SymmetricSecurityKey Key { get; }
}
