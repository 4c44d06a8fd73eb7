using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Messages of an epoch that is over (RFC 9420 §9.2, §15.3), of which Bob keeps one: opened as they would have been then, and no
/// more. Dave has come in with the epoch after it.
/// </summary>
public sealed class LateMessageForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new(bobs: new KeyLifetimes { PastEpochs = 1 });

    public LateMessageForgeryTests()
    {
        using KeyPackageSecrets keys = _group.Dave.NewKeyPackage();
        StagedCommit commit = _group.Carol.Commit(new CommitRequest { Add = [keys.KeyPackage] });
        Assert.IsType<ReceivedCommit>(_group.Mallory.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(_group.Bob.Receive(commit.Commit));
        _group.Dave.Join(commit.Welcome!, keys);
        _group.ServerGoesTo(
            GroupLifeTests.Follow(_group.Carol.Group.ExportGroupInfo(_group.Carol.Signer, GroupInfoParts.RatchetTree))
        );
    }

    /// <summary>Of the epoch that is over.</summary>
    private Forge Forge => _group.Forge;

    private Draft Honest => Forge.Draft("late");

    public void Dispose()
    {
        _group.AssertTakenByBob(Forge.Private(Honest));
        _group.AssertStillWorks();
        _group.AssertRefusedByBob(MlsFault.StaleEpoch, Forge.Private(Honest));
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-PRIV-11")]
    public void NothingButApplicationDataIsTaken()
    {
        _group.AssertRefusedByBob(MlsFault.StaleEpoch, Forge.Private(Forge.Draft(new RemoveProposal(2))));
        _group.AssertRefusedByBob(MlsFault.StaleEpoch, Forge.PrivateCommit());
        _group.AssertRefused(MlsFault.StaleEpoch, Forge.Propose(new RemoveProposal(2)));
        _group.AssertRefused(MlsFault.StaleEpoch, Forge.Commit());
        PrivateMessage relabelled = Forge.Private(Forge.Draft(new RemoveProposal(2))).PrivateMessage! with
        {
            ContentType = ContentType.Application,
        };
        AssertRefused(MlsFault.CannotDecrypt, MlsMessage.Of(Forge.WithSenderData(relabelled, 0, 0)));
    }

    [Fact, Trait("Rule", "V-PRIV-11")]
    public void TheSignatureIsThatOfTheLeafAndTheEpochOfThen()
    {
        AssertRefused(MlsFault.BadSignature, Forge.Private(Honest with { Sender = Sender.Member(2) }));
        AssertRefused(MlsFault.BadSignature, Forge.Private(Honest with { Signer = _group.Dave.Signer }));
        AssertRefused(MlsFault.BadSignature, Forge.Private(Honest with { SignedIn = _group.Bob.Group.Context }));
    }

    [Theory, Trait("Rule", "V-PRIV-11")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(uint.MaxValue)]
    public void WhoCameLaterWasNotThere(uint leaf) =>
        AssertRefused(MlsFault.UnknownSender, Forge.Private(Honest, new Sealing { Leaf = leaf, KeyOfLeaf = 0 }));

    [Fact, Trait("Rule", "V-PRIV-11")]
    public void AKeyIsUsedOnceAndNotTooFarAhead()
    {
        MlsMessage once = Forge.Private(Honest, new Sealing { Generation = 3 });
        Assert.Equal("late", _group.Bob.Read(once));
        AssertRefused(MlsFault.CannotDecrypt, once);
        AssertRefused(MlsFault.CannotDecrypt, Forge.Private(Honest, new Sealing { Generation = 1_005, KeyOfGeneration = 0 }));
    }

    [Fact, Trait("Rule", "V-PRIV-11")]
    public void OfAnotherGroupIsNotLate() =>
        AssertRefused(MlsFault.WrongGroup, Forge.Private(Honest with { GroupId = "another room"u8.ToArray() }));

    private void AssertRefused(MlsFault expected, MlsMessage forged) => _group.AssertRefusedByBob(expected, forged);
}
