using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>PrivateMessages that a member seals and should not have (RFC 9420 §6.3, §9). A forgery uses no key up.</summary>
public sealed class PrivateMessageForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    private Draft Honest => Forge.Draft("honest") with { AuthenticatedData = "seen by all"u8.ToArray() };

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Theory, Trait("Rule", "V-PRIV-01")]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(31)]
    public void PaddingThatIsNotZeroIsRefused(int at)
    {
        byte[] padding = new byte[32];
        padding[at] = 0x80;
        AssertRefused(MlsFault.CannotDecrypt, Forge.Private(Honest, new Sealing { Padding = padding }));
    }

    [Fact, Trait("Rule", "V-PRIV-02")]
    public void AMessageInAnothersNameIsRefusedAndHisKeyIsLeft()
    {
        MlsMessage forged = Forge.Private(Honest with { Sender = Sender.Member(2) });
        _group.AssertRefusedByBob(MlsFault.BadSignature, forged);
        Assert.Equal("carol's own", _group.Bob.Read(_group.Carol.Send("carol's own")));
    }

    [Fact, Trait("Rule", "V-PRIV-02")]
    public void AMessageSignedByAnotherKeyOrInAnotherEpochIsRefused()
    {
        AssertRefused(MlsFault.BadSignature, Forge.Private(Honest with { Signer = _group.Dave.Signer }));
        GroupContext past = Forge.Context with { Epoch = Forge.Context.Epoch - 1 };
        AssertRefused(MlsFault.BadSignature, Forge.Private(Honest with { SignedIn = past }));
    }

    [Fact, Trait("Rule", "V-FRAME-07")]
    public void WhatWasSignedForThePublicIsNotTakenAsPrivate()
    {
        AuthenticatedContent signed = Forge.Sign(Honest with { SignedAs = WireFormat.PublicMessage });
        AssertRefused(MlsFault.BadSignature, MlsMessage.Of(Forge.Seal(signed, new Sealing())));
    }

    [Fact, Trait("Rule", "V-PRIV-03")]
    public void HeadersOfAnotherMessageAreRefused()
    {
        PrivateMessage honest = Forge.Private(Honest).PrivateMessage!;
        PrivateMessage other = honest with { AuthenticatedData = "changed"u8.ToArray() };
        AssertRefused(MlsFault.CannotDecrypt, MlsMessage.Of(other));
        AssertRefused(MlsFault.CannotDecrypt, MlsMessage.Of(honest with { ContentType = ContentType.Commit }));

        // Sealed again for the other header, the sender data open and the content still does not.
        other = honest with
        {
            ContentType = ContentType.Proposal,
        };
        AssertRefused(MlsFault.CannotDecrypt, MlsMessage.Of(Forge.WithSenderData(other, 0, 0)));
    }

    [Fact, Trait("Rule", "V-FRAME-03"), Trait("Rule", "V-FRAME-04")]
    public void AnotherGroupOrEpochIsRefused()
    {
        AssertRefused(MlsFault.WrongGroup, Forge.Private(Honest with { GroupId = "another room"u8.ToArray() }));
        AssertRefused(MlsFault.FutureEpoch, Forge.Private(Honest with { Epoch = Honest.Epoch + 1 }));
        AssertRefused(MlsFault.StaleEpoch, Forge.Private(Honest with { Epoch = Honest.Epoch - 1 }));
    }

    [Theory, Trait("Rule", "V-PRIV-04")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(uint.MaxValue)]
    public void ASenderWhoIsNotThereIsRefused(uint leaf) =>
        AssertRefused(MlsFault.UnknownSender, Forge.Private(Honest, new Sealing { Leaf = leaf, KeyOfLeaf = 0 }));

    [Fact, Trait("Rule", "V-PRIV-05")]
    public void SenderDataThatDoNotOpenOrAreNoneAreRefused()
    {
        PrivateMessage honest = Forge.Private(Honest).PrivateMessage!;
        PrivateMessage another = Forge.Private(Honest).PrivateMessage!;
        AssertRefused(MlsFault.CannotDecrypt, MlsMessage.Of(honest with { EncryptedSenderData = another.EncryptedSenderData }));
        AssertRefused(MlsFault.CannotDecrypt, MlsMessage.Of(honest with { EncryptedSenderData = Opaque.Empty }));
        foreach (int length in (int[])[0, 11, 13])
        {
            AssertRefused(MlsFault.CannotDecrypt, Forge.Private(Honest, new Sealing { SenderData = new byte[length] }));
        }
    }

    [Fact, Trait("Rule", "V-PRIV-06")]
    public void AMessageIsReadOnce()
    {
        MlsMessage message = _group.Carol.Send("once");
        Assert.Equal("once", _group.Bob.Read(message));
        _group.AssertRefusedByBob(MlsFault.CannotDecrypt, message);
    }

    [Theory, Trait("Rule", "V-PRIV-07")]
    [InlineData(1_001)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(uint.MaxValue)]
    public void AGenerationTooFarAheadIsRefused(uint generation)
    {
        AssertRefused(
            MlsFault.CannotDecrypt,
            Forge.Private(Honest, new Sealing { Generation = generation, KeyOfGeneration = 0 })
        );
        _group.AssertTakenByBob(Forge.Private(Honest, new Sealing { Generation = 1_000 }));
    }

    [Fact, Trait("Rule", "V-PRIV-08")]
    public void AKeyOfTheOtherRatchetIsRefused()
    {
        AssertRefused(MlsFault.CannotDecrypt, Forge.Private(Honest, new Sealing { KeyOfType = ContentType.Proposal }));
        Draft proposal = Forge.Draft(new RemoveProposal(2));
        _group.AssertOnlyTheOriginalIsTaken(
            MlsFault.CannotDecrypt,
            Forge.Private(proposal, new Sealing { KeyOfType = ContentType.Application }),
            Forge.Private(proposal)
        );
    }

    [Fact, Trait("Rule", "V-PRIV-09")]
    public void APlaintextThatIsNotTheContentItsTypeSaysIsRefused()
    {
        foreach (int length in (int[])[0, 1, 40])
        {
            AssertRefused(
                MlsFault.CannotDecrypt,
                Forge.Private(Honest, new Sealing { Plaintext = Enumerable.Repeat((byte)0xff, length).ToArray() })
            );
        }

        using MlsWriter text = new();
        text.WriteVector("a text, and no proposal"u8);
        text.WriteVector(new byte[64]);
        Draft proposal = Forge.Draft(new RemoveProposal(2));
        _group.AssertOnlyTheOriginalIsTaken(
            MlsFault.CannotDecrypt,
            Forge.Private(proposal, new Sealing { Plaintext = text.ToArray() }),
            Forge.Private(proposal)
        );
    }

    [Fact, Trait("Rule", "V-PRIV-10")]
    public void AHandshakeIsCheckedTheSameInAPrivateMessage()
    {
        _group.AssertOnlyTheOriginalIsTaken(
            MlsFault.InvalidProposalList,
            Forge.Private(Forge.Draft(new RemoveProposal(3))),
            Forge.Private(Forge.Draft(new RemoveProposal(2)))
        );
        _group.AssertOnlyTheOriginalIsTaken(MlsFault.PathMissing, Private([]), Forge.PrivateCommit());
        _group.AssertOnlyTheOriginalIsTaken(
            MlsFault.InvalidProposalList,
            Private([ProposalOrRef.Of(new RemoveProposal(0))], Forge.PathAfter()),
            Forge.PrivateCommit()
        );

        MlsMessage Private(ProposalOrRef[] proposals, UpdatePath? path = null) =>
            Forge.Private(Forge.Draft(new Commit([.. proposals], path)));
    }

    [Fact, Trait("Rule", "V-FRAME-04")]
    public void AMessageOfAnEpochNotReachedOrOverIsRefused()
    {
        MlsMessage old = _group.Carol.Send("old");
        StagedCommit commit = _group.Carol.Commit(new CommitRequest());
        MlsMessage ahead = _group.Carol.Send("ahead");
        _group.AssertRefusedByBob(MlsFault.FutureEpoch, ahead);
        _group.Bob.Receive(commit.Commit);
        _group.Mallory.Receive(commit.Commit);
        _group.AssertRefusedByBob(MlsFault.StaleEpoch, old);
        Assert.Equal("ahead", _group.Bob.Read(ahead));
        _group.ServerGoesTo(
            _group.Server.TryApply(TestMember.OverTheWire(commit.Commit).PublicMessage!, OpenRules.Instance, out _)!.Next
        );
    }

    private void AssertRefused(MlsFault expected, MlsMessage forged) =>
        _group.AssertOnlyTheOriginalIsTaken(expected, forged, Forge.Private(Honest));
}
