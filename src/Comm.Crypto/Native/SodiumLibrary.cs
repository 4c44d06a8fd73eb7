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

        if (VerifiesWithCofactor())
        {
            throw new InvalidOperationException(
                "This build of libsodium takes Ed25519 signatures that others refuse, and members of one group would disagree. "
                    + "Releases 1.0.18 to 1.0.22 do not."
            );
        }

        return true;
    }

    /// <summary>
    /// Whether the build judges a signature by 8SB = 8R + 8kA, which RFC 8032 §5.1.7 leaves open: then it takes the signature
    /// here, case 4 of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko; ia.cr/2020/1244, table 6), and every
    /// release up to 1.0.22 refuses it. libsodium's development branch does so.
    /// </summary>
    private static bool VerifiesWithCofactor()
    {
        byte[] key = Convert.FromHexString("cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d");
        byte[] message = Convert.FromHexString("e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c");
        byte[] signature = Convert.FromHexString(
            "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09"
        );
        return Sodium.crypto_sign_ed25519_verify_detached(signature, message, (ulong)message.Length, key) == 0;
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
