using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Properties;

/// <summary>A group, its server, and what is on its way between its members, to which a history happens.</summary>
internal sealed class LivingGroup : IDisposable
{
    private readonly List<TestMember> _members = [];
    private readonly MessagesUnderway _messages = new();
    private readonly SharedKeys _keys = new("told by word of mouth");

    /// <summary>Proposals of this epoch by reference: who made it, or whom it would add.</summary>
    private readonly Dictionary<Opaque, (TestMember Author, Newcomer? Added)> _proposals = [];
    private PublicGroup _server;
    private int _born;

    private sealed record Newcomer(TestMember Member, KeyPackageSecrets Keys);

    public LivingGroup(int members)
    {
        TestMember founder = Born();
        founder.Create();
        _members.Add(founder);
        _server = GroupLifeTests.Follow(founder.Group.ExportGroupInfo(founder.Signer, GroupInfoParts.RatchetTree));
        Commit(founder, new CommitRequest(), Newcomers(members - 1));
    }

    public void Take(Step step)
    {
        TestMember who = _members[step.Who % _members.Count];
        TestMember whom = _members[step.Whom % _members.Count];
        switch (step.Kind)
        {
            case StepKind.Add when _members.Count < History.Most - 3:
                Commit(who, new CommitRequest(), Newcomers(1 + (step.Whom % 3)));
                break;
            case StepKind.AddWithoutPath when _members.Count < History.Most:
                CommitRequest request = new() { PreSharedKeys = [_keys.NewId(who.Suite)], OmitPath = true };
                Commit(who, request with { PreSharedKeyStore = _keys }, Newcomers(1));
                break;
            case StepKind.Remove when who != whom && _members.Count > History.Fewest:
                Commit(who, new CommitRequest { Remove = [whom.Group.OwnLeafIndex] }, [], removed: whom);
                break;
            case StepKind.Renew:
                Commit(who, new CommitRequest(), []);
                break;
            case StepKind.Resume:
                Commit(who, new CommitRequest { PreSharedKeys = [Resumption(who)] }, []);
                break;
            case StepKind.ChangeContext:
                Commit(who, new CommitRequest { ContextExtensions = OtherContext() }, []);
                break;
            case StepKind.ProposeUpdate when _proposals.Values.All(proposal => proposal.Author != who):
                Propose(who, who.Group.ProposeUpdate(who.Signer, who.Rules), null);
                break;
            case StepKind.ProposeAdd when _members.Count + _proposals.Count < History.Most:
                Newcomer newcomer = Newcomers(1)[0];
                Propose(who, who.Group.ProposeAdd(newcomer.Keys.KeyPackage, who.Signer, who.Rules), newcomer);
                break;
            case StepKind.JoinFromOutside when _members.Count < History.Most:
                ComeIn(Born(), who, null);
                break;
            case StepKind.ComeBack when who != whom:
                ComeIn(new TestMember(NameOf(whom)) { Lifetimes = whom.Lifetimes }, who, whom);
                break;
            case StepKind.Race when who != whom:
                StagedCommit lost = whom.Group.Commit(new CommitRequest(), whom.Signer, whom.Rules);
                lost.Next.Discard(whom.Group);
                Commit(who, new CommitRequest(), []);
                break;
            case StepKind.Say when _proposals.Count == 0:
                _messages.Send(who, $"message {step.Whom} of {step.Who}", _members);
                break;
            case StepKind.Deliver:
                _messages.Lose(step.Whom);
                _messages.Deliver(oneIn: 2, step.Who);
                break;
            case StepKind.Restart:
                byte[] saved = who.Group.EpochBytes();
                who.Restart();
                Assert.Equal(MlsCodec.Encode(whom.Group.Context), MlsCodec.Encode(who.Group.Context));
                Assert.Equal(saved.Length, who.Group.EpochBytes().Length);
                _server = PublicGroup.TryLoad(_server.Save())!;
                break;
        }
    }

    public void DeliverAll() => _messages.Deliver(oneIn: 1, 0);

    public void AssertAgreed()
    {
        foreach (TestMember member in _members)
        {
            Assert.Equal(_server.Context, member.Group.Context);
            Assert.Equal(_members[0].Group.EpochAuthenticator, member.Group.EpochAuthenticator);
        }

        Assert.Equal(_members.Count, _server.Members.Count());
    }

    public void Dispose()
    {
        ForgetProposals();
        _members.ForEach(member => member.Dispose());
        _keys.Dispose();
    }

    private static string NameOf(TestMember member) =>
        System.Text.Encoding.UTF8.GetString(member.Settings.Credential.Identity.Span);

    private TestMember Born() => new($"member {_born++}") { Lifetimes = new KeyLifetimes { PastEpochs = 2 } };

    private List<Newcomer> Newcomers(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Born()).Select(member => new Newcomer(member, member.NewKeyPackage()))];

    private PreSharedKeyId Resumption(TestMember who) =>
        PreSharedKeyId.Resumption(
            ResumptionPskUsage.Application,
            who.Group.Context.GroupId,
            who.Group.Context.Epoch,
            PreSharedKeyId.FreshNonce(who.Suite)
        );

    private Extensions OtherContext() =>
        _server.Context.Extensions.Count > 0
            ? Extensions.None
            : Extensions.Of(
                new Extension(ExtensionType.RequiredCapabilities, MlsCodec.Encode(new RequiredCapabilities([], [], [1])))
            );

    private void Propose(TestMember author, StagedProposal proposal, Newcomer? added)
    {
        author.GoTo(proposal.Next);
        foreach (TestMember member in _members.Where(member => member != author))
        {
            Assert.IsType<ReceivedProposal>(member.Receive(proposal.Message));
        }

        _server = _server.TryKeep(TestMember.OverTheWire(proposal.Message).PublicMessage!, OpenRules.Instance, out _)!;
        Assert.NotNull(_server);
        _proposals.Add(proposal.Reference, (author, added));
    }

    /// <summary>With everything that is proposed and may be in this commit.</summary>
    private void Commit(TestMember committer, CommitRequest request, List<Newcomer> added, TestMember? removed = null)
    {
        // A resumption key is nothing that a newcomer could have.
        bool mayAdd = request.PreSharedKeys.All(key => key.Type == PskType.External);
        KeyValuePair<Opaque, (TestMember Author, Newcomer? Added)>[] proposals =
        [
            .. _proposals.Where(entry =>
                entry.Value.Added is not null ? mayAdd : entry.Value.Author != committer && entry.Value.Author != removed
            ),
        ];
        StagedCommit commit = committer.Commit(
            request with
            {
                Add = [.. added.Select(newcomer => newcomer.Keys.KeyPackage)],
                ByReference = [.. proposals.Select(entry => entry.Key)],
            }
        );
        Follow(commit, committer, removed);
        foreach (Newcomer newcomer in proposals.Select(entry => entry.Value.Added).OfType<Newcomer>().Concat(added))
        {
            newcomer.Member.Join(commit.Welcome!, newcomer.Keys, new JoinRequest { PreSharedKeyStore = _keys });
            newcomer.Keys.Dispose();
            _members.Add(newcomer.Member);
        }

        foreach ((Opaque reference, _) in proposals)
        {
            _proposals.Remove(reference);
        }

        ForgetProposals();
        AssertAgreed();
    }

    /// <summary>An external commit by what <paramref name="host"/> says of the group.</summary>
    private void ComeIn(TestMember joiner, TestMember host, TestMember? former)
    {
        StagedCommit? joined = Group.TryJoinByExternalCommit(
            host.Group.ExportGroupInfo(host.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub),
            joiner.Settings,
            joiner.Signer,
            joiner.Rules,
            out MlsFault fault,
            new ExternalCommitRequest { Replaces = former?.Group.OwnLeafIndex, Lifetimes = joiner.Lifetimes }
        );
        Assert.Equal(MlsFault.None, fault);
        joiner.Begin(joined!.Next);
        Follow(joined, null, former);
        _members.Add(joiner);
        ForgetProposals();
        AssertAgreed();
    }

    private void Follow(StagedCommit commit, TestMember? committer, TestMember? removed)
    {
        foreach (TestMember member in _members.Where(member => member != committer))
        {
            ReceivedCommit received = Assert.IsType<ReceivedCommit>(member.Receive(commit.Commit, _keys));
            Assert.Equal(member == removed, received.Next is null);
        }

        PublicCommit? followed = _server.TryApply(
            TestMember.OverTheWire(commit.Commit).PublicMessage!,
            OpenRules.Instance,
            out MlsFault fault
        );
        Assert.Equal(MlsFault.None, fault);
        Assert.True(followed!.Next.Matches(commit.GroupInfo.GroupInfo!));
        _server = followed.Next;
        if (removed is not null)
        {
            _members.Remove(removed);
            _messages.IsGone(removed);
            removed.Dispose();
        }
    }

    private void ForgetProposals()
    {
        foreach (Newcomer newcomer in _proposals.Values.Select(proposal => proposal.Added).OfType<Newcomer>())
        {
            newcomer.Keys.Dispose();
            newcomer.Member.Dispose();
        }

        _proposals.Clear();
    }
}
