using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;

namespace Comm.Mls.Schedule;

/// <summary>
/// Keys that the application shares out of band (RFC 9420 §8.4), and resumption keys of groups it was in that are not at hand. A
/// group knows its own resumption keys itself.
/// </summary>
public interface IPreSharedKeys
{
    /// <summary>The key stays the store's; it is used before the call that asked for it returns.</summary>
    /// <param name="id">Names the key; its nonce is for this use and plays no part in finding it.</param>
    /// <param name="key">Of any length; RFC 9420 §8.4 wants it as long as the suite's hash.</param>
    /// <returns>False for a key that is not here: the commit or Welcome is refused with <see cref="Groups.MlsFault.MissingPsk"/>.</returns>
    bool TryFind(PreSharedKeyId id, [NotNullWhen(true)] out Secret? key);
}
