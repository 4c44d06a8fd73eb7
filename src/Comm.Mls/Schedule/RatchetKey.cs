using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>What protects one message: <c>ratchet_key</c> and <c>ratchet_nonce</c> of a generation (RFC 9420 §9.1).</summary>
internal sealed class RatchetKey : IDisposable
{
    private RatchetKey(uint generation, Secret key, Secret nonce)
    {
        Generation = generation;
        Key = key;
        Nonce = nonce;
    }

    internal uint Generation { get; }

    internal Secret Key { get; }

    /// <summary>Before the reuse guard (RFC 9420 §6.3.1).</summary>
    internal Secret Nonce { get; }

    public void Dispose()
    {
        Key.Dispose();
        Nonce.Dispose();
    }

    internal static RatchetKey Derive(CipherSuite suite, Secret ratchetSecret, uint generation) =>
        new(
            generation,
            suite.DeriveTreeSecret(ratchetSecret.Span, "key", generation, suite.AeadKeySize),
            suite.DeriveTreeSecret(ratchetSecret.Span, "nonce", generation, suite.AeadNonceSize)
        );

    internal RatchetKey Copy() => new(Generation, Key.Copy(), Nonce.Copy());

    /// <summary>Our own form, for storage: <c>uint32 generation; opaque key[Nk]; opaque nonce[Nn];</c></summary>
    internal void Save(MlsWriter writer)
    {
        writer.WriteUInt32(Generation);
        writer.WriteFixed(Key.Span);
        writer.WriteFixed(Nonce.Span);
    }

    internal static bool TryLoad(ref MlsReader reader, CipherSuite suite, [NotNullWhen(true)] out RatchetKey? value)
    {
        value = null;
        if (
            !reader.TryReadUInt32(out uint generation)
            || !reader.TryReadFixed(suite.AeadKeySize, out Opaque key)
            || !reader.TryReadFixed(suite.AeadNonceSize, out Opaque nonce)
        )
        {
            return false;
        }

        value = new RatchetKey(generation, Secret.CopyOf(key), Secret.CopyOf(nonce));
        return true;
    }
}
