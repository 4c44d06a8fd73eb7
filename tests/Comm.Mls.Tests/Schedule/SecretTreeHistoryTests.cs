using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Comm.Mls.Tests.Schedule;

/// <summary>
/// Any history of messages, adopted, given up, saved and loaded: a key is handed out once, every secret that was ever held is alive
/// while the current version holds it and zeroed afterwards.
/// </summary>
public sealed class SecretTreeHistoryTests
{
    private const uint LeafCount = 4;

    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519Aes128GcmSha256Ed25519);
    private static readonly KeyLifetimes s_limits = new() { MaxForward = 6, MaxKept = 3 };
    private static readonly byte[] s_encryptionSecret = new byte[32];

    public enum Fate
    {
        Adopted,
        GivenUp,
        SavedAndLoaded,
    }

    public sealed record Step(uint Leaf, bool Handshake, uint Generation, Fate Fate);

    [Property(MaxTest = 200)]
    public Property EveryKeyIsHandedOutOnceAndNothingOutlivesItsUse()
    {
        Gen<Step> step =
            from leaf in Gen.Choose(0, (int)LeafCount - 1)
            from handshake in Gen.Elements(true, false, false)
            from generation in Gen.Choose(0, 14)
            from fate in Gen.Elements(Fate.Adopted, Fate.Adopted, Fate.GivenUp, Fate.SavedAndLoaded)
            select new Step((uint)leaf, handshake, (uint)generation, fate);
        return Prop.ForAll(step.ListOf().ToArbitrary(), Check);
    }

    private static void Check(IEnumerable<Step> steps)
    {
        SecretTree current = SecretTree.Create(s_suite, LeafCount, Secret.CopyOf(s_encryptionSecret), s_limits);
        var expected = new Dictionary<(uint, ContentType), ExpectedRatchet>();
        var everHeld = new HashSet<Secret>(ReferenceEqualityComparer.Instance);
        everHeld.UnionWith(HeldSecrets.In(current));
        foreach (Step step in steps)
        {
            ContentType type = step.Handshake ? ContentType.Commit : ContentType.Application;
            ExpectedRatchet ratchet = expected.GetValueOrDefault((step.Leaf, type)) ?? ExpectedRatchet.Start;
            (SecretTree Next, RatchetKey Key)? taken = current.TryReceive(step.Leaf, type, step.Generation);
            Assert.Equal(ratchet.Accepts(step.Generation), taken is not null);
            if (taken is var (next, key))
            {
                everHeld.UnionWith(HeldSecrets.In(next));
                using (key)
                {
                    AssertIsTheKey(step.Leaf, type, step.Generation, key);
                }

                (step.Fate == Fate.GivenUp ? next : current).Retire(step.Fate == Fate.GivenUp ? current : next);
                if (step.Fate != Fate.GivenUp)
                {
                    current = step.Fate == Fate.Adopted ? next : Reload(next);
                    everHeld.UnionWith(HeldSecrets.In(current));
                    expected[(step.Leaf, type)] = ratchet.After(step.Generation);
                }
            }

            HashSet<Secret> held = HeldSecrets.In(current);
            Assert.All(everHeld, secret => Assert.Equal(!held.Contains(secret), HeldSecrets.IsZeroed(secret)));
        }
    }

    /// <summary>Saves, zeroes the version in memory, as after a restart, and loads.</summary>
    private static SecretTree Reload(SecretTree tree)
    {
        using var writer = new MlsWriter();
        tree.Save(writer);
        tree.Dispose();
        var reader = new MlsReader(writer.ToArray());
        Assert.True(SecretTree.TryLoad(ref reader, s_suite, out SecretTree? loaded, s_limits));
        Assert.True(reader.IsAtEnd);
        return loaded;
    }

    /// <summary>Against a tree of which nothing else was asked.</summary>
    private static void AssertIsTheKey(uint leaf, ContentType type, uint generation, RatchetKey key)
    {
        SecretTree fresh = SecretTree.Create(
            s_suite,
            LeafCount,
            Secret.CopyOf(s_encryptionSecret),
            new KeyLifetimes { MaxForward = 100, MaxKept = 0 }
        );
        (_, RatchetKey expected) = Assert.NotNull(fresh.TryReceive(leaf, type, generation));
        Assert.True(expected.Key.FixedTimeEquals(key.Key.Span));
        Assert.True(expected.Nonce.FixedTimeEquals(key.Nonce.Span));
    }

    /// <summary>What the limits promise, with sets and numbers instead of secrets.</summary>
    private sealed record ExpectedRatchet(uint Next, IReadOnlyList<uint> Kept)
    {
        public static ExpectedRatchet Start { get; } = new(0, []);

        public bool Accepts(uint generation) =>
            generation < Next ? Kept.Contains(generation) : generation - Next <= s_limits.MaxForward;

        public ExpectedRatchet After(uint generation)
        {
            if (generation < Next)
            {
                return this with { Kept = [.. Kept.Where(kept => kept != generation)] };
            }

            IEnumerable<uint> passedOver = Enumerable.Range((int)Next, (int)(generation - Next)).Select(i => (uint)i);
            uint[] all = [.. Kept, .. passedOver];
            return new ExpectedRatchet(generation + 1, generation == Next ? Kept : [.. all.TakeLast(s_limits.MaxKept)]);
        }
    }
}
