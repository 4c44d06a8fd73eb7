using System.Security.Cryptography;
using Comm.Client.Commands;

namespace Comm.Client.Shell;

/// <summary>The links that open a browser on this client (<c>comm serve</c> prints one, <c>comm open</c> another). Each works once.</summary>
internal sealed class LaunchLinks(PageOrigin origin, TimeProvider time) : ILaunchLinks
{
    public const string Path = "/launch";

    public const string TokenParameter = "token";

    /// <summary>Long enough to start a browser on an old laptop.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int MostAtOnce = 16;

    private readonly Lock _gate = new();
    private readonly List<(byte[] Hash, DateTimeOffset Until)> _open = [];

    public Uri Create()
    {
        string token = RandomValue.Create();
        lock (_gate)
        {
            _open.RemoveAll(link => link.Until <= time.GetUtcNow());
            if (_open.Count == MostAtOnce)
            {
                _open.RemoveAt(0);
            }

            _open.Add((RandomValue.HashOf(token), time.GetUtcNow() + Lifetime));
        }

        return new Uri($"{origin.Origin}{Path}?{TokenParameter}={token}");
    }

    /// <summary>True once for each link.</summary>
    public bool TryRedeem(string token)
    {
        byte[] hash = RandomValue.HashOf(token);
        lock (_gate)
        {
            int at = _open.FindIndex(link => CryptographicOperations.FixedTimeEquals(link.Hash, hash));
            if (at < 0)
            {
                return false;
            }

            bool alive = _open[at].Until > time.GetUtcNow();
            _open.RemoveAt(at);
            return alive;
        }
    }
}
