using System.Reflection;
using System.Runtime.InteropServices;

namespace Comm.Crypto.Native;

/// <summary>Finds libsodium, once, before its first use, and says what to install where it is not there.</summary>
internal static class SodiumLibrary
{
    internal const string Name = "libsodium";

    // libsodium 1.0.18: the first with the complete point check that Ed25519 asks for.
    private const int MinimumMajor = 10;
    private const int MinimumMinor = 3;

    private static readonly Lazy<bool> s_ready = new(Initialize);

    /// <summary>Every native call goes through here first. Costs one volatile read when all is well.</summary>
    /// <exception cref="DllNotFoundException">libsodium is absent or too old; the message says what to install.</exception>
    internal static void Require() => _ = s_ready.Value;

    /// <summary>The names libsodium has on this system, the likeliest first.</summary>
    internal static IReadOnlyList<string> FileNames() =>
        OperatingSystem.IsWindows() ? ["libsodium.dll"]
        : OperatingSystem.IsMacOS() ? ["libsodium.dylib", "/opt/homebrew/lib/libsodium.dylib", "/usr/local/lib/libsodium.dylib"]
        : ["libsodium.so.23", "libsodium.so.26", "libsodium.so"];

    internal static DllNotFoundException Missing() =>
        new(
            "libsodium 1.0.18 or later is needed and was not found. Debian or Ubuntu: apt-get install libsodium23. "
                + "Fedora: dnf install libsodium. macOS: brew install libsodium. Windows: put libsodium.dll beside the program."
        );

    private static bool Initialize()
    {
        NativeLibrary.SetDllImportResolver(typeof(SodiumLibrary).Assembly, Resolve);

        // 0: done now; 1: somebody else in this process had done it; both are fine, and it is safe to call from any thread.
        if (Sodium.sodium_init() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialised: the system gives no random numbers.");
        }

        int major = Sodium.sodium_library_version_major();
        if (major < MinimumMajor || (major == MinimumMajor && Sodium.sodium_library_version_minor() < MinimumMinor))
        {
            throw Missing();
        }

        return true;
    }

    private static IntPtr Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (library != Name)
        {
            return IntPtr.Zero;
        }

        foreach (string file in FileNames())
        {
            if (NativeLibrary.TryLoad(file, assembly, searchPath, out IntPtr handle))
            {
                return handle;
            }
        }

        throw Missing();
    }
}
