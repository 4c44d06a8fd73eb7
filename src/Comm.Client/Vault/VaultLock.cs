namespace Comm.Client.Vault;

/// <summary>
/// One process holds a vault (design D1): two on one MLS state would use a key twice. The operating system's own exclusive
/// lock, so that it ends with the process however that ends.
/// </summary>
internal sealed class VaultLock : IDisposable
{
    private readonly FileStream _file;

    private VaultLock(FileStream file) => _file = file;

    /// <summary>Null when another process holds it.</summary>
    public static VaultLock? TryTake(DataDirectory directory)
    {
        try
        {
            return new VaultLock(
                DataDirectory.OpenPrivate(directory.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The file stays: removing it would let a third process lock a new file of the same name beside a second's.</summary>
    public void Dispose() => _file.Dispose();
}
