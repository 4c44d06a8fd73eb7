using Comm.Crypto.Native;

namespace Comm.Crypto.Tests.Base;

public sealed class SodiumLibraryTests
{
    [Fact]
    public void TheErrorOfAMissingLibraryNamesItAndWhatToInstall()
    {
        string message = SodiumLibrary.Missing().Message;

        Assert.Contains("libsodium 1.0.18", message);
        Assert.Contains("apt-get install libsodium23", message);
        Assert.Contains("brew install libsodium", message);
        Assert.Contains("libsodium.dll", message);
    }

    [Fact]
    public void TheNamesTriedAreThisSystems()
    {
        string extension =
            OperatingSystem.IsWindows() ? ".dll"
            : OperatingSystem.IsMacOS() ? ".dylib"
            : ".so";

        Assert.All(SodiumLibrary.FileNames(), name => Assert.Contains("libsodium" + extension, name));
    }
}
