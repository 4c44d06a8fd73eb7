namespace Comm.Client.Vault;

public enum UnlockResult
{
    Unlocked = 1,
    WrongPassphrase = 2,

    /// <summary>Not tried at all: the delay after the last wrong passphrase is not over.</summary>
    TooEarly = 3,

    /// <summary>The file is no vault of ours, or a part that everything hangs on does not open.</summary>
    Damaged = 4,
    NotEnrolled = 5,
}

public sealed record UnlockOutcome(UnlockResult Result, TimeSpan RetryAfter);
