using System.Buffers.Text;
using System.Security.Cryptography;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity;

/// <summary>Nonces that were given out and not yet used. In memory: after a restart the client asks for another.</summary>
internal sealed class NonceStore(IOptions<IdentityOptions> options, TimeProvider clock)
{
    private const int Size = 24;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    public NonceAnswer Issue()
    {
        string nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        DateTimeOffset now = clock.GetUtcNow();

        // Whole seconds, as the assertion's exp will repeat them.
        DateTimeOffset expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.NonceLifetime).ToUnixTimeSeconds());
        lock (_gate)
        {
            while (_byAge.TryPeek(out string? oldest) && IsDone(oldest, now))
            {
                _open.Remove(_byAge.Dequeue());
            }

            _open.Add(nonce, expiresAt);
            _byAge.Enqueue(nonce);
        }

        return new NonceAnswer(nonce, expiresAt);
    }

    /// <summary>True once, in time; then <paramref name="expiresAt"/> is what was said when it was issued.</summary>
    public bool TryConsume(string nonce, out DateTimeOffset expiresAt)
    {
        lock (_gate)
        {
            return _open.Remove(nonce, out expiresAt) && clock.GetUtcNow() < expiresAt;
        }
    }

    private bool IsDone(string nonce, DateTimeOffset now) =>
        _byAge.Count >= options.Value.MaxNonces || !_open.TryGetValue(nonce, out DateTimeOffset expiresAt) || expiresAt <= now;
}
