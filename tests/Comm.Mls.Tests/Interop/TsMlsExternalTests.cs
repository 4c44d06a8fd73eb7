using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Interop;

/// <summary>Coming in from outside, with ts-mls, in both roles (RFC 9420 §12.4.3.2, §12.1.8).</summary>
[Collection(TsMlsCollection.Name)]
public sealed class TsMlsExternalTests(TsMlsProcess process)
{
    public static TheoryData<CipherSuiteId> Suites => TsMlsRoom.FastSuites;

    [SkippableTheory, MemberData(nameof(Suites))]
    public void OneOfTheirsComesInByOurGroupInfoAndComesBack(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        TsMlsPeer other = process.NewPeer();
        other.KeyPackage(suite, "other");

        PeerCommit joined = other.JoinExternal(OurGroupInfo(room, GroupInfoParts.RatchetTree));
        room.Server(joined.Commit);
        ReceivedCommit received = Assert.IsType<ReceivedCommit>(room.We.Receive(joined.Commit));
        Assert.True(received.IsExternal);
        Assert.Equal(3u, received.Committer.LeafIndex);
        room.Friend.Receive(joined.Commit);
        room.They.Follow(joined.Commit);
        room.AssertAgreed(joined.Authenticator);
        Assert.Equal("from outside", room.We.Read(other.Send("from outside"u8)));

        // Its state is lost: the same client once more, in its own place, the tree beside the GroupInfo this time.
        other.KeyPackage(suite, "other");
        PeerCommit back = other.JoinExternal(
            OurGroupInfo(room, GroupInfoParts.None),
            room.We.Group.Public.ExportRatchetTree(),
            resync: true
        );
        room.Server(back.Commit);
        Assert.Equal(3u, Assert.Single(Assert.IsType<ReceivedCommit>(room.We.Receive(back.Commit)).Removed).LeafIndex);
        room.Friend.Receive(back.Commit);
        room.They.Follow(back.Commit);
        room.AssertAgreed(back.Authenticator);
        Assert.Equal("back again", room.Friend.Read(other.Send("back again"u8)));
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void OneOfOursComesInByTheirGroupInfoAndComesBack(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByThem();
        using TestMember other = room.Greased("other", suite);
        StagedCommit joined = Join(other, room.They.GroupInfo(tree: true), null);
        Follow(room, joined.Commit);
        Assert.Equal("from outside", room.They.Read(other.Send("from outside")));

        using TestMember again = room.Greased("other", suite);
        StagedCommit back = Join(
            again,
            room.They.GroupInfo(tree: false),
            other.Group.OwnLeafIndex,
            new ExternalCommitRequest { RatchetTree = room.They.Tree() }
        );
        Assert.Null(Assert.IsType<ReceivedCommit>(other.Receive(back.Commit)).Next);
        Follow(room, back.Commit);
        Assert.Equal("back again", room.They.Read(again.Send("back again")));
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void AKeyFromOutsideIsMixedIntoOurExternalCommit(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByThem();
        using SharedKeys keys = new("beyond the tree");
        using TestMember other = room.Greased("other", suite);
        room.They.Share("the key", "beyond the tree");

        StagedCommit joined = Join(
            other,
            room.They.GroupInfo(tree: true),
            null,
            new ExternalCommitRequest { PreSharedKeys = [keys.NewId(suite)], PreSharedKeyStore = keys }
        );
        Follow(room, joined.Commit, keys);
        Assert.Equal("with the key", room.They.Read(other.Send("with the key")));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void OneOfTheirsAsksUsToBeAdded(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        TsMlsPeer other = process.NewPeer();
        other.KeyPackage(suite, "other");
        MlsMessage question = other.AskToJoin(OurGroupInfo(room, GroupInfoParts.None));
        room.They.Follow(question);

        StagedCommit commit = room.WeCommit(new CommitRequest { ByReference = [room.Hear(question)] });

        Assert.Equal(TsMlsRoom.Authenticator(room.We), other.Join(commit.Welcome!));
        Assert.Equal("in", room.We.Read(other.Send("in"u8)));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void OneOfOursAsksThemToBeAdded(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByThem();
        using TestMember other = room.Greased("other", suite);
        using KeyPackages.KeyPackageSecrets keys = other.NewKeyPackage();
        MlsMessage question = ExternalProposals.AskToJoin(
            keys.KeyPackage,
            room.We.Group.Context.GroupId,
            room.We.Group.Context.Epoch,
            other.Signer
        );
        room.Hear(question);
        room.They.Follow(question);

        PeerCommit commit = room.They.Commit(publicMessage: true);

        room.Follow(commit);
        other.Join(commit.Welcome!, keys);
        Assert.Equal("in", room.They.Read(other.Send("in")));
    }

    private static GroupInfo OurGroupInfo(TsMlsRoom room, GroupInfoParts parts) =>
        room.We.Group.ExportGroupInfo(room.We.Signer, parts | GroupInfoParts.ExternalPub);

    private static void Follow(TsMlsRoom room, MlsMessage commit, IPreSharedKeys? keys = null)
    {
        Assert.IsType<ReceivedCommit>(room.We.Receive(commit, keys));
        Assert.IsType<ReceivedCommit>(room.Friend.Receive(commit, keys));
        room.Server(commit);
        room.AssertAgreed(room.They.Follow(commit));
    }

    private static StagedCommit Join(TestMember joiner, GroupInfo info, uint? replaces, ExternalCommitRequest? request = null)
    {
        StagedCommit? joined = Group.TryJoinByExternalCommit(
            info,
            joiner.Settings,
            joiner.Signer,
            joiner.Rules,
            out MlsFault fault,
            (request ?? new ExternalCommitRequest()) with
            {
                Replaces = replaces,
            }
        );
        Assert.Equal(MlsFault.None, fault);
        joiner.Begin(joined!.Next);
        return joined;
    }
}
