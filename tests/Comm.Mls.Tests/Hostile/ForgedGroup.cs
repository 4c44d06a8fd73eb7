using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Three members of whom one, Mallory at leaf 0, lies; Bob at leaf 1 and the server, who follows by <see cref="PublicGroup"/>,
/// listen. Whatever they refuse must leave them as they were, and able to follow the honest commit afterwards.
/// </summary>
internal sealed class ForgedGroup : IDisposable
{
    public ForgedGroup()
    {
        Mallory.Create();
        GroupLifeTests.Admit(Mallory, [Bob, Carol], []);
        Server = GroupLifeTests.Follow(Mallory.Group.ExportGroupInfo(Mallory.Signer, withTree: true));
        Forge = new MessageForge(Mallory);
    }

    public TestMember Mallory { get; } = new("mallory");

    public TestMember Bob { get; } = new("bob");

    public TestMember Carol { get; } = new("carol");

    public TestMember Dave { get; } = new("dave");

    public PublicGroup Server { get; private set; }

    public MessageForge Forge { get; }

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

    public void AssertRefusedByBob(MlsFault expected, MlsMessage message, IMembershipRules? rules)
    {
        byte[] epoch = Bob.Group.SaveEpoch();
        byte[] messages = Bob.Group.SaveMessageSecrets();

        Received received = Bob.Group.Process(TestMember.OverTheWire(message), rules ?? OpenRules.Instance);

        Assert.Equal(new Refused(expected), received);
        Assert.Equal(epoch, Bob.Group.SaveEpoch());
        Assert.Equal(messages, Bob.Group.SaveMessageSecrets());
    }

    public void AssertRefusedByServer(MlsFault expected, MlsMessage message, IMembershipRules? rules)
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

    public void ServerGoesTo(PublicGroup next) => Server = next;

    /// <summary>An honest commit goes through at the end, everywhere.</summary>
    public void AssertStillWorks()
    {
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
