using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// When a client may be added by a KeyPackage (RFC 9420 §7.2): <c>uint64 not_before; uint64 not_after;</c> in seconds since
/// 1970-01-01T00:00:00Z.
/// </summary>
/// <param name="NotBefore">The first second.</param>
/// <param name="NotAfter">The last second.</param>
public sealed record Lifetime(ulong NotBefore, ulong NotAfter) : IMlsStruct<Lifetime>
{
    static bool IMlsStruct<Lifetime>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Lifetime? value)
    {
        value = null;
        if (!reader.TryReadUInt64(out ulong notBefore) || !reader.TryReadUInt64(out ulong notAfter))
        {
            return false;
        }

        value = new Lifetime(notBefore, notAfter);
        return true;
    }

    void IMlsStruct<Lifetime>.Write(MlsWriter writer)
    {
        writer.WriteUInt64(NotBefore);
        writer.WriteUInt64(NotAfter);
    }

    /// <summary>From an instant on, in whole seconds; instants before 1970 are taken for 1970.</summary>
    public static Lifetime From(DateTimeOffset start, TimeSpan length)
    {
        ulong first = (ulong)Math.Max(0, start.ToUnixTimeSeconds());
        return new Lifetime(first, first + (ulong)Math.Max(0, length.TotalSeconds));
    }

    /// <summary>Whether the instant is within it, both ends included.</summary>
    public bool Covers(DateTimeOffset instant)
    {
        long seconds = instant.ToUnixTimeSeconds();
        return seconds >= 0 && (ulong)seconds >= NotBefore && (ulong)seconds <= NotAfter;
    }
}
