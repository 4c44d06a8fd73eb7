using System.Diagnostics.CodeAnalysis;

namespace Comm.Mls.Codec;

/// <summary>
/// A struct of RFC 9420's presentation language (RFC 9420 §2.1): reads and writes itself and nothing else. For whole values there is
/// <see cref="MlsCodec"/>; an application implements this for what it puts into extensions.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IMlsStruct<TSelf>
    where TSelf : class, IMlsStruct<TSelf>
{
    /// <summary>Reads one value and leaves the reader behind it; false, and nothing else, for bytes that are not one.</summary>
    static abstract bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out TSelf? value);

    /// <summary>Writes what <see cref="TryRead"/> reads.</summary>
    void Write(MlsWriter writer);
}
