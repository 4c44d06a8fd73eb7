using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Interop;

/// <summary>
/// Vectors test receiving; only another implementation tests sending. A group's life with ts-mls, in both roles: create, add,
/// remove, update, commit, messages. What of RFC 9420 is left out, and why, is in tests/interop/README.md.
/// </summary>
[Collection(TsMlsCollection.Name)]
public sealed class TsMlsTests(TsMlsProcess process)
{
    public static TheoryData<CipherSuiteId> Suites => GroupLifeTests.Suites;

    public static TheoryData<CipherSuiteId> FastSuites => TsMlsRoom.FastSuites;

    [SkippableTheory, MemberData(nameof(Suites))]
    public void TheyJoinOurGroupAndBothWriteAndCommit(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        room.AssertTalks();
        room.WeCommit(new CommitRequest());
        room.WeCommit(new CommitRequest(), by: room.Friend);
        room.Follow(room.They.Commit(publicMessage: true));
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void WeJoinTheirGroupAndBothWriteAndCommit(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByThem();
        room.AssertTalks();
        room.Follow(room.They.Commit(publicMessage: true));
        room.WeCommit(new CommitRequest());
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(FastSuites))]
    public void EncryptedHandshakesOfBothAreFollowed(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        room.Follow(room.They.Commit(publicMessage: false));
        room.WeCommit(new CommitRequest { WireFormat = WireFormat.PrivateMessage });

        MlsMessage theirs = room.They.ProposeUpdate(publicMessage: false);
        Assert.NotNull(theirs.PrivateMessage);
        room.WeCommit(new CommitRequest { ByReference = [room.Hear(theirs)], WireFormat = WireFormat.PrivateMessage });

        StagedProposal ours = room.Friend.Group.ProposeUpdate(
            room.Friend.Signer,
            room.Friend.Rules,
            wireFormat: WireFormat.PrivateMessage
        );
        room.Friend.GoTo(ours.Next);
        room.Hear(ours.Message, room.Friend);
        room.They.Follow(ours.Message);
        room.Follow(room.They.Commit(publicMessage: false));
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(FastSuites))]
    public void EachCommitsTheOthersUpdate(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        room.WeCommit(new CommitRequest { ByReference = [room.Hear(room.They.ProposeUpdate(publicMessage: true))] });
        room.AssertTalks();

        StagedProposal ours = room.Friend.Group.ProposeUpdate(room.Friend.Signer, room.Friend.Rules);
        room.Friend.GoTo(ours.Next);
        room.Hear(ours.Message, room.Friend);
        room.They.Follow(ours.Message);
        room.Follow(room.They.Commit(publicMessage: true));
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(FastSuites))]
    public void EachCommitsTheOthersProposalToAddAndToRemove(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        using TestMember late = room.Greased("late", suite);
        using KeyPackageSecrets keys = late.NewKeyPackage();

        MlsMessage add = room.They.Propose(true, TsMlsPeer.Add(MlsMessage.Of(keys.KeyPackage)));
        StagedCommit first = room.WeCommit(new CommitRequest { ByReference = [room.Hear(add)] });
        late.Join(first.Welcome!, keys);

        StagedProposal remove = room.Friend.Group.ProposeRemove(3, room.Friend.Signer, room.Friend.Rules);
        room.Friend.GoTo(remove.Next);
        room.Hear(remove.Message, room.Friend);
        Assert.IsType<ReceivedProposal>(late.Receive(remove.Message));
        room.They.Follow(remove.Message);
        PeerCommit second = room.They.Commit(publicMessage: true);
        Assert.Null(Assert.IsType<ReceivedCommit>(late.Receive(second.Commit)).Next);
        room.Follow(second);
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(FastSuites))]
    public void MixedGroupAddsAndRemovesInBothDirections(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        TsMlsPeer others = process.NewPeer();
        using TestMember late = room.Greased("late", suite);
        using KeyPackageSecrets keys = late.NewKeyPackage();

        // They add one of ours and one of theirs at once.
        PeerCommit first = room.They.Commit(
            true,
            TsMlsPeer.Add(MlsMessage.Of(keys.KeyPackage)),
            TsMlsPeer.Add(others.KeyPackage(suite, "others"))
        );
        room.Follow(first);
        late.Join(first.Welcome!, keys);
        Assert.Equal(first.Authenticator, others.Join(first.Welcome!));
        Assert.Equal(first.Authenticator, TsMlsRoom.Authenticator(late));

        // We remove theirs in one commit with something else; the removed one is told and can follow no more.
        StagedCommit second = room.WeCommit(new CommitRequest { Remove = [4] });
        late.Receive(second.Commit);
        others.Follow(second.Commit);
        Assert.Throws<InvalidOperationException>(() => others.Read(room.We.Send("not for them")));

        // They remove ours.
        PeerCommit third = room.They.Commit(true, TsMlsPeer.Remove(3));
        Assert.Null(Assert.IsType<ReceivedCommit>(late.Receive(third.Commit)).Next);
        room.Follow(third);
        room.AssertTalks();
    }
}
