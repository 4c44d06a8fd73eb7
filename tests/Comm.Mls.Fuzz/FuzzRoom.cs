using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tests.Hostile;
using Comm.Mls.Tree;

namespace Comm.Mls.Fuzz;

/// <summary>
/// A group with a past, in the middle of an epoch: five leaves of which one is blank, unmerged leaves, two proposals pending, a
/// late message on its way. Mallory at leaf 0 will lie; Bob at leaf 1 and the server listen.
/// </summary>
internal sealed class FuzzRoom : IDisposable
{
    private readonly TestMember _carol;
    private readonly TestMember _dave;
    private readonly TestMember _erin;
    private readonly TestMember _frank;
    private readonly SoftwareSigner _service;
    private readonly MlsMessage _late;

    public FuzzRoom(CipherSuiteId suite)
    {
        Suite = CipherSuite.Get(suite);
        Mallory = new TestMember("mallory", suite);
        Bob = new TestMember("bob", suite) { Lifetimes = new KeyLifetimes { PastEpochs = 2 } };
        (_carol, _dave, _erin) = (new TestMember("carol", suite), new TestMember("dave", suite), new TestMember("erin", suite));
        (_frank, Gina) = (new TestMember("frank", suite), new TestMember("gina", suite));
        _service = SoftwareSigner.Generate(Suite.Id);
        Senders = new ExternalSenders([
            new ExternalSender(Opaque.CopyOf(_service.PublicKey.Span), Credential.Basic("the service"u8.ToArray())),
        ]);
        Mallory.Create(extensions: Extensions.Of(Senders.ToContextExtension()));
        Add(Mallory, [Bob, _carol, _dave], []);
        _late = _carol.Send("on its way");
        Everybody(_carol.Commit(new CommitRequest { Remove = [3] }).Commit, Mallory, Bob);
        Everybody(Mallory.Commit(new CommitRequest()).Commit, Bob, _carol);
        Add(_carol, [_dave, _erin], [Mallory, Bob]);
        Everybody(_erin.Commit(new CommitRequest { Remove = [3] }).Commit, Mallory, Bob, _carol);
        Applications = [_late, _carol.Send("now"), _erin.Send("first"), _erin.Send("second"), Bob.Send("own")];

        Server = PublicGroup.TryCreate(Info(Mallory, GroupInfoParts.RatchetTree), OpenRules.Instance, out _)!;
        StagedProposal update = _carol.Group.ProposeUpdate(_carol.Signer, _carol.Rules);
        _carol.GoTo(update.Next);
        Hear(update.Message, Mallory, Bob, _erin);
        StagedProposal add = _erin.Group.ProposeAdd(_frank.NewKeyPackage().KeyPackage, _erin.Signer, _erin.Rules);
        _erin.GoTo(add.Next);
        Hear(add.Message, Mallory, Bob, _carol);
        Forge = new Forge(Mallory);
        Welcomed = Gina.NewKeyPackage();
        Infos =
        [
            Info(Mallory, GroupInfoParts.RatchetTree),
            Info(_carol, GroupInfoParts.RatchetTree),
            Info(_erin, GroupInfoParts.None),
        ];
        Handshakes = [.. MakeHandshakes()];
        (Welcome, _) = Welcoming();
    }

    public CipherSuite Suite { get; }

    public TestMember Mallory { get; }

    public TestMember Bob { get; }

    public TestMember Gina { get; }

    public KeyPackageSecrets Welcomed { get; }

    public Welcome Welcome { get; }

    public PublicGroup Server { get; private set; }

    public Forge Forge { get; }

    public ExternalSenders Senders { get; }

    public SharedKeys Keys { get; } = new("told by word of mouth");

    public IReadOnlyList<MlsMessage> Applications { get; }

    /// <summary>One of each kind, each of which Bob would take as he is.</summary>
    public IReadOnlyList<MlsMessage> Handshakes { get; }

    public IReadOnlyList<GroupInfo> Infos { get; }

    public KeyPackage NewKeyPackage() => Gina.NewKeyPackage().KeyPackage;

    public void Dispose()
    {
        foreach (TestMember member in new[] { Mallory, Bob, _carol, _dave, _erin, _frank, Gina })
        {
            member.Dispose();
        }

        Forge.Dispose();
        Welcomed.Dispose();
        _service.Dispose();
        Keys.Dispose();
    }

    private static GroupInfo Info(TestMember member, GroupInfoParts parts) =>
        member.Group.ExportGroupInfo(member.Signer, parts | GroupInfoParts.ExternalPub);

    private static void Everybody(MlsMessage commit, params TestMember[] others)
    {
        foreach (TestMember member in others)
        {
            BrokenPromiseException.ThrowIf(member.Receive(commit) is not ReceivedCommit, "An honest commit was not taken");
        }
    }

    private static void Add(TestMember adder, TestMember[] newcomers, TestMember[] others)
    {
        KeyPackageSecrets[] keys = [.. newcomers.Select(member => member.NewKeyPackage())];
        StagedCommit commit = adder.Commit(new CommitRequest { Add = [.. keys.Select(key => key.KeyPackage)] });
        Everybody(commit.Commit, others);
        foreach ((TestMember newcomer, KeyPackageSecrets key) in newcomers.Zip(keys))
        {
            newcomer.Join(commit.Welcome!, key);
        }
    }

    private void Hear(MlsMessage proposal, params TestMember[] others)
    {
        foreach (TestMember member in others)
        {
            BrokenPromiseException.ThrowIf(member.Receive(proposal) is not ReceivedProposal, "An honest proposal was not taken");
        }

        Server = Server.TryKeep(proposal.PublicMessage!, OpenRules.Instance, out _)!;
    }

    private (Welcome, MlsMessage) Welcoming()
    {
        StagedCommit staged = Mallory.Group.Commit(
            new CommitRequest { Add = [Welcomed.KeyPackage] },
            Mallory.Signer,
            Mallory.Rules
        );
        staged.Next.Discard(Mallory.Group);
        return (staged.Welcome!.Welcome!, staged.Commit);
    }

    private IEnumerable<MlsMessage> MakeHandshakes()
    {
        GroupContext context = Mallory.Group.Context;
        ReInitProposal reInit = new("next room"u8.ToArray(), Suite.Id, Extensions.None);
        PreSharedKeyId psk = Keys.NewId(Suite.Id);
        CommitRequest[] requests =
        [
            new() { ByReference = [.. Mallory.Group.PendingProposals.Select(pending => pending.Reference)] },
            new() { Remove = [2] },
            new() { Remove = [1, 4] },
            new() { Add = [NewKeyPackage()], OmitPath = true },
            new()
            {
                ContextExtensions = Extensions.None,
                PreSharedKeys = [psk],
                PreSharedKeyStore = Keys,
            },
            new() { ReInit = reInit },
        ];
        foreach (CommitRequest request in requests)
        {
            StagedCommit inClear = Mallory.Group.Commit(request, Mallory.Signer, Mallory.Rules);
            inClear.Next.Discard(Mallory.Group);
            yield return inClear.Commit;
            StagedCommit sealed_ = Mallory.Group.Commit(
                request with
                {
                    WireFormat = WireFormat.PrivateMessage,
                },
                Mallory.Signer,
                Mallory.Rules
            );
            sealed_.Next.Discard(sealed_.Current!);
            sealed_.Current!.Discard(Mallory.Group);
            yield return sealed_.Commit;
        }

        Proposal[] proposals =
        [
            new AddProposal(NewKeyPackage()),
            new RemoveProposal(4),
            new GroupContextExtensionsProposal(Extensions.None),
            new PreSharedKeyProposal(psk),
            reInit,
        ];
        foreach (WireFormat wireFormat in new[] { WireFormat.PublicMessage, WireFormat.PrivateMessage })
        {
            foreach (Proposal proposal in proposals)
            {
                StagedProposal staged = Mallory.Group.Propose(proposal, Mallory.Signer, Mallory.Rules, wireFormat);
                staged.Next.Discard(Mallory.Group);
                yield return staged.Message;
            }
        }

        yield return ExternalProposals.From(0, new RemoveProposal(4), Suite.Id, context.GroupId, context.Epoch, _service);
        yield return ExternalProposals.AskToJoin(NewKeyPackage(), context.GroupId, context.Epoch, Gina.Signer);
        foreach ((TestMember joiner, uint? replaced) in new[] { (Gina, (uint?)null), (_carol, 2u) })
        {
            StagedCommit joined = Group.TryJoinByExternalCommit(
                Infos[0],
                joiner.Settings,
                joiner.Signer,
                joiner.Rules,
                out _,
                new ExternalCommitRequest { Replaces = replaced }
            )!;
            joined.Next.Dispose();
            yield return joined.Commit;
        }
    }
}
