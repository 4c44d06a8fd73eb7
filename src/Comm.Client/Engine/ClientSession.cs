using Comm.Client.Vault;

namespace Comm.Client.Engine;

public enum SessionState
{
    NotEnrolled = 1,
    Locked = 2,
    Open = 3,
}

/// <summary>One data directory over the life of the process: not enrolled, locked, open. Pages and commands start here.</summary>
public sealed class ClientSession : IAsyncDisposable
{
    public event EventHandler? Changed;

    public SessionState State => throw new NotSupportedException();

    public Workspace? Workspace => throw new NotSupportedException();

    public ClientSettings Settings => throw new NotSupportedException();

    public TimeSpan RetryAfter => throw new NotSupportedException();

    public Task<EnrolOutcome> EnrolAsync(
        string invitation,
        ReadOnlyMemory<char> passphrase,
        IProgress<EnrolStep>? progress,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<UnlockOutcome> UnlockAsync(ReadOnlyMemory<char> passphrase, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task LockAsync() => throw new NotSupportedException();

    public Task SetLanguageAsync(string language) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();

    private void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);
}
