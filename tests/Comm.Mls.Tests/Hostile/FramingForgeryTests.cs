using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>What is wrong with the envelope of a PublicMessage (RFC 9420 §6, §6.1, §6.2).</summary>
public sealed class FramingForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    private Draft Honest => Forge.Draft(new RemoveProposal(1));

    public void Dispose()
    {
        _group.AssertTaken(Forge.Public(Honest));
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-FRAME-01")]
    public void AnotherProtocolVersionIsRefused()
    {
        byte[] honest = MlsCodec.Encode(Forge.Public(Honest));
        Assert.True(MlsCodec.TryDecode(honest, out MlsMessage? _));
        foreach (byte version in (byte[])[0, 2, 255])
        {
            Assert.False(MlsCodec.TryDecode([0, version, .. honest[2..]], out MlsMessage? _));
        }
    }

    [Fact, Trait("Rule", "V-FRAME-02")]
    public void ApplicationDataInClearIsRefused() =>
        _group.AssertRefused(
            MlsFault.Malformed,
            Forge.Public(Forge.Draft("in clear") with { SignedAs = WireFormat.PublicMessage })
        );

    [Fact, Trait("Rule", "V-FRAME-03")]
    public void AnotherGroupIsRefused() =>
        _group.AssertRefused(MlsFault.WrongGroup, Forge.Public(Honest with { GroupId = "another room"u8.ToArray() }));

    [Fact, Trait("Rule", "V-FRAME-04")]
    public void AnotherEpochIsRefused()
    {
        _group.AssertRefused(MlsFault.FutureEpoch, Forge.Public(Honest with { Epoch = Honest.Epoch + 1 }));
        _group.AssertRefused(MlsFault.FutureEpoch, Forge.Public(Honest with { Epoch = ulong.MaxValue }));
        _group.AssertRefused(MlsFault.StaleEpoch, Forge.Public(Honest with { Epoch = Honest.Epoch - 1 }));
    }

    [Fact, Trait("Rule", "V-FRAME-05")]
    public void AnothersNameIsRefused() =>
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Honest with { Sender = Sender.Member(2) }));

    [Fact, Trait("Rule", "V-FRAME-05")]
    public void AnotherSignersSignatureIsRefused() =>
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Honest with { Signer = _group.Dave.Signer }));

    [Fact, Trait("Rule", "V-FRAME-06")]
    public void ASignatureForAnotherStateOfTheGroupIsRefused()
    {
        GroupContext context = Forge.Context;
        GroupContext[] others =
        [
            context with
            {
                Epoch = context.Epoch - 1,
            },
            context with
            {
                TreeHash = new byte[32],
            },
            context with
            {
                ConfirmedTranscriptHash = new byte[32],
            },
            context with
            {
                Extensions = Extensions.Of(new Extension(ExtensionType.ApplicationId, Opaque.Empty)),
            },
        ];
        foreach (GroupContext other in others)
        {
            _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Honest with { SignedIn = other }));
        }
    }

    [Fact, Trait("Rule", "V-FRAME-07")]
    public void WhatWasSignedForAnotherWireFormatIsRefused() =>
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Honest with { SignedAs = WireFormat.PrivateMessage }));

    [Theory, Trait("Rule", "V-FRAME-08")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(uint.MaxValue)]
    public void ASenderWhoIsNotThereIsRefused(uint leaf) =>
        _group.AssertRefused(MlsFault.UnknownSender, Forge.Public(Honest with { Sender = Sender.Member(leaf) }));

    [Fact, Trait("Rule", "V-FRAME-09")]
    public void ACommitWithoutAWholeConfirmationTagIsRefused()
    {
        foreach (int length in (int[])[0, 1, 31, 33, 64])
        {
            _group.AssertRefused(MlsFault.Malformed, Forge.Commit([], Forge.PathAfter(), new byte[length]));
        }
    }

    [Fact, Trait("Rule", "V-FRAME-10")]
    public void WhatIsNoMessageOfTheGroupIsRefused()
    {
        _group.AssertRefusedByBob(
            MlsFault.Malformed,
            MlsMessage.Of(_group.Mallory.Group.ExportGroupInfo(_group.Mallory.Signer, GroupInfoParts.RatchetTree))
        );
        _group.AssertRefusedByBob(MlsFault.Malformed, MlsMessage.Of(Forge.KeyPackageOf(_group.Dave)));
        _group.AssertRefusedByBob(MlsFault.Malformed, MlsMessage.Of(new Welcome(Forge.Context.CipherSuite, [], new byte[64])));
    }

    // Without external_senders in the context there is no external sender; a new member proposes nothing but itself.
    [Theory]
    [Trait("Rule", "V-XPROP-01"), Trait("Rule", "V-XPROP-06"), Trait("Rule", "V-EXT-09")]
    [InlineData(SenderType.External, MlsFault.UnknownSender)]
    [InlineData(SenderType.NewMemberProposal, MlsFault.WrongSenderType)]
    [InlineData(SenderType.NewMemberCommit, MlsFault.WrongSenderType)]
    public void ARemoveFromNoMemberIsRefused(SenderType type, MlsFault expected) =>
        _group.AssertRefused(expected, Forge.Public(Honest with { Sender = new Sender(type, 0) }));

    [Fact, Trait("Rule", "V-PUB-01")]
    public void AMembershipTagThatIsMissingOrWrongIsFoundByMembers()
    {
        PublicMessage honest = Forge.Public(Honest).PublicMessage!;
        foreach (Opaque tag in new Opaque[] { Opaque.Empty, new byte[32], honest.MembershipTag.Span[..31].ToArray() })
        {
            _group.AssertRefusedByMembersOnly(MlsFault.BadMembershipTag, MlsMessage.Of(honest with { MembershipTag = tag }));
        }
    }

    [Fact, Trait("Rule", "V-PUB-02")]
    public void AMembershipTagOfAnotherMessageIsFoundByMembers()
    {
        PublicMessage other = Forge.Public(Honest with { AuthenticatedData = "other"u8.ToArray() }).PublicMessage!;
        PublicMessage honest = Forge.Public(Honest).PublicMessage!;
        _group.AssertRefusedByMembersOnly(
            MlsFault.BadMembershipTag,
            MlsMessage.Of(honest with { MembershipTag = other.MembershipTag })
        );
    }

    // The tag covers the confirmation tag too, so that a server cannot change the one without the other.
    [Fact, Trait("Rule", "V-PUB-03")]
    public void AConfirmationTagChangedUnderTheMembershipTagIsFoundByMembers()
    {
        PublicMessage commit = Forge.Commit().PublicMessage!;
        _group.AssertRefusedByMembersOnly(
            MlsFault.BadMembershipTag,
            MlsMessage.Of(commit with { Auth = commit.Auth with { ConfirmationTag = new byte[32] } })
        );
        _group.AssertTaken(MlsMessage.Of(commit));
    }

    [Fact, Trait("Rule", "V-PUB-04")]
    public void ATagOfWhoIsNoMemberIsOneByteTooMany()
    {
        PublicMessage outsiders = Forge.Public(Honest with { Sender = new Sender(SenderType.External, 0) }).PublicMessage!;
        byte[] bytes = MlsCodec.Encode(outsiders);
        Assert.True(MlsCodec.TryDecode(bytes, out PublicMessage? decoded));
        Assert.True(decoded.MembershipTag.IsEmpty);
        Assert.False(MlsCodec.TryDecode([.. bytes, 32, .. new byte[32]], out PublicMessage? _));
        Assert.False(MlsCodec.TryDecode([.. bytes, 0], out PublicMessage? _));
    }

    [Fact, Trait("Rule", "V-PROP-01")]
    public void AProposalOfAnEpochThatIsOverIsRefused()
    {
        // Not through Dispose: the forge is of the epoch that ends here.
        using ForgedGroup group = new();
        MlsMessage proposal = group.Forge.Propose(new RemoveProposal(2));
        group.AssertTaken(proposal);
        group.AssertStillWorks();
        group.AssertRefused(MlsFault.StaleEpoch, proposal);
        group.AssertStillWorks();
    }

    [Fact, Trait("Rule", "V-PROP-22")]
    public void AProposalHeardTwiceIsOneProposal()
    {
        MlsMessage proposal = Forge.Propose(new RemoveProposal(2));
        Assert.IsType<ReceivedProposal>(_group.Bob.Receive(proposal));
        byte[] once = _group.Bob.Group.EpochBytes();
        Assert.IsType<ReceivedProposal>(_group.Bob.Receive(proposal));
        Assert.Equal(once, _group.Bob.Group.EpochBytes());
    }
}
