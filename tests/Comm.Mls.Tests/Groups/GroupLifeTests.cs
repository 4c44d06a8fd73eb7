using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Suites;

namespace Comm.Mls.Tests.Groups;

public sealed class GroupLifeTests
{
    public static TheoryData<CipherSuiteId> Suites => CipherSuiteTests.Ids;

    [Theory, MemberData(nameof(Suites))]
    public void TwoMembersWriteToEachOther(CipherSuiteId suite)
    {
        using TestMember alice = new("alice", suite);
        using TestMember bob = new("bob", suite);
        alice.Create();
        Admit(alice, [bob], []);

        Assert.Equal("from alice", bob.Read(alice.Send("from alice")));
        Assert.Equal("from bob", alice.Read(bob.Send("from bob")));
        AssertTogether(alice, bob);
    }

    [Theory, MemberData(nameof(Suites))]
    public void GroupSurvivesEveryKindOfCommit(CipherSuiteId suite)
    {
        TestMember[] members = [.. Enumerable.Range(0, 7).Select(i => new TestMember($"member {i}", suite))];
        members[0].Create();
        PublicGroup followed = Follow(members[0].Group.ExportGroupInfo(members[0].Signer, GroupInfoParts.RatchetTree));
        followed = Admit(members[0], members[1..3], members[..1], followed);
        followed = Admit(members[1], members[3..7], members[..3], followed);
        followed = CommitBy(members[2], new CommitRequest(), members, followed);
        followed = CommitBy(members[6], new CommitRequest { Remove = [1, 4] }, Without(members, 1, 4), followed);
        TestMember[] rest = Without(members, 1, 4);
        followed = CommitBy(members[3], new CommitRequest(), rest, followed);
        followed = CommitBy(members[5], new CommitRequest { ContextExtensions = Extensions.None }, rest, followed);

        AssertTogether(rest);
        Assert.Equal(members[0].Group.Context, followed.Context);
        foreach (TestMember reader in rest[1..])
        {
            Assert.Equal("still here", reader.Read(TestMember.OverTheWire(Once(rest[0]))));
        }

        foreach (TestMember member in members)
        {
            member.Dispose();
        }

        MlsMessage Once(TestMember sender) => sender.Send("still here");
    }

    [Fact]
    public void RemovedMemberIsToldAndCannotReadOn()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        using TestMember carol = new("carol");
        alice.Create();
        Admit(alice, [bob, carol], []);

        StagedCommit removal = alice.Commit(new CommitRequest { Remove = [1] });
        ReceivedCommit seenByBob = Assert.IsType<ReceivedCommit>(bob.Receive(removal.Commit));
        carol.Receive(removal.Commit);
        MlsMessage after = alice.Send("without bob");

        Assert.Null(seenByBob.Next);
        Assert.Equal("without bob", carol.Read(after));
        Assert.IsType<Refused>(bob.Receive(after));
    }

    [Fact]
    public void ProposalsOfOthersAreCommittedByReference()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        using TestMember carol = new("carol");
        using TestMember dave = new("dave");
        alice.Create();
        Admit(alice, [bob, carol], []);
        using KeyPackageSecrets davesKeys = dave.NewKeyPackage();

        StagedProposal update = bob.Group.ProposeUpdate(bob.Signer, bob.Rules);
        bob.GoTo(update.Next);
        StagedProposal add = carol.Group.ProposeAdd(davesKeys.KeyPackage, carol.Signer, carol.Rules);
        carol.GoTo(add.Next);
        foreach (TestMember member in new[] { alice, bob, carol })
        {
            Received first = member.Receive(update.Message);
            Received second = member.Receive(add.Message);
            Assert.True(first is ReceivedProposal or OwnMessage);
            Assert.True(second is ReceivedProposal or OwnMessage);
        }

        bob.Restart();
        StagedCommit commit = alice.Commit(new CommitRequest { ByReference = [update.Reference, add.Reference] });
        bob.Receive(commit.Commit);
        carol.Receive(commit.Commit);
        dave.Join(commit.Welcome!, davesKeys);

        AssertTogether(alice, bob, carol, dave);
        Assert.Equal("hello", dave.Read(bob.Send("hello")));
    }

    [Fact]
    public void StateSurvivesARestartAtAnyPoint()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Create();
        alice.Restart();
        Admit(alice, [bob], []);
        for (int i = 0; i < 5; i++)
        {
            alice.Restart();
            MlsMessage message = alice.Send($"message {i}");
            alice.Restart();
            bob.Restart();
            Assert.Equal($"message {i}", bob.Read(message));
            bob.Restart();
            Assert.IsType<Refused>(bob.Receive(message));
        }

        StagedCommit commit = bob.Commit(new CommitRequest());
        bob.Restart();
        alice.Receive(commit.Commit);
        alice.Restart();
        AssertTogether(alice, bob);
    }

    [Fact]
    public void MessagesOfAnEpochArriveInAnyOrder()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Create();
        Admit(alice, [bob], []);
        MlsMessage[] sent = [.. Enumerable.Range(0, 6).Select(i => alice.Send($"{i}"))];

        Assert.Equal("4", bob.Read(sent[4]));
        Assert.Equal("1", bob.Read(sent[1]));
        Assert.Equal("0", bob.Read(sent[0]));
        Assert.Equal("5", bob.Read(sent[5]));
        Assert.Equal(new Refused(MlsFault.CannotDecrypt), bob.Receive(sent[4]));
        Assert.Equal("3", bob.Read(sent[3]));
        Assert.Equal("2", bob.Read(sent[2]));
    }

    [Fact]
    public void OwnMessagesAreRecognised()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Create();
        Admit(alice, [bob], []);

        Assert.IsType<OwnMessage>(alice.Receive(alice.Send("echo")));
        StagedCommit staged = alice.Group.Commit(new CommitRequest(), alice.Signer, alice.Rules);
        Assert.IsType<OwnMessage>(alice.Group.Process(TestMember.OverTheWire(staged.Commit), alice.Rules));
        staged.Next.Discard(alice.Group);
    }

    [Fact]
    public void AbandonedCommitLeavesTheGroupUsable()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Create();
        Admit(alice, [bob], []);

        // Both commit; the delivery service takes bob's. Alice gives hers up and follows.
        StagedCommit lost = alice.Group.Commit(new CommitRequest(), alice.Signer, alice.Rules);
        StagedCommit won = bob.Commit(new CommitRequest());
        lost.Next.Discard(alice.Group);
        Assert.IsType<ReceivedCommit>(alice.Receive(won.Commit));

        AssertTogether(alice, bob);
        Assert.Equal("on we go", bob.Read(alice.Send("on we go")));
    }

    [Fact]
    public void PassedOverSendIsNeverRepeated()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Create();
        Admit(alice, [bob], []);

        StagedSend abandoned = alice.Group.Send("never saved"u8.ToArray(), alice.Signer);
        abandoned.Next.Discard(alice.Group);
        Assert.Equal("saved", bob.Read(alice.Send("saved")));
    }

    [Fact]
    public void GroupInfoOfTheNextEpochMatchesOnlyItsOwnCommit()
    {
        using TestMember alice = new("alice");
        using TestMember bob = new("bob");
        alice.Create();
        PublicGroup followed = Follow(alice.Group.ExportGroupInfo(alice.Signer, GroupInfoParts.RatchetTree));
        followed = Admit(alice, [bob], [], followed);
        StagedCommit first = alice.Group.Commit(new CommitRequest(), alice.Signer, alice.Rules);
        StagedCommit second = alice.Group.Commit(new CommitRequest(), alice.Signer, alice.Rules);

        PublicCommit applied = followed.TryApply(
            TestMember.OverTheWire(first.Commit).PublicMessage!,
            OpenRules.Instance,
            out MlsFault fault
        )!;
        Assert.Equal(MlsFault.None, fault);
        Assert.True(applied.Next.Matches(first.GroupInfo.GroupInfo!));
        Assert.False(applied.Next.Matches(second.GroupInfo.GroupInfo!));
        first.Next.Discard(alice.Group);
        second.Next.Discard(alice.Group);
    }

    internal static PublicGroup Follow(GroupInfo info)
    {
        PublicGroup? group = PublicGroup.TryCreate(info, OpenRules.Instance, out MlsFault fault);
        Assert.Equal(MlsFault.None, fault);
        return group!;
    }

    /// <summary>Adds in one commit; the answer is what <paramref name="followed"/> becomes.</summary>
    [return: NotNullIfNotNull(nameof(followed))]
    internal static PublicGroup? Admit(
        TestMember adder,
        TestMember[] newcomers,
        TestMember[] others,
        PublicGroup? followed = null
    )
    {
        KeyPackageSecrets[] keys = [.. newcomers.Select(member => member.NewKeyPackage())];
        StagedCommit commit = adder.Commit(new CommitRequest { Add = [.. keys.Select(key => key.KeyPackage)] });
        foreach (TestMember other in others.Where(other => other != adder))
        {
            Assert.IsType<ReceivedCommit>(other.Receive(commit.Commit));
        }

        foreach ((TestMember newcomer, KeyPackageSecrets key) in newcomers.Zip(keys))
        {
            newcomer.Join(commit.Welcome!, key);
            key.Dispose();
        }

        return followed is null ? null : Apply(followed, commit);
    }

    private static PublicGroup CommitBy(TestMember committer, CommitRequest request, TestMember[] members, PublicGroup followed)
    {
        StagedCommit commit = committer.Commit(request);
        foreach (TestMember other in members.Where(other => other != committer))
        {
            Assert.IsType<ReceivedCommit>(other.Receive(commit.Commit));
        }

        return Apply(followed, commit);
    }

    private static PublicGroup Apply(PublicGroup followed, StagedCommit commit)
    {
        PublicGroup reloaded = PublicGroup.TryLoad(followed.Save())!;
        PublicCommit? applied = reloaded.TryApply(
            TestMember.OverTheWire(commit.Commit).PublicMessage!,
            OpenRules.Instance,
            out MlsFault fault
        );
        Assert.Equal(MlsFault.None, fault);
        Assert.True(applied!.Next.Matches(commit.GroupInfo.GroupInfo!));
        return applied.Next;
    }

    private static TestMember[] Without(TestMember[] members, params int[] gone) =>
        [.. members.Where((_, i) => !gone.Contains(i))];

    private static void AssertTogether(params TestMember[] members)
    {
        foreach (TestMember member in members)
        {
            Assert.Equal(members[0].Group.EpochAuthenticator, member.Group.EpochAuthenticator);
            Assert.Equal(members[0].Group.Context, member.Group.Context);
        }
    }
}
