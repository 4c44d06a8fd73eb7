namespace Comm.Client.Vault;

/// <summary>
/// Where one installation keeps everything: a folder only its user can enter (0700, files 0600; on Windows the profile folder's
/// own access list does this).
/// </summary>
public sealed class DataDirectory
{
    internal const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public DataDirectory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = System.IO.Path.GetFullPath(path);
    }

    public string Path { get; }

    internal string Vault => System.IO.Path.Combine(Path, "vault.db");

    internal string Lock => System.IO.Path.Combine(Path, "vault.lock");

    internal string Settings => System.IO.Path.Combine(Path, "settings.json");

    internal string ControlSocket => System.IO.Path.Combine(Path, "control.sock");

    /// <summary>Where <c>comm</c> keeps its data unless told otherwise.</summary>
    public static string Default =>
        System.IO.Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            "customscomm"
        );

    /// <summary>Makes the folder, or closes an existing one to others.</summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
            return;
        }

        Directory.CreateDirectory(Path, OwnerFolder);
        File.SetUnixFileMode(Path, OwnerFolder);
    }

    /// <summary>Opens or makes a file that nobody else can read, from its first byte on.</summary>
    internal static FileStream OpenPrivate(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
        };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>Replaces a file as a whole: after a crash it is the old one or the new one.</summary>
    internal static void ReplacePrivate(string path, ReadOnlySpan<byte> content)
    {
        string fresh = path + ".new";
        using (FileStream file = OpenPrivate(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
