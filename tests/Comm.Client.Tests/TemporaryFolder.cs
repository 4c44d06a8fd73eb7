namespace Comm.Client.Tests;

/// <summary>A folder that is gone after the test. Short, because a socket's path must be.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cc-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
