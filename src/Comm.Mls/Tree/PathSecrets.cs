using Comm.Crypto;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// The chain of path secrets along a filtered direct path (RFC 9420 §7.4), each derived from the one below; the one after the
/// last parent's is the commit secret.
/// </summary>
internal sealed class PathSecrets : IDisposable
{
    private readonly CipherSuite _suite;
    private readonly Secret[] _chain;

    private PathSecrets(CipherSuite suite, Secret first, int parents)
    {
        _suite = suite;
        _chain = new Secret[parents + 1];
        _chain[0] = first;
        for (int at = 0; at < parents; at++)
        {
            _chain[at + 1] = suite.DeriveSecret(_chain[at].Span, "path");
        }
    }

    public Secret CommitSecret => _chain[^1];

    public Secret this[int parent] => _chain[parent];

    public static PathSecrets Random(CipherSuite suite, int parents) => new(suite, Secret.Random(suite.HashSize), parents);

    /// <summary>From the path secret of the lowest of so many parents; null when it is not one by its length.</summary>
    public static PathSecrets? TryDerive(CipherSuite suite, Secret lowest, int parents) =>
        // V-COMMIT-13
        lowest.Length == suite.HashSize
            ? new PathSecrets(suite, lowest.Copy(), parents)
            : null;

    /// <summary>The key pair of a parent; the caller's to dispose of.</summary>
    public HpkeKeyPair DeriveKeys(int parent)
    {
        using Secret nodeSecret = _suite.DeriveSecret(_chain[parent].Span, "node");
        return _suite.DeriveKeyPair(nodeSecret.Span);
    }

    public void Dispose()
    {
        foreach (Secret secret in _chain)
        {
            secret.Dispose();
        }
    }
}
