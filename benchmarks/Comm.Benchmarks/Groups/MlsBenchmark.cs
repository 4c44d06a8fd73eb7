using System.Diagnostics;
using System.Globalization;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Benchmarks.Groups;

/// <summary>Encrypt, decrypt, commit, process and join in groups of several sizes, each against its floor.</summary>
internal sealed class MlsBenchmark(TextWriter output)
{
    private static readonly byte[] s_text = new byte[1_024];

    public void Run(IReadOnlyList<int> sizes)
    {
        Primitives primitives = Primitives.Measured();
        output.WriteLine("Suite 3 (X25519, ChaCha20-Poly1305, SHA-256, Ed25519). Best time of many, in the same run.");
        output.WriteLine();
        output.WriteLine("primitive         µs");
        foreach ((string name, double microseconds) in primitives.All)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name, -9} {microseconds, 10:F2}"));
        }

        output.WriteLine();
        output.WriteLine(Floors.Formulas);
        output.WriteLine();
        output.WriteLine("operation  members        µs  floor µs  ratio  allocated KiB");
        foreach (int size in sizes)
        {
            long start = Stopwatch.GetTimestamp();
            using FilledGroup group = FilledGroup.Of(size);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            PrintAll(group, primitives);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"(filled in {seconds:F1} s)"));
        }
    }

    private void PrintAll(FilledGroup group, Primitives primitives)
    {
        int parents = Floors.ParentsAbove(group.Committer);

        // Decryption first, while the neighbour has heard everything: encryption leaves him further behind than a receiver follows.
        Print("decrypt", group, Decrypt(group), primitives.MicrosecondsOf(Floors.Decrypt));
        Print("encrypt", group, Encrypt(group), primitives.MicrosecondsOf(Floors.Encrypt));
        Print("commit", group, Commit(group), primitives.MicrosecondsOf(Floors.Commit(parents)));
        Print("process", group, Process(group), primitives.MicrosecondsOf(Floors.Process(parents)));
        Join(group, primitives, parents);
    }

    private static Measurement Encrypt(FilledGroup group) =>
        Measure.Operation(
            () => group.Committer,
            committer => committer.Send(s_text, Mls.Codec.Opaque.Empty, group.CommitterKey),
            staged => group.CommitterGoesTo(staged.Next)
        );

    private static Measurement Decrypt(FilledGroup group) =>
        Measure.Operation(
            () => group.Send(s_text),
            message => group.Neighbour.Process(message, OpenRules.Instance),
            received => group.NeighbourGoesTo(Expect<ReceivedMessage>(received).Next)
        );

    private static Measurement Commit(FilledGroup group) =>
        Measure.Operation(
            () => new CommitRequest(),
            request => group.Committer.Commit(request, group.CommitterKey, OpenRules.Instance),
            staged => staged.Next.Discard(group.Committer)
        );

    private static Measurement Process(FilledGroup group)
    {
        StagedCommit staged = group.Committer.Commit(new CommitRequest(), group.CommitterKey, OpenRules.Instance);
        Measurement measured = Measure.Operation(
            () => staged.Commit,
            commit => group.Neighbour.Process(commit, OpenRules.Instance),
            received => Expect<ReceivedCommit>(received).Next!.Discard(group.Neighbour)
        );
        staged.Next.Discard(group.Committer);
        return measured;
    }

    // The newcomer is one more than the group's members.
    private void Join(FilledGroup group, Primitives primitives, int parents)
    {
        using SoftwareSigner signer = SoftwareSigner.Generate(FilledGroup.Suite);
        using KeyPackageSecrets newcomer = FilledGroup.Newcomer(signer);
        StagedCommit staged = group.Committer.Commit(
            new CommitRequest { Add = [newcomer.KeyPackage] },
            group.CommitterKey,
            OpenRules.Instance
        );
        Welcome welcome = staged.Welcome!.Welcome!;
        Measurement measured = Measure.Operation(
            () => welcome,
            received =>
                Group.TryJoin(received, newcomer, OpenRules.Instance, out _, out MlsFault fault)
                ?? throw new InvalidOperationException($"The Welcome was refused: {fault}."),
            joined => joined.Dispose()
        );
        staged.Next.Discard(group.Committer);
        double groupInfo = SealingOf(welcome.EncryptedGroupInfo.Length);
        Print("join", group, measured, primitives.MicrosecondsOf(Floors.Join(group.Members, parents)) + groupInfo);
    }

    private static double SealingOf(int length)
    {
        AeadAlgorithm aead = AeadAlgorithm.ChaCha20Poly1305;
        using Secret key = Secret.Random(aead.KeySize);
        byte[] nonce = new byte[aead.NonceSize];
        byte[] plaintext = new byte[length];
        return Measure.Primitive(() => aead.Encrypt(key.Span, nonce, [], plaintext)).Microseconds;
    }

    private static T Expect<T>(Received received)
        where T : Received => received as T ?? throw new InvalidOperationException($"Not what was expected: {received}.");

    private void Print(string operation, FilledGroup group, Measurement measured, double floor) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{operation, -9} {group.Members, 8:N0} {measured.Microseconds, 9:N0} {floor, 9:N0} {measured.Microseconds / floor, 6:F2} {measured.AllocatedBytes / 1024.0, 14:N1}"
            )
        );

    /// <summary>Who may do what is the application's, and not measured here.</summary>
    private sealed class OpenRules : IMembershipRules
    {
        public static OpenRules Instance { get; } = new();

        public bool AcceptsLeaf(LeafNode leaf) => true;

        public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => true;

        public bool AcceptsContext(Extensions groupContextExtensions) => true;

        public bool AcceptsMembers(RatchetTree tree) => true;

        public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

        public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;
    }
}
