using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Mallory adds Dave and bends what Dave gets. Dave refuses, has his key package still, and joins by the honest Welcome at the end.
/// </summary>
internal sealed class ForgedWelcome : IDisposable
{
    public ForgedWelcome()
    {
        Keys = Room.Dave.NewKeyPackage();
        Commit = Room.Mallory.Group.Commit(
            new CommitRequest { Add = [Keys.KeyPackage] },
            Room.Mallory.Signer,
            OpenRules.Instance
        );
    }

    public ForgedGroup Room { get; } = new();

    public KeyPackageSecrets Keys { get; }

    public StagedCommit Commit { get; }

    public Welcome Honest => TestMember.OverTheWire(Commit.Welcome!).Welcome!;

    public void Dispose()
    {
        Room.Dave.Join(Commit.Welcome!, Keys);
        Assert.Equal(Commit.Next.EpochAuthenticator, Room.Dave.Group.EpochAuthenticator);
        Commit.Next.Discard(Room.Mallory.Group);
        Keys.Dispose();
        Room.AssertStillWorks();
        Room.Dispose();
    }

    /// <summary>By the newcomer, and by a server that is shown the same GroupInfo, for the same reason.</summary>
    public void AssertRefused(MlsFault expected, Func<GroupInfo, GroupInfo> bend, IMembershipRules? rules = null)
    {
        GroupInfo? bent = null;
        Assert.Equal(expected, Join(Room.Forge.WelcomeWith(Honest, Keys, info => bent = bend(info)), rules));
        Assert.Null(PublicGroup.TryCreate(Room.Forge.Sign(bent!), rules ?? OpenRules.Instance, out MlsFault fault));
        Assert.Equal(expected, fault);
    }

    /// <summary>What only the newcomer can know to be wrong.</summary>
    public void AssertRefusedByNewcomer(
        MlsFault expected,
        Func<GroupInfo, GroupInfo>? bend = null,
        Func<GroupSecrets, GroupSecrets>? bendSecrets = null
    ) => Assert.Equal(expected, Join(Room.Forge.WelcomeWith(Honest, Keys, bend ?? (info => info), bendSecrets)));

    public MlsFault Join(Welcome welcome, IMembershipRules? rules = null)
    {
        byte[] before = Keys.SavedKeys();
        Welcome decoded = TestMember.OverTheWire(MlsMessage.Of(welcome)).Welcome!;
        Assert.Null(Group.TryJoin(decoded, Keys, rules ?? OpenRules.Instance, out MlsFault fault));
        Assert.Equal(before, Keys.SavedKeys());
        return fault;
    }
}
