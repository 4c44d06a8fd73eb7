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
    bool TryFind(PreSharedKeyId id, [NotNullWhen(true)] out Secret? key);
}
