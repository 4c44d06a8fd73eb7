using System.Security.Claims;
using System.Security.Cryptography;

namespace Comm.Client.Shell;

/// <summary>The browsers that came in through a launch link. A session lasts as long as this process; its cookie as long as the browser.</summary>
internal sealed class PageSessions
{
    public const string CookieName = "comm-session";

    private const int MostAtOnce = 8;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _hashes = [];

    public void Begin(HttpContext context)
    {
        string value = RandomValue.Create();
        lock (_gate)
        {
            if (_hashes.Count == MostAtOnce)
            {
                _hashes.RemoveAt(0);
            }

            _hashes.Add(RandomValue.HashOf(value));
        }

        // No Domain: the cookie is for this launch's host alone. No Expires: it ends with the browser.
        // No Secure: loopback is plain http, where not every browser would keep such a cookie.
        context.Response.Cookies.Append(
            CookieName,
            value,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Path = "/",
                IsEssential = true,
            }
        );
    }

    /// <summary>The browser behind a request, to which its antiforgery tokens are bound; null for a stranger.</summary>
    public ClaimsPrincipal? Find(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(CookieName, out string? value))
        {
            return null;
        }

        byte[] asked = RandomValue.HashOf(value);
        bool known = false;
        lock (_gate)
        {
            foreach (byte[] hash in _hashes)
            {
                known |= CryptographicOperations.FixedTimeEquals(hash, asked);
            }
        }

        return known
            ? new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Convert.ToHexStringLower(asked))], CookieName)
            )
            : null;
    }
}
