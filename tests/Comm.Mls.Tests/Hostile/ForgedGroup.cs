using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Three members of whom one, Mallory at leaf 0, lies; Bob at leaf 1 and the server, who follows by <see cref="PublicGroup"/>,
/// listen. Whatever they refuse must leave them as they were, and able to follow the honest commit afterwards.
/// </summary>
internal sealed class ForgedGroup : IDisposable
{
    /// <param name="capabilities">Of all three and of Dave, who may come in; the library's defaults if null.</param>
    /// <param name="context">The group's extensions.</param>
    /// <param name="bobs">How long Bob keeps keys.</param>
    public ForgedGroup(Capabilities? capabilities = null, Extensions? context = null, KeyLifetimes? bobs = null)
    {
        Mallory = new TestMember("mallory", capabilities: capabilities);
        Bob = new TestMember("bob", capabilities: capabilities) { Lifetimes = bobs ?? KeyLifetimes.Default };
        Carol = new TestMember("carol", capabilities: capabilities);
        Dave = new TestMember("dave", capabilities: capabilities);
        Mallory.Create(extensions: context);
        GroupLifeTests.Admit(Mallory, [Bob, Carol], []);
        Server = GroupLifeTests.Follow(Mallory.Group.ExportGroupInfo(Mallory.Signer, GroupInfoParts.RatchetTree));
        Forge = new Forge(Mallory);
    }

    public TestMember Mallory { get; }

    public TestMember Bob { get; }

    public TestMember Carol { get; }

    public TestMember Dave { get; }

    public PublicGroup Server { get; private set; }

    public Forge Forge { get; }

    /// <summary>The pre-shared keys that Bob has.</summary>
    public IPreSharedKeys? BobsKeys { get; set; }

    public void Dispose()
    {
        Forge.Dispose();
        Mallory.Dispose();
        Bob.Dispose();
        Carol.Dispose();
        Dave.Dispose();
    }

    /// <summary>For the same reason by a member and by the server.</summary>
    public void AssertRefused(MlsFault expected, MlsMessage message, IMembershipRules? rules = null)
    {
        AssertRefusedByBob(expected, message, rules);
        AssertRefusedByServer(expected, message, rules);
    }

    /// <summary>What only a member can know to be wrong: the server follows, and the member does not.</summary>
    public void AssertRefusedByMembersOnly(MlsFault expected, MlsMessage message)
    {
        AssertRefusedByBob(expected, message, null);
        Assert.True(FollowedByServer(TestMember.OverTheWire(message), OpenRules.Instance, out _));
    }

    /// <summary>
    /// A forged PrivateMessage is refused, and the one it was made from is read afterwards: no key has been used up.
    /// </summary>
    public void AssertOnlyTheOriginalIsTaken(MlsFault expected, MlsMessage forged, MlsMessage original)
    {
        AssertRefusedByBob(expected, forged);
        AssertTakenByBob(original);
    }

    /// <summary>Bob could go on from this, and stays where he is.</summary>
    public void AssertTakenByBob(MlsMessage message, IMembershipRules? rules = null)
    {
        byte[] epoch = Bob.Group.EpochBytes();
        byte[] messages = Bob.Group.MessageBytes();
        Group? next = Bob.Group.Process(TestMember.OverTheWire(message), rules ?? OpenRules.Instance, BobsKeys) switch
        {
            ReceivedMessage received => received.Next,
            ReceivedProposal received => received.Next,
            ReceivedCommit received => received.Next,
            Received other => throw new InvalidOperationException(other.ToString()),
        };
        next?.Discard(Bob.Group);
        Assert.Equal(epoch, Bob.Group.EpochBytes());
        Assert.Equal(messages, Bob.Group.MessageBytes());
    }

    /// <summary>A PublicMessage that Bob and the server could go on from.</summary>
    public void AssertTaken(MlsMessage message, IMembershipRules? rules = null)
    {
        AssertTakenByBob(message, rules);
        Assert.True(FollowedByServer(TestMember.OverTheWire(message), rules ?? OpenRules.Instance, out MlsFault fault));
        Assert.Equal(MlsFault.None, fault);
    }

    public void AssertRefusedByBob(MlsFault expected, MlsMessage message, IMembershipRules? rules = null)
    {
        byte[] epoch = Bob.Group.EpochBytes();
        byte[] messages = Bob.Group.MessageBytes();

        Received received = Bob.Group.Process(TestMember.OverTheWire(message), rules ?? OpenRules.Instance, BobsKeys);

        Assert.Equal(new Refused(expected), received);
        Assert.Equal(epoch, Bob.Group.EpochBytes());
        Assert.Equal(messages, Bob.Group.MessageBytes());
    }

    public void AssertRefusedByServer(MlsFault expected, MlsMessage message, IMembershipRules? rules = null)
    {
        byte[] before = Server.Save();

        Assert.False(FollowedByServer(TestMember.OverTheWire(message), rules ?? OpenRules.Instance, out MlsFault fault));
        Assert.Equal(expected, fault);
        Assert.Equal(before, Server.Save());
    }

    public bool FollowedByServer(MlsMessage message, IMembershipRules rules, out MlsFault fault)
    {
        PublicMessage handshake = message.PublicMessage!;
        return handshake.Content.ContentType == ContentType.Proposal
            ? Server.TryKeep(handshake, rules, out fault) is not null
            : Server.TryApply(handshake, rules, out fault) is not null;
    }

    /// <summary>Everybody hears a proposal.</summary>
    public void Deliver(StagedProposal proposal, TestMember author)
    {
        author.GoTo(proposal.Next);
        foreach (TestMember member in new[] { Mallory, Bob, Carol }.Where(member => member != author))
        {
            Assert.IsType<ReceivedProposal>(member.Receive(proposal.Message));
        }

        Server = Server.TryKeep(TestMember.OverTheWire(proposal.Message).PublicMessage!, OpenRules.Instance, out _)!;
        Assert.NotNull(Server);
    }

    /// <summary>Everybody hears a proposal from outside; the answer is what a commit refers to it by.</summary>
    public Opaque Announce(MlsMessage proposal)
    {
        foreach (TestMember member in new[] { Mallory, Bob, Carol })
        {
            Assert.IsType<ReceivedProposal>(member.Receive(proposal));
        }

        PublicMessage message = TestMember.OverTheWire(proposal).PublicMessage!;
        Server = Server.TryKeep(message, OpenRules.Instance, out _)!;
        Assert.NotNull(Server);
        return Forge.Suite.ProposalRef(message.ToAuthenticatedContent());
    }

    public void ServerGoesTo(PublicGroup next) => Server = next;

    /// <summary>What Mallory could have said honestly would still be taken; and Carol's honest commit goes through, everywhere.</summary>
    public void AssertStillWorks()
    {
        if (Forge.Context == Bob.Group.Context)
        {
            AssertTaken(Forge.Commit());
        }

        StagedCommit commit = Carol.Commit(new CommitRequest());
        Assert.IsType<ReceivedCommit>(Bob.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(Mallory.Receive(commit.Commit));
        PublicCommit? applied = Server.TryApply(
            TestMember.OverTheWire(commit.Commit).PublicMessage!,
            OpenRules.Instance,
            out MlsFault fault
        );
        Assert.Equal(MlsFault.None, fault);
        Server = applied!.Next;
        Assert.Equal("still here", Bob.Read(Carol.Send("still here")));
        Assert.Equal(MlsCodec.Encode(Bob.Group.Context), MlsCodec.Encode(Server.Context));
    }
}
