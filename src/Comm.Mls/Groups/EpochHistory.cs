using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// What a member keeps of the epochs before the present one, as long as <see cref="KeyLifetimes"/> says: message secrets, and
/// resumption keys. Versions do not change and share their secrets.
/// </summary>
internal sealed class EpochHistory
{
    // Oldest first.
    private readonly ImmutableArray<PastEpoch> _epochs;
    private readonly ImmutableSortedDictionary<ulong, Secret> _resumptionKeys;

    private EpochHistory(
        KeyLifetimes lifetimes,
        ImmutableArray<PastEpoch> epochs,
        ImmutableSortedDictionary<ulong, Secret> resumptionKeys
    )
    {
        Lifetimes = lifetimes;
        _epochs = epochs;
        _resumptionKeys = resumptionKeys;
    }

    public KeyLifetimes Lifetimes { get; }

    public static EpochHistory Empty(KeyLifetimes? lifetimes) =>
        new(lifetimes ?? KeyLifetimes.Default, [], ImmutableSortedDictionary<ulong, Secret>.Empty);

    public PastEpoch? Find(ulong epoch) => _epochs.FirstOrDefault(past => past.Context.Epoch == epoch);

    /// <summary>The history's own; null when it was never there or is kept no longer.</summary>
    public Secret? ResumptionKey(ulong epoch) => _resumptionKeys.GetValueOrDefault(epoch);

    public EpochHistory With(PastEpoch changed) =>
        new(
            Lifetimes,
            [.. _epochs.Select(past => past.Context.Epoch == changed.Context.Epoch ? changed : past)],
            _resumptionKeys
        );

    /// <summary>With the epoch that ends now, and without what is too old.</summary>
    public EpochHistory After(
        GroupContext ended,
        EpochSecrets secrets,
        SecretTree messages,
        RatchetTree before,
        RatchetTree after
    )
    {
        ImmutableArray<PastEpoch> epochs = [];
        if (Lifetimes.PastEpochs > 0)
        {
            List<(uint LeafIndex, LeafNode? Before)> changes = [.. TreeChanges.Between(before.Root, after.Root).Leaves];
            epochs =
            [
                .. _epochs
                    .Append(PastEpoch.Of(ended, secrets, messages))
                    // V-PRIV-11
                    .TakeLast(Lifetimes.PastEpochs)
                    .Select(past => past.After(changes)),
            ];
        }

        ImmutableSortedDictionary<ulong, Secret> keys = _resumptionKeys;
        if (Lifetimes.PastResumptionKeys > 0)
        {
            keys = keys.Add(ended.Epoch, secrets.ResumptionPsk.Copy());
            // V-PSK-09
            while (keys.Count > Lifetimes.PastResumptionKeys)
            {
                keys = keys.Remove(keys.Keys.First());
            }
        }

        return new EpochHistory(Lifetimes, epochs, keys);
    }

    /// <summary>
    /// Zeroes what <paramref name="kept"/> does not hold. If an epoch that is past here is the other state's present one,
    /// <paramref name="present"/> are the message keys it goes on using.
    /// </summary>
    public void Retire(EpochHistory? kept, ulong presentEpoch = 0, SecretTree? present = null)
    {
        foreach (PastEpoch past in _epochs)
        {
            PastEpoch? other = kept?.Find(past.Context.Epoch);
            past.Retire(other, other?.Messages ?? (past.Context.Epoch == presentEpoch ? present : null));
        }

        foreach ((ulong epoch, Secret key) in _resumptionKeys)
        {
            if (!ReferenceEquals(kept?._resumptionKeys.GetValueOrDefault(epoch), key))
            {
                key.Dispose();
            }
        }
    }

    /// <summary>
    /// Our own form, for storage: <c>ResumptionKey keys&lt;V&gt;</c> of <c>uint64 epoch; opaque key[Nh];</c> and the past epochs,
    /// to the end of a vector.
    /// </summary>
    public void Save(MlsWriter writer)
    {
        int start = writer.BeginVector();
        foreach ((ulong epoch, Secret key) in _resumptionKeys)
        {
            writer.WriteUInt64(epoch);
            writer.WriteFixed(key.Span);
        }

        writer.EndVector(start);
        start = writer.BeginVector();
        foreach (PastEpoch past in _epochs)
        {
            past.Save(writer);
        }

        writer.EndVector(start);
    }

    public static bool TryLoad(
        ref MlsReader reader,
        CipherSuite suite,
        KeyLifetimes? lifetimes,
        [NotNullWhen(true)] out EpochHistory? value
    )
    {
        value = null;
        KeyLifetimes kept = lifetimes ?? KeyLifetimes.Default;
        if (!reader.TryReadVector(out Opaque keyBytes) || !reader.TryReadVector(out Opaque epochBytes))
        {
            return false;
        }

        var keys = ImmutableSortedDictionary.CreateBuilder<ulong, Secret>();
        var epochs = ImmutableArray.CreateBuilder<PastEpoch>();
        bool read = TryReadKeys(keyBytes, suite, keys) && TryReadEpochs(epochBytes, suite, kept, epochs);
        EpochHistory loaded = new(kept, epochs.ToImmutable(), keys.ToImmutable());
        if (!read)
        {
            loaded.Retire(null);
            return false;
        }

        value = loaded;
        return true;
    }

    private static bool TryReadKeys(Opaque bytes, CipherSuite suite, ImmutableSortedDictionary<ulong, Secret>.Builder keys)
    {
        MlsReader reader = new(bytes.Memory);
        while (!reader.IsAtEnd)
        {
            if (
                !reader.TryReadUInt64(out ulong epoch)
                || keys.ContainsKey(epoch)
                || !reader.TryReadFixed(suite.HashSize, out Opaque key)
            )
            {
                return false;
            }

            keys.Add(epoch, Secret.CopyOf(key));
        }

        return true;
    }

    private static bool TryReadEpochs(
        Opaque bytes,
        CipherSuite suite,
        KeyLifetimes lifetimes,
        ImmutableArray<PastEpoch>.Builder epochs
    )
    {
        MlsReader reader = new(bytes.Memory);
        while (!reader.IsAtEnd)
        {
            if (!PastEpoch.TryLoad(ref reader, suite, lifetimes, out PastEpoch? past))
            {
                return false;
            }

            epochs.Add(past);
        }

        return true;
    }
}
