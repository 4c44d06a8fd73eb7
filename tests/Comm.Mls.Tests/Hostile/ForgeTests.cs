using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>What the forge makes without bending anything is taken: else its forgeries would be refused for being badly made.</summary>
public sealed class ForgeTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact]
    public void UnbentCommitsAreTaken()
    {
        KeyPackage dave = Forge.KeyPackageOf(_group.Dave);
        _group.AssertTaken(Forge.Commit());
        _group.AssertTaken(Forge.Commit(new RemoveProposal(2)));
        _group.AssertTaken(Forge.Commit(new AddProposal(dave)));
        _group.AssertTaken(Forge.Commit(new GroupContextExtensionsProposal(Extensions.None)));
        _group.AssertTaken(Forge.Commit(new RemoveProposal(2), new AddProposal(dave)));
        _group.AssertTakenByBob(Forge.PrivateCommit(new RemoveProposal(2), new AddProposal(dave)));
    }

    [Fact]
    public void UnbentProposalsAreTaken()
    {
        Proposal[] proposals =
        [
            new AddProposal(Forge.KeyPackageOf(_group.Dave)),
            new UpdateProposal(Forge.UpdatedLeaf()),
            new RemoveProposal(2),
            new GroupContextExtensionsProposal(Extensions.None),
        ];
        foreach (Proposal proposal in proposals)
        {
            _group.AssertTaken(Forge.Propose(proposal));
            _group.AssertTakenByBob(Forge.Private(Forge.Draft(proposal)));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0)]
    [InlineData(0, 100)]
    public void UnbentMessagesAreRead(uint generation, int padding) =>
        Assert.Equal(
            "unbent",
            _group.Bob.Read(
                Forge.Private(Forge.Draft("unbent"), new Sealing { Generation = generation, Padding = new byte[padding] })
            )
        );

    [Fact]
    public void AnUnbentWelcomeIsTaken()
    {
        using KeyPackageSecrets dave = _group.Dave.NewKeyPackage();
        StagedCommit commit = _group.Mallory.Group.Commit(
            new CommitRequest { Add = [dave.KeyPackage] },
            _group.Mallory.Signer,
            OpenRules.Instance
        );
        Welcome made = Forge.WelcomeWith(commit.Welcome!.Welcome!, dave, info => Forge.WithTree(info, nodes => nodes));
        _group.Dave.Join(MlsMessage.Of(made), dave);
        Assert.Equal(commit.Next.EpochAuthenticator, _group.Dave.Group.EpochAuthenticator);
        commit.Next.Discard(_group.Mallory.Group);
    }
}
