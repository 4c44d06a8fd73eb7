using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;

namespace Comm.Benchmarks.Groups;

/// <summary>What is measured at members of a filled tree.</summary>
internal sealed class FilledGroupBenchmark(
    FilledGroup group,
    byte[] text,
    Primitives primitives,
    Action<MlsOperation, int, Measurement, double?, long?> print
)
{
    private readonly int _parents = Floors.ParentsAbove(group.Committer);

    public void Run(IReadOnlyList<MlsOperation> operations)
    {
        foreach (MlsOperation operation in operations.Where(operation => operation < MlsOperation.Add).Order())
        {
            switch (operation)
            {
                case MlsOperation.Decrypt:
                    Print(operation, Decrypt(), primitives.MicrosecondsOf(Floors.Decrypt));
                    break;
                case MlsOperation.Encrypt:
                    Print(operation, Encrypt(), primitives.MicrosecondsOf(Floors.Encrypt));
                    break;
                case MlsOperation.Commit:
                    Print(operation, Commit(), primitives.MicrosecondsOf(Floors.Commit(_parents)));
                    break;
                case MlsOperation.Process:
                    Print(operation, Process(), primitives.MicrosecondsOf(Floors.Process(_parents)));
                    break;
                case MlsOperation.Join:
                    Join();
                    break;
                case MlsOperation.Save:
                    Save();
                    break;
                default:
                    Load();
                    break;
            }
        }
    }

    private Measurement Encrypt() =>
        Measure.Operation(
            () => group.Committer,
            committer => committer.Send(text, group.CommitterKey),
            staged => group.CommitterGoesTo(staged.Next)
        );

    private Measurement Decrypt() =>
        Measure.Operation(
            () => Received(group.Send(text)),
            message => group.Neighbour.Process(message, OpenRules.Instance),
            received => group.NeighbourGoesTo(Expect<ReceivedMessage>(received).Next)
        );

    private Measurement Commit() =>
        Measure.Operation(
            () => new CommitRequest(),
            request => group.Committer.Commit(request, group.CommitterKey, OpenRules.Instance),
            staged => staged.Next.Discard(group.Committer)
        );

    private Measurement Process()
    {
        StagedCommit staged = group.Committer.Commit(new CommitRequest(), group.CommitterKey, OpenRules.Instance);
        Measurement measured = Measure.Operation(
            () => Received(staged.Commit),
            commit => group.Neighbour.Process(commit, OpenRules.Instance),
            received => Expect<ReceivedCommit>(received).Next!.Discard(group.Neighbour)
        );
        staged.Next.Discard(group.Committer);
        return measured;
    }

    // The newcomer is one more than the group's members.
    private void Join()
    {
        using SoftwareSigner signer = SoftwareSigner.Generate(Officers.SuiteId);
        using KeyPackageSecrets newcomer = Officers.KeyPackage(group.Members, signer);
        StagedCommit staged = group.Committer.Commit(
            new CommitRequest { Add = [newcomer.KeyPackage] },
            group.CommitterKey,
            OpenRules.Instance
        );
        Measurement measured = Measure.Operation(
            () => Received(staged.Welcome!).Welcome!,
            received =>
                Group.TryJoin(received, newcomer, OpenRules.Instance, out MlsFault fault)?.Group
                ?? throw new InvalidOperationException($"The Welcome was refused: {fault}."),
            joined => joined.Dispose()
        );
        staged.Next.Discard(group.Committer);
        double groupInfo = Primitives.Sealing(staged.Welcome!.Welcome!.EncryptedGroupInfo.Length);
        Print(MlsOperation.Join, measured, primitives.MicrosecondsOf(Floors.Join(group.Members, _parents)) + groupInfo);
    }

    private void Save()
    {
        Group staged = group.Committer;
        long size = 0;
        Measurement measured = Measure.Operation(
            () => staged = group.Committer.Commit(new CommitRequest(), group.CommitterKey, OpenRules.Instance).Next,
            next => (Epoch: next.SaveEpoch(), Messages: next.SaveMessageSecrets()),
            saved =>
            {
                size = saved.Epoch.Length + saved.Messages.Length;
                saved.Epoch.Dispose();
                saved.Messages.Dispose();
                staged.Discard(group.Committer);
            }
        );
        print(MlsOperation.Save, group.Members, measured, null, size);
    }

    private void Load()
    {
        using Secret epoch = group.Committer.SaveEpoch();
        using Secret messages = group.Committer.SaveMessageSecrets();
        Measurement measured = Measure.Operation(
            () => 0,
            _ => Group.TryLoad(epoch.Span, messages.Span) ?? throw new InvalidOperationException("What was saved does not load."),
            loaded => loaded.Dispose()
        );
        Print(MlsOperation.Load, measured, null);
    }

    private void Print(MlsOperation operation, Measurement measured, double? floor) =>
        print(operation, group.Members, measured, floor, null);

    // Decoded anew each time, as it comes from the line: what was verified of another copy does not count.
    private static MlsMessage Received(MlsMessage message) =>
        MlsCodec.TryDecode(MlsCodec.Encode(message), out MlsMessage? received)
            ? received
            : throw new InvalidOperationException("Our own message is malformed.");

    private static T Expect<T>(Received received)
        where T : Received => received as T ?? throw new InvalidOperationException($"Not what was expected: {received}.");
}
