using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Groups;

/// <summary>Coming in without being added, and coming back (RFC 9420 §12.4.3.2).</summary>
public sealed class ExternalCommitTests : IDisposable
{
    private readonly TestMember _alice = new("alice");
    private readonly TestMember _bob = new("bob");
    private readonly TestMember _carol = new("carol");
    private PublicGroup _server;

    public ExternalCommitTests()
    {
        _alice.Create();
        _server = GroupLifeTests.Follow(_alice.Group.ExportGroupInfo(_alice.Signer, GroupInfoParts.RatchetTree));
        _server = GroupLifeTests.Admit(_alice, [_bob], [], _server);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
    }

    [Fact]
    public void SomebodyNewComesInAndEverybodyAgrees()
    {
        StagedCommit joined = Join(_carol, replaces: null);

        foreach (TestMember member in new[] { _alice, _bob })
        {
            ReceivedCommit received = Assert.IsType<ReceivedCommit>(member.Receive(joined.Commit));
            Assert.True(received.IsExternal);
            Assert.Equal(_carol.Group.OwnLeafIndex, received.Committer.LeafIndex);
            Assert.Equal(received.Committer, Assert.Single(received.Added));
            Assert.Equal(_carol.Group.EpochAuthenticator, member.Group.EpochAuthenticator);
        }

        Assert.Equal("hello", _alice.Read(_carol.Send("hello")));
        Assert.Equal("welcome", _carol.Read(_bob.Send("welcome")));
        PublicCommit followed = Follow(joined.Commit);
        Assert.True(followed.IsExternal);
        Assert.Empty(followed.AddedReferences);
        Assert.True(_server.Matches(joined.GroupInfo.GroupInfo!));
    }

    [Fact]
    public void AMemberWhoLostItsStateTakesItsOwnPlace()
    {
        using TestMember bob = new("bob");
        uint old = _bob.Group.OwnLeafIndex;
        StagedCommit joined = Join(bob, old);

        ReceivedCommit received = Assert.IsType<ReceivedCommit>(_alice.Receive(joined.Commit));
        Assert.Equal(old, Assert.Single(received.Removed).LeafIndex);
        Assert.Null(Assert.IsType<ReceivedCommit>(_bob.Receive(joined.Commit)).Next);
        Assert.Equal(2, _alice.Group.Members.Count());
        Assert.Equal("back", _alice.Read(bob.Send("back")));
        Assert.Single(Follow(joined.Commit).Removed);
    }

    [Fact]
    public void TheNextOneComesInByTheJoinersGroupInfo()
    {
        StagedCommit joined = Join(_carol, null);
        _alice.Receive(joined.Commit);
        Follow(joined.Commit);
        using TestMember dave = new("dave");
        StagedCommit? second = Group.TryJoinByExternalCommit(
            joined.GroupInfo.GroupInfo!,
            dave.Settings,
            dave.Signer,
            dave.Rules,
            out MlsFault fault,
            new ExternalCommitRequest { RatchetTree = _server.ExportRatchetTree() }
        );

        Assert.Equal(MlsFault.None, fault);
        dave.Begin(second!.Next);
        Assert.IsType<ReceivedCommit>(_alice.Receive(second.Commit));
        Assert.IsType<ReceivedCommit>(_carol.Receive(second.Commit));
        Assert.Equal("fourth", _carol.Read(dave.Send("fourth")));
    }

    [Fact]
    public void APreSharedKeyIsMixedIn()
    {
        using SharedKeys keys = new("beyond the tree");
        PreSharedKeyId id = keys.NewId(_carol.Suite);
        StagedCommit joined = Join(_carol, null, new ExternalCommitRequest { PreSharedKeys = [id], PreSharedKeyStore = keys });

        MlsMessage commit = TestMember.OverTheWire(joined.Commit);
        Assert.Equal(new Refused(MlsFault.MissingPsk), _alice.Group.Process(commit, _alice.Rules));
        ReceivedCommit received = Assert.IsType<ReceivedCommit>(_alice.Group.Process(commit, _alice.Rules, keys));
        Assert.Equal(_carol.Group.EpochAuthenticator, received.Next!.EpochAuthenticator);
        received.Next.Discard(_alice.Group);
    }

    [Fact]
    public void WithoutTheExternalKeyNobodyComesIn()
    {
        GroupInfo info = _alice.Group.ExportGroupInfo(_alice.Signer, GroupInfoParts.RatchetTree);
        Assert.Null(Group.TryJoinByExternalCommit(info, _carol.Settings, _carol.Signer, _carol.Rules, out MlsFault fault));
        Assert.Equal(MlsFault.NoExternalJoin, fault);
    }

    [Fact]
    public void NobodyTakesAnothersPlace()
    {
        GroupInfo info = _alice.Group.ExportGroupInfo(_alice.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub);
        Assert.Null(
            Group.TryJoinByExternalCommit(
                info,
                _carol.Settings,
                _carol.Signer,
                _carol.Rules,
                out MlsFault fault,
                new ExternalCommitRequest { Replaces = _bob.Group.OwnLeafIndex }
            )
        );
        Assert.Equal(MlsFault.RefusedByRules, fault);
    }

    [Fact, Trait("Rule", "V-EXT-13")]
    public void AnExternalKeyThatIsNotTheGroupsIsFoundByMembers()
    {
        GroupInfo info = _alice.Group.ExportGroupInfo(_alice.Signer, GroupInfoParts.RatchetTree);
        using MlsWriter writer = new();
        writer.WriteVector(_bob.NewKeyPackage().KeyPackage.InitKey);
        info = info with { Extensions = info.Extensions.With(new Extension(ExtensionType.ExternalPub, writer.ToArray())) };
        info = info with
        {
            Signature = CipherSuite.Get(_alice.Suite).SignWithLabel(_alice.Signer, "GroupInfoTBS", info.ToBeSigned()),
        };
        StagedCommit? joined = Group.TryJoinByExternalCommit(
            info,
            _carol.Settings,
            _carol.Signer,
            _carol.Rules,
            out MlsFault fault
        );

        Assert.Equal(MlsFault.None, fault);
        Assert.Equal(
            new Refused(MlsFault.BadConfirmationTag),
            _alice.Group.Process(TestMember.OverTheWire(joined!.Commit), _alice.Rules)
        );
        joined.Next.Dispose();
    }

    private StagedCommit Join(TestMember joiner, uint? replaces, ExternalCommitRequest? options = null)
    {
        StagedCommit? joined = Group.TryJoinByExternalCommit(
            _alice.Group.ExportGroupInfo(_alice.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub),
            joiner.Settings,
            joiner.Signer,
            joiner.Rules,
            out MlsFault fault,
            ((options ?? new ExternalCommitRequest()) with { OfferExternalCommit = true } ?? new ExternalCommitRequest()) with
            {
                Replaces = replaces,
            }
        );
        Assert.Equal(MlsFault.None, fault);
        joiner.Begin(joined!.Next);
        return joined;
    }

    private PublicCommit Follow(MlsMessage commit)
    {
        PublicCommit? followed = _server.TryApply(
            TestMember.OverTheWire(commit).PublicMessage!,
            OpenRules.Instance,
            out MlsFault fault
        );
        Assert.Equal(MlsFault.None, fault);
        _server = PublicGroup.TryLoad(followed!.Next.Save())!;
        return followed;
    }
}
