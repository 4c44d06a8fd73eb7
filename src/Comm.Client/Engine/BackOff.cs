using System.Security.Cryptography;

namespace Comm.Client.Engine;

/// <summary>How long to wait before the next attempt: doubling, bounded, and each client differently, so that a server that comes back is not met by all at once.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>Between half of the bound and the whole of it.</summary>
    public TimeSpan Next()
    {
        double bound = Math.Min(First.TotalMilliseconds * Math.Pow(2, _failures), Longest.TotalMilliseconds);
        _failures = Math.Min(_failures + 1, 16);
        int half = (int)(bound / 2);
        return TimeSpan.FromMilliseconds(half + RandomNumberGenerator.GetInt32(half + 1));
    }
}
