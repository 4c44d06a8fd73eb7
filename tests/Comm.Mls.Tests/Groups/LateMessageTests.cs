using System.Text;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Groups;

/// <summary>Application messages that come after the commit that ended their epoch (RFC 9420 §15.3).</summary>
public sealed class LateMessageTests : IDisposable
{
    private readonly TestMember _alice = new("alice") { Lifetimes = new KeyLifetimes { PastEpochs = 2 } };
    private readonly TestMember _bob = new("bob") { Lifetimes = new KeyLifetimes { PastEpochs = 2 } };
    private readonly TestMember _carol = new("carol");

    public LateMessageTests()
    {
        _alice.Create();
        GroupLifeTests.Admit(_alice, [_bob, _carol], []);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
    }

    [Fact]
    public void ALateMessageIsReadOnceWithItsAuthorOfThen()
    {
        MlsMessage late = _carol.Send("on its way");
        MlsMessage later = _carol.Send("also on its way");
        uint carol = _carol.Group.OwnLeafIndex;
        GoOn(new CommitRequest { Remove = [carol] });
        GoOn(new CommitRequest());
        _bob.Restart();

        ReceivedMessage received = Assert.IsType<ReceivedMessage>(_bob.Receive(late));

        Assert.Equal("on its way", Encoding.UTF8.GetString(received.ApplicationData.Span));
        Assert.Equal(carol, received.Sender.LeafIndex);
        Assert.Equal(_carol.Settings.Credential, received.Sender.Leaf.Credential);
        Assert.Equal(new Refused(MlsFault.CannotDecrypt), _bob.Receive(late));
        _bob.Restart();
        Assert.Equal(new Refused(MlsFault.CannotDecrypt), _bob.Receive(late));
        Assert.Equal("also on its way", _bob.Read(later));
        Assert.Equal("now", _bob.Read(_alice.Send("now")));
    }

    [Fact, Trait("Rule", "V-PRIV-11")]
    public void AnEpochThatIsTooOldIsForgotten()
    {
        MlsMessage late = _carol.Send("too late");
        for (int i = 0; i < 3; i++)
        {
            GoOn(new CommitRequest());
        }

        Assert.Equal(new Refused(MlsFault.StaleEpoch), _bob.Receive(late));
    }

    [Fact, Trait("Rule", "V-PRIV-11")]
    public void ByDefaultNothingOfAPastEpochIsKept()
    {
        MlsMessage late = _bob.Send("late");
        _carol.Receive(_alice.Commit(new CommitRequest()).Commit);
        Assert.Equal(new Refused(MlsFault.StaleEpoch), _carol.Receive(late));
    }

    [Fact]
    public void ALateHandshakeIsStale()
    {
        StagedProposal proposal = _carol.Group.ProposeUpdate(_carol.Signer, _carol.Rules, wireFormat: WireFormat.PrivateMessage);
        GoOn(new CommitRequest());
        Assert.Equal(new Refused(MlsFault.StaleEpoch), _bob.Receive(proposal.Message));
        proposal.Next.Discard(_carol.Group);
    }

    [Fact]
    public void AStagedCommitThatIsGivenUpLeavesThePresentKeysAlone()
    {
        StagedCommit given = _bob.Group.Commit(new CommitRequest(), _bob.Signer, _bob.Rules);
        given.Next.Discard(_bob.Group);

        Assert.Equal("works", _bob.Read(_alice.Send("works")));
        Assert.Equal("both ways", _alice.Read(_bob.Send("both ways")));
    }

    private void GoOn(CommitRequest request)
    {
        StagedCommit commit = _alice.Commit(request);
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
    }
}
