using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>
/// One sender's keys for one type of content (RFC 9420 §9.1): the secret of the next generation, and the keys of generations that
/// were passed over. Versions do not change and share what they have in common.
/// </summary>
internal sealed class SenderRatchet
{
    // Ascending by generation, all below Generation.
    private readonly ImmutableArray<RatchetKey> _kept;

    private SenderRatchet(uint generation, Secret secret, ImmutableArray<RatchetKey> kept)
    {
        Generation = generation;
        Secret = secret;
        _kept = kept;
    }

    /// <summary>The first generation whose key has not been derived.</summary>
    internal uint Generation { get; }

    /// <summary><c>ratchet_secret</c> of <see cref="Generation"/>.</summary>
    internal Secret Secret { get; }

    internal ImmutableArray<RatchetKey> Kept => _kept;

    /// <summary>Takes the secret over.</summary>
    internal static SenderRatchet Start(Secret secret) => new(0, secret, []);

    /// <summary>
    /// The key of a generation, which is the caller's to dispose of, and the ratchet without it. Null if it was used, forgotten
    /// or is too far ahead.
    /// </summary>
    internal (SenderRatchet Next, RatchetKey Key)? TryTake(CipherSuite suite, uint generation, KeyLifetimes limits)
    {
        if (generation < Generation)
        {
            // V-PRIV-06
            return TryTakeKept(generation);
        }

        // V-PRIV-07: The last generation is left alone, so that Generation can always be one further.
        return generation == uint.MaxValue || generation - Generation > limits.MaxForward
            ? null
            : TakeAhead(suite, generation, limits.MaxKept);
    }

    /// <summary>Zeroes what <paramref name="kept"/> does not hold.</summary>
    internal void Retire(SenderRatchet? kept)
    {
        if (ReferenceEquals(this, kept))
        {
            return;
        }

        if (!ReferenceEquals(Secret, kept?.Secret))
        {
            Secret.Dispose();
        }

        // Both lists ascend, and a key that both hold is one object.
        ImmutableArray<RatchetKey> others = kept?._kept ?? [];
        int at = 0;
        foreach (RatchetKey key in _kept)
        {
            while (at < others.Length && others[at].Generation < key.Generation)
            {
                at++;
            }

            if (at == others.Length || !ReferenceEquals(others[at], key))
            {
                key.Dispose();
            }
        }
    }

    /// <summary>Our own form, for storage: <c>uint32 generation; opaque secret[Nh]; RatchetKey kept&lt;V&gt;;</c></summary>
    internal void Save(MlsWriter writer)
    {
        writer.WriteUInt32(Generation);
        writer.WriteFixed(Secret.Span);
        int start = writer.BeginVector();
        foreach (RatchetKey key in _kept)
        {
            key.Save(writer);
        }

        writer.EndVector(start);
    }

    internal static bool TryLoad(ref MlsReader reader, CipherSuite suite, [NotNullWhen(true)] out SenderRatchet? value)
    {
        value = null;
        if (
            !reader.TryReadUInt32(out uint generation)
            || !reader.TryReadFixed(suite.HashSize, out Opaque secret)
            || !reader.TryReadVector(out Opaque vector)
        )
        {
            return false;
        }

        ImmutableArray<RatchetKey>.Builder kept = ImmutableArray.CreateBuilder<RatchetKey>();
        var inner = new MlsReader(vector.Memory);
        uint lowest = 0;
        while (!inner.IsAtEnd)
        {
            bool read = RatchetKey.TryLoad(ref inner, suite, out RatchetKey? key);
            if (key is not null)
            {
                kept.Add(key);
            }

            if (!read || key!.Generation < lowest || key.Generation >= generation)
            {
                Dispose(kept);
                return false;
            }

            lowest = key.Generation + 1;
        }

        value = new SenderRatchet(generation, Secret.CopyOf(secret), kept.ToImmutable());
        return true;
    }

    private (SenderRatchet Next, RatchetKey Key)? TryTakeKept(uint generation)
    {
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i].Generation == generation)
            {
                // A copy: this version holds the key until it is retired, in case the message turns out to be a forgery.
                return (new SenderRatchet(Generation, Secret, _kept.RemoveAt(i)), _kept[i].Copy());
            }
        }

        return null;
    }

    private (SenderRatchet Next, RatchetKey Key) TakeAhead(CipherSuite suite, uint generation, int maxKept)
    {
        Secret current = Secret;
        ImmutableArray<RatchetKey> kept = _kept;
        if (generation > Generation)
        {
            (current, kept) = PassOver(suite, generation, maxKept);
        }

        var key = RatchetKey.Derive(suite, current, generation);
        var next = new SenderRatchet(generation + 1, NextSecret(suite, current, generation), kept);
        DisposeUnlessOwn(current);
        return (next, key);
    }

    /// <summary>The secret of <paramref name="generation"/>, and the newest keys below it.</summary>
    private (Secret Secret, ImmutableArray<RatchetKey> Kept) PassOver(CipherSuite suite, uint generation, int maxKept)
    {
        uint passedOver = generation - Generation;
        uint firstToKeep = passedOver > maxKept ? generation - (uint)maxKept : Generation;
        int older = Math.Min(_kept.Length, maxKept - (int)(generation - firstToKeep));
        ImmutableArray<RatchetKey>.Builder kept = ImmutableArray.CreateBuilder<RatchetKey>(maxKept);
        kept.AddRange(_kept.AsSpan()[(_kept.Length - older)..]);
        Secret current = Secret;
        for (uint at = Generation; at < generation; at++)
        {
            if (at >= firstToKeep)
            {
                kept.Add(RatchetKey.Derive(suite, current, at));
            }

            Secret next = NextSecret(suite, current, at);
            DisposeUnlessOwn(current);
            current = next;
        }

        return (current, kept.ToImmutable());
    }

    private static Secret NextSecret(CipherSuite suite, Secret secret, uint generation) =>
        suite.DeriveTreeSecret(secret.Span, "secret", generation, suite.HashSize);

    private void DisposeUnlessOwn(Secret secret)
    {
        if (!ReferenceEquals(secret, Secret))
        {
            secret.Dispose();
        }
    }

    private static void Dispose(IEnumerable<RatchetKey> keys)
    {
        foreach (RatchetKey key in keys)
        {
            key.Dispose();
        }
    }
}
