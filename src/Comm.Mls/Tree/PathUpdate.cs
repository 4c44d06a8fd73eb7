using Comm.Crypto;

namespace Comm.Mls.Tree;

/// <summary>
/// What the sender of a commit with a path made: the next tree, both halves, and the path to send. Disposing of it zeroes the
/// path secrets and the commit secret. <see cref="Private"/> outlives it; the sender adopts it with the commit, or retires it.
/// </summary>
internal sealed class PathUpdate(FilteredPath path, PathSecrets secrets) : IDisposable
{
    public required RatchetTree Tree { get; init; }

    public required PrivateTree Private { get; init; }

    public required UpdatePath Path { get; init; }

    public Secret CommitSecret => secrets.CommitSecret;

    /// <summary>
    /// The path secret that a new member gets in its Welcome (RFC 9420 §12.4.3.1): of the lowest parent it has in common with the
    /// sender. Null for the sender itself and for leaves where nobody is.
    /// </summary>
    public Secret? PathSecretFor(uint leaf) => path.StepTowards(leaf) is >= 0 and int step ? secrets[step] : null;

    public void Dispose() => secrets.Dispose();
}
