using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>A client that joins by a Welcome and follows what others do, through the library's own entry points.</summary>
public sealed class PassiveClientTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("passive-client-welcome.json")]
    [InlineData("passive-client-handling-commit.json")]
    [InlineData("passive-client-random.json")]
    public void JoinsAndFollows(string fileName)
    {
        var counts = new SortedDictionary<CipherSuiteId, int>();
        var failures = new List<string>();
        int number = 0;
        foreach (JsonElement vector in MlsVectors.Load(fileName))
        {
            if (CipherSuite.Find((CipherSuiteId)vector.GetProperty("cipher_suite").GetUInt16()) is { } suite)
            {
                if (Follow(suite, vector) is { } failure)
                {
                    failures.Add($"{fileName}, case {number}, suite 0x{(ushort)suite.Id:x4}: {failure}");
                }

                counts[suite.Id] = counts.GetValueOrDefault(suite.Id) + 1;
            }

            number++;
        }

        foreach ((CipherSuiteId suite, int count) in counts)
        {
            output.WriteLine($"{fileName}: {count} followed, suite 0x{(ushort)suite:x4} {suite}");
        }

        Assert.Empty(failures);
        Assert.NotEmpty(counts);
    }

    /// <summary>Null, or at which step it went wrong.</summary>
    private static string? Follow(CipherSuite suite, JsonElement vector)
    {
        using SharedKeys keys = new(vector.GetProperty("external_psks"));
        using KeyPackageSecrets own = KeyPackageOf(suite, vector);
        JoinRequest options = new()
        {
            RatchetTree = vector.GetProperty("ratchet_tree").GetString() is { } tree
                ? (Opaque?)(Opaque)Convert.FromHexString(tree)
                : null,
            PreSharedKeyStore = keys,
        };
        Group? group = Group
            .TryJoin(Message(vector, "welcome").Welcome!, own, AnyRules.Instance, out MlsFault fault, options)
            ?.Group;
        if (group is null)
        {
            return $"the Welcome: {fault}";
        }

        if (!group.EpochAuthenticator.Span.SequenceEqual(vector.Bytes("initial_epoch_authenticator")))
        {
            return "the first epoch authenticator";
        }

        foreach (JsonElement epoch in vector.GetProperty("epochs").EnumerateArray())
        {
            string where = $"epoch {group.Context.Epoch}";
            foreach (JsonElement proposal in epoch.GetProperty("proposals").EnumerateArray())
            {
                if (
                    group.Process(Message(proposal.GetString()!), AnyRules.Instance, keys)
                    is not ReceivedProposal { Next: var kept }
                )
                {
                    return $"{where}, a proposal";
                }

                group.RetireFor(kept);
                group = kept;
            }

            Received received = group.Process(Message(epoch, "commit"), AnyRules.Instance, keys);
            if (received is not ReceivedCommit { Next: { } next })
            {
                return $"{where}, the commit: {received}";
            }

            group.RetireFor(next);
            group = next;
            if (!group.EpochAuthenticator.Span.SequenceEqual(epoch.Bytes("epoch_authenticator")))
            {
                return $"{where}, the epoch authenticator";
            }
        }

        group.Dispose();
        return null;
    }

    /// <summary>
    /// In the form the library keeps them in: the KeyPackage, the init key, the leaf key. The published P-521 keys lack their
    /// leading zeros.
    /// </summary>
    private static KeyPackageSecrets KeyPackageOf(CipherSuite suite, JsonElement vector)
    {
        int size = suite.Hpke.Kem.Group.PrivateKeySize;
        using MlsWriter writer = new();
        writer.Write(Message(vector, "key_package").KeyPackage!);
        writer.WriteVector([.. new byte[size - vector.Bytes("init_priv").Length], .. vector.Bytes("init_priv")]);
        writer.WriteVector([.. new byte[size - vector.Bytes("encryption_priv").Length], .. vector.Bytes("encryption_priv")]);
        return KeyPackageSecrets.TryLoad(writer.WrittenSpan)!;
    }

    private static MlsMessage Message(JsonElement vector, string name) => Message(vector.Text(name));

    private static MlsMessage Message(string hex)
    {
        Assert.True(MlsCodec.TryDecode(Convert.FromHexString(hex), out MlsMessage? message));
        return message;
    }

    private sealed class SharedKeys(JsonElement list) : IPreSharedKeys, IDisposable
    {
        private readonly Dictionary<Opaque, Secret> _keys = list.EnumerateArray()
            .ToDictionary(entry => (Opaque)entry.Bytes("psk_id"), entry => Secret.CopyOf(entry.Bytes("psk")));

        public bool TryFind(PreSharedKeyId id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Secret? key)
        {
            key = null;
            return id.Type == PskType.External && _keys.TryGetValue(id.Id, out key);
        }

        public void Dispose()
        {
            foreach (Secret key in _keys.Values)
            {
                key.Dispose();
            }
        }
    }

    /// <summary>The vectors know of no application.</summary>
    private sealed class AnyRules : IMembershipRules
    {
        public static AnyRules Instance { get; } = new();

        public bool AcceptsLeaf(LeafNode leaf) => true;

        public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => true;

        public bool AcceptsContext(Extensions groupContextExtensions) => true;

        public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;

        public bool AcceptsMembers(RatchetTree tree) => true;

        public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;
    }
}
