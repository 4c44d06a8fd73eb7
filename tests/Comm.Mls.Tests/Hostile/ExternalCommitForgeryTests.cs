using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>What an external commit may hold, and how it is framed and signed (RFC 9420 §12.2, §12.4.3.2).</summary>
public sealed class ExternalCommitForgeryTests : IDisposable
{
    private const uint Bob = 1;

    private readonly ForgedArrival _arrival = new();

    private ForgedGroup Room => _arrival.Room;

    private Forge Forge => Room.Forge;

    private ExternalInitProposal Init => _arrival.Dave.Init;

    public void Dispose() => _arrival.Dispose();

    [Fact, Trait("Rule", "V-EXT-01")]
    public void ThereIsExactlyOneExternalInit()
    {
        _arrival.AssertRefused(MlsFault.InvalidProposalList);
        _arrival.AssertRefused(MlsFault.InvalidProposalList, _arrival.CarolsRemoval);
        _arrival.AssertRefused(MlsFault.InvalidProposalList, Init, Init);
        _arrival.AssertRefused(MlsFault.InvalidProposalList, Init, new ExternalInitProposal(Forge.NewKey()));
    }

    [Fact, Trait("Rule", "V-EXT-02")]
    public void ThereIsAtMostOneRemove()
    {
        RemoveProposal carol = _arrival.CarolsRemoval;
        Room.AssertRefused(MlsFault.InvalidProposalList, _arrival.Carol.Commit(carol, carol));
        Room.AssertRefused(MlsFault.InvalidProposalList, _arrival.Carol.Commit(carol, new RemoveProposal(Bob)));
        foreach (uint nobody in (uint[])[3, 4, uint.MaxValue])
        {
            Room.AssertRefused(MlsFault.InvalidProposalList, _arrival.Carol.Commit(new RemoveProposal(nobody)));
        }
    }

    [Fact, Trait("Rule", "V-EXT-03")]
    public void ThereIsNothingElseButPreSharedKeys()
    {
        Proposal[] others =
        [
            new AddProposal(Forge.KeyPackageOf(Room.Dave)),
            new UpdateProposal(Forge.UpdatedLeaf()),
            new GroupContextExtensionsProposal(Extensions.None),
            new ReInitProposal("other"u8.ToArray(), Room.Bob.Suite, Extensions.None),
        ];
        foreach (Proposal other in others)
        {
            _arrival.AssertRefused(MlsFault.InvalidProposalList, Init, other);
            _arrival.AssertRefused(MlsFault.InvalidProposalList, other, Init);
        }
    }

    [Fact, Trait("Rule", "V-EXT-04")]
    public void NoProposalIsThereByReference()
    {
        StagedProposal removal = Room.Carol.Group.ProposeRemove(Bob, Room.Carol.Signer, OpenRules.Instance);
        Room.Deliver(removal, Room.Carol);
        _arrival.AssertRefused(MlsFault.InvalidProposalList, new ExternalDraft { ByReference = [removal.Reference] });
        _arrival.AssertRefused(MlsFault.UnknownProposal, new ExternalDraft { ByReference = [new byte[32]] });
    }

    [Fact, Trait("Rule", "V-EXT-05")]
    public void ThereIsAPath() => _arrival.AssertRefused(MlsFault.WrongSenderType, new ExternalDraft { Path = _ => null });

    [Fact, Trait("Rule", "V-EXT-06")]
    public void ItIsSignedWithTheKeyOfItsOwnLeafInThisEpoch()
    {
        _arrival.AssertRefused(MlsFault.BadSignature, new ExternalDraft { Signer = Room.Mallory.Signer });
        GroupContext context = _arrival.Dave.Context;
        foreach (GroupContext other in new[] { context with { Epoch = 0 }, context with { TreeHash = new byte[32] } })
        {
            _arrival.AssertRefused(MlsFault.BadSignature, new ExternalDraft { SignedIn = other });
        }
    }

    [Theory, Trait("Rule", "V-EXT-07")]
    [InlineData(SenderType.External)]
    [InlineData(SenderType.NewMemberProposal)]
    public void NobodyElseSendsOne(SenderType type) =>
        _arrival.AssertRefused(MlsFault.WrongSenderType, new ExternalDraft { SenderType = type });

    [Fact, Trait("Rule", "V-EXT-07")]
    public void AMemberSendsNone() => Room.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(Init));

    // A PrivateMessage has no place for another sender than a leaf, whose signature it would have to be.
    [Fact, Trait("Rule", "V-EXT-08")]
    public void ItIsNoPrivateMessage()
    {
        Commit commit = _arrival.Dave.Commit().PublicMessage!.Content.Commit!;
        Draft joiners = Forge.Draft(commit) with
        {
            Sender = new Sender(SenderType.NewMemberCommit, 0),
            Signer = Room.Dave.Signer,
        };
        Room.AssertRefusedByBob(MlsFault.BadSignature, Forge.Private(joiners));
        Room.AssertRefusedByBob(MlsFault.InvalidProposalList, Forge.PrivateCommit(Init));
    }
}
