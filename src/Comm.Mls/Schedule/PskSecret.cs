using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary><c>psk_secret</c> (RFC 9420 §8.4): pre-shared keys, in the order of the commit or the Welcome, chained into one.</summary>
internal static class PskSecret
{
    /// <summary>What the <c>uint16</c> of a PSKLabel counts.</summary>
    internal const int MaxKeys = ushort.MaxValue;

    /// <summary>Of an epoch without pre-shared keys: Nh zero bytes.</summary>
    internal static Secret None(CipherSuite suite) => new(suite.HashSize);

    /// <summary>Null when a key is not to be found, or there are more than a <c>uint16</c> counts. The keys that <paramref name="find"/> gives stay their owners'.</summary>
    internal static Secret? TryDerive(CipherSuite suite, IReadOnlyList<PreSharedKeyId> ids, Func<PreSharedKeyId, Secret?> find)
    {
        // V-PSK-10
        if (ids.Count > MaxKeys)
        {
            return null;
        }

        List<(PreSharedKeyId Id, Secret Key)> keys = new(ids.Count);
        foreach (PreSharedKeyId id in ids)
        {
            if (find(id) is not { } key)
            {
                return null;
            }

            keys.Add((id, key));
        }

        return Derive(suite, keys);
    }

    /// <exception cref="ArgumentException">More keys than a <c>uint16</c> counts.</exception>
    internal static Secret Derive(CipherSuite suite, IReadOnlyList<(PreSharedKeyId Id, Secret Key)> keys)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, MaxKeys, nameof(keys));
        Span<byte> zero = stackalloc byte[suite.HashSize];
        zero.Clear();
        Secret chained = None(suite);
        for (int i = 0; i < keys.Count; i++)
        {
            // PSKLabel: PreSharedKeyID id; uint16 index; uint16 count;
            using var label = new MlsWriter();
            label.Write(keys[i].Id);
            // V-PSK-08
            label.WriteUInt16((ushort)i);
            label.WriteUInt16((ushort)keys.Count);
            using Secret extracted = suite.Extract(zero, keys[i].Key.Span);
            using Secret input = suite.ExpandWithLabel(extracted.Span, "derived psk", label.WrittenSpan, suite.HashSize);
            using Secret before = chained;
            chained = suite.Extract(input.Span, before.Span);
        }

        return chained;
    }
}
