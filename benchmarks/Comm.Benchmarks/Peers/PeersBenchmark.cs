using System.Diagnostics;
using System.Globalization;
using Comm.Benchmarks.Groups;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;

namespace Comm.Benchmarks.Peers;

/// <summary>
/// Comm.Mls and ts-mls, each as the newcomer of one and the same filled group, at the same leaf: what each operation takes them.
/// The bytes that they read are made by the same member, and decoding and encoding count on both sides.
/// </summary>
/// <remarks>
/// The newcomer takes the place of the committer's neighbour, so that the commit gives every parent above it a new key: ts-mls
/// 1.6.4 refuses a tree in which a parent lists an unmerged leaf and one above it does not, which RFC 9420 §12.4.3.1 allows.
/// </remarks>
internal sealed class PeersBenchmark(TextWriter output, DirectoryInfo peers, double seconds)
{
    // Fewer than a receiver lets pass unread.
    private const int Messages = 500;

    private static readonly byte[] s_text = new byte[1_024];

    public void Run(IReadOnlyList<int> sizes)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine("Suite 3. Best time of many, in the same run, side by side.");
        output.WriteLine();
        output.WriteLine(
            "operation  members     ours µs    ts-mls µs  ts-mls / ours   of processors: ours µs    ts-mls µs  ts-mls / ours"
        );
        foreach (int size in sizes)
        {
            using FilledGroup group = FilledGroup.Of(size);
            using TsMls peer = TsMls.Start(peers);
            Measure(group, peer);
        }

        output.WriteLine(Machine.Load());
    }

    private void Measure(FilledGroup group, TsMls peer)
    {
        using SoftwareSigner signer = SoftwareSigner.Generate(Officers.SuiteId);
        using KeyPackageSecrets package = Officers.KeyPackage(group.Members, signer);
        StagedCommit ours = Admit(group, package.KeyPackage);
        StagedCommit theirs = Admit(group, peer.KeyPackage().KeyPackage!);

        byte[] welcome = MlsCodec.Encode(ours.Welcome!);
        Group member = Join(welcome, package);
        Print("join", group, () => Join(welcome, package).Dispose(), peer.Join(theirs.Welcome!, seconds));

        (Timing decrypted, MlsMessage[] forPeer) = (Decrypt(ours.Next, group, ref member), Send(theirs.Next, group));
        Print("decrypt", group, decrypted, peer.Decrypt(forPeer));

        Print("encrypt", group, Encrypt(ref member, signer), peer.Encrypt(s_text, seconds));
        Print(
            "commit",
            group,
            () =>
            {
                StagedCommit staged = member.Commit(new CommitRequest(), signer, OpenRules.Instance);
                _ = MlsCodec.Encode(staged.Commit);
                staged.Next.Discard(member);
            },
            peer.Commit(seconds)
        );

        StagedCommit next = ours.Next.Commit(new CommitRequest(), group.CommitterKey, OpenRules.Instance);
        StagedCommit nextOfPeer = theirs.Next.Commit(new CommitRequest(), group.CommitterKey, OpenRules.Instance);
        byte[] commit = MlsCodec.Encode(next.Commit);
        Print(
            "process",
            group,
            () => Expect<ReceivedCommit>(member.Process(Decode(commit), OpenRules.Instance)).Next!.Discard(member),
            peer.Process(nextOfPeer.Commit, seconds)
        );

        using SoftwareSigner otherSigner = SoftwareSigner.Generate(Officers.SuiteId);
        using KeyPackageSecrets other = Officers.KeyPackage(group.Members + 1, otherSigner);
        MlsMessage otherPackage = MlsMessage.Of(other.KeyPackage);
        byte[] encoded = MlsCodec.Encode(otherPackage);
        Print(
            "add",
            group,
            () =>
            {
                var request = new CommitRequest { Add = [Decode(encoded).KeyPackage!] };
                StagedCommit staged = member.Commit(request, signer, OpenRules.Instance);
                _ = MlsCodec.Encode(staged.Commit);
                _ = MlsCodec.Encode(staged.Welcome!);
                staged.Next.Discard(member);
            },
            peer.Add(otherPackage, seconds)
        );
        member.Dispose();
    }

    private static StagedCommit Admit(FilledGroup group, KeyPackage package) =>
        group.Committer.Commit(new CommitRequest { Remove = [1], Add = [package] }, group.CommitterKey, OpenRules.Instance);

    private static Group Join(byte[] welcome, KeyPackageSecrets own) =>
        Group.TryJoin(Decode(welcome).Welcome!, own, OpenRules.Instance, out MlsFault fault)?.Group
        ?? throw new InvalidOperationException($"The Welcome was refused: {fault}.");

    private static MlsMessage[] Send(Group sender, FilledGroup group)
    {
        var messages = new MlsMessage[Messages];
        for (int i = 0; i < Messages; i++)
        {
            StagedSend staged = sender.Send(s_text, group.CommitterKey);
            messages[i] = staged.Message;
            sender = staged.Next;
        }

        return messages;
    }

    private static Timing Decrypt(Group sender, FilledGroup group, ref Group member)
    {
        Timing best = Timing.Longest;
        foreach (byte[] message in Send(sender, group).Select(MlsCodec.Encode))
        {
            Group before = member;
            Group? next = null;
            best = best.BestOf(
                Once(() => next = Expect<ReceivedMessage>(before.Process(Decode(message), OpenRules.Instance)).Next)
            );
            before.RetireFor(next!);
            member = next!;
        }

        return best;
    }

    private static Timing Encrypt(ref Group member, SoftwareSigner signer)
    {
        Timing best = Timing.Longest;
        for (int i = 0; i < Messages; i++)
        {
            Group before = member;
            StagedSend? staged = null;
            best = best.BestOf(
                Once(() =>
                {
                    staged = before.Send(s_text, signer);
                    _ = MlsCodec.Encode(staged.Message);
                })
            );
            before.RetireFor(staged!.Next);
            member = staged.Next;
        }

        return best;
    }

    private static MlsMessage Decode(byte[] bytes) =>
        MlsCodec.TryDecode(bytes, out MlsMessage? message)
            ? message
            : throw new InvalidOperationException("Our own message is malformed.");

    private static T Expect<T>(Received received)
        where T : Received => received as T ?? throw new InvalidOperationException($"Not what was expected: {received}.");

    private void Print(string operation, FilledGroup group, Action ours, Timing theirs)
    {
        Measurement measured = Benchmarks.Measure.Operation(
            static () => 0,
            _ =>
            {
                ours();
                return 0;
            },
            static _ => { }
        );
        Print(operation, group, new Timing(measured.Microseconds, measured.ProcessorMicroseconds), theirs);
    }

    // For what cannot be repeated.
    private static Timing Once(Action call)
    {
        TimeSpan workBefore = Environment.CpuUsage.TotalTime;
        long before = Stopwatch.GetTimestamp();
        call();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(before);
        return new Timing(elapsed.TotalMicroseconds, (Environment.CpuUsage.TotalTime - workBefore).TotalMicroseconds);
    }

    private void Print(string operation, FilledGroup group, Timing ours, Timing theirs) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{operation, -9} {group.Members, 8:N0} {Compared(ours.Microseconds, theirs.Microseconds)} {Compared(ours.ProcessorMicroseconds, theirs.ProcessorMicroseconds), 48}"
            )
        );

    private static string Compared(double ours, double theirs) =>
        string.Create(CultureInfo.InvariantCulture, $"{ours, 11:N0} {theirs, 12:N0} {theirs / ours, 14:N1}");
}
