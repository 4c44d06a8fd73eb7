using System.Diagnostics;
using Comm.Crypto;
using Comm.Mls.Framing;
using Comm.Mls.Groups;

namespace Comm.Mls.Fuzz;

/// <summary>
/// Rooms in several suites, and every target over them in turn. The choices follow from the seed; the keys of the rooms do not,
/// so that a finding carries its input.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    // Far beyond what an input of 64 KiB needs: the largest seen is printed.
    private const long MaxAllocated = 8 * 1024 * 1024;

    // One of each kind of signature and of AEAD; the larger curves would take nearly all of the time.
    private static readonly CipherSuiteId[] s_suites =
    [
        CipherSuiteId.X25519Aes128GcmSha256Ed25519,
        CipherSuiteId.P256Aes128GcmSha256P256,
        CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
    ];

    private readonly List<FuzzRoom> _rooms = [];
    private readonly List<FuzzTarget> _targets = [];
    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private readonly SeededRandom _random;

    public FuzzRun(ulong seed, string? vectors)
    {
        _random = new SeededRandom(seed);
        Corpus corpus = new();
        if (vectors is not null && File.Exists(vectors))
        {
            corpus.AddVectors(vectors);
        }

        Mutator mutator = new(_random);
        foreach (CipherSuiteId suite in s_suites)
        {
            FuzzRoom room = new(suite);
            _rooms.Add(room);
            Honest(room, corpus);
            Frankenstein frankenstein = new(room, corpus, mutator, _random);
            _targets.AddRange(new GroupTargets(room, frankenstein, mutator, _random).All());
            byte[][] trees = [room.Server.ExportRatchetTree()];
            _targets.Add(DecoderTargets.Tree(room.Suite, trees, mutator, _random));
        }

        _targets.AddRange(DecoderTargets.All(corpus, mutator, _random));
    }

    public long Executions { get; private set; }

    public long LargestAllocation { get; private set; }

    public TimeSpan Longest { get; private set; }

    /// <summary>How often each target ended how: what shows that inputs get beyond the first check.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    /// <summary>What is being tried now, for whoever watches that it ends.</summary>
    public Attempt? Current { get; private set; }

    /// <summary>Until <paramref name="time"/> is over, or to the first finding.</summary>
    public Finding? Run(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            foreach (FuzzTarget target in _targets.SelectMany(target => Enumerable.Repeat(target, target.Times)))
            {
                if (Try(target) is { } finding)
                {
                    return finding;
                }
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (FuzzRoom room in _rooms)
        {
            room.Dispose();
        }
    }

    private Finding? Try(FuzzTarget target)
    {
        byte[] input = target.NextInput();
        byte[] given = [.. input];
        Executions++;
        long start = Stopwatch.GetTimestamp();
        Current = new Attempt(target, Executions, input, start);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            string outcome = $"{target.Name}: {target.Check(given)}";
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        }
        catch (Exception exception)
        {
            return Current.Broke(exception.ToString());
        }

        LargestAllocation = Math.Max(LargestAllocation, GC.GetAllocatedBytesForCurrentThread() - allocated);
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        Longest = taken > Longest ? taken : Longest;
        Attempt attempt = Current;
        Current = null;
        return LargestAllocation > MaxAllocated ? attempt.Broke($"took {LargestAllocation} bytes") : null;
    }

    private static void Honest(FuzzRoom room, Corpus corpus)
    {
        foreach (MlsMessage message in room.Handshakes.Concat(room.Applications))
        {
            corpus.Add(message);
            if (message.PublicMessage is { } handshake)
            {
                corpus.Add(handshake.ToAuthenticatedContent());
            }
        }

        foreach (GroupInfo info in room.Infos)
        {
            corpus.Add(info);
        }

        corpus.Add(room.Welcome);
        corpus.Add(room.NewKeyPackage());
        corpus.Add(room.Server.Tree.ToNodes());
        corpus.Add(room.Senders);
        corpus.Add(new RequiredCapabilities([0xF0C1], [7], [1]));
        corpus.Add(new SenderData(1, 0, new byte[SenderData.ReuseGuardSize]));
        using GroupSecrets secrets = new(
            Secret.Random(room.Suite.HashSize),
            Secret.Random(room.Suite.HashSize),
            [room.Keys.NewId(room.Suite.Id)]
        );
        corpus.Add(secrets);
    }
}
