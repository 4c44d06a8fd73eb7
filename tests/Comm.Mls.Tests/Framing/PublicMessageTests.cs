using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Mls.Tests.Framing;

public sealed class PublicMessageTests
{
    private readonly TwoMembers _members = new();

    [Fact]
    public void MembersHandshakeCarriesSignatureAndMembershipTag()
    {
        PublicMessage message = Protect(_members.RemoveProposal());
        Assert.True(IsGenuine(message));
        Assert.Equal(new RemoveProposal(3), message.ToAuthenticatedContent().Content.Proposal);
    }

    [Fact]
    public void EveryBitFlipIsRefused()
    {
        byte[] genuine = MlsCodec.Encode(Protect(_members.RemoveProposal()));
        for (int bit = 0; bit < genuine.Length * 8; bit++)
        {
            byte[] forged = [.. genuine];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(MlsCodec.TryDecode(forged, out PublicMessage? decoded) && IsGenuine(decoded));
        }
    }

    [Fact, Trait("Rule", "V-PUB-02")]
    public void MembershipTagIsBoundToTheGroupContextAndTheEpochsKey()
    {
        PublicMessage message = Protect(_members.RemoveProposal());
        Assert.False(
            MessageProtection.VerifyMembershipTag(
                _members.Suite,
                message,
                _members.Secrets.MembershipKey,
                _members.Context with
                {
                    Epoch = 8,
                }
            )
        );
        using Secret otherKey = Secret.Random(32);
        Assert.False(MessageProtection.VerifyMembershipTag(_members.Suite, message, otherKey, _members.Context));
    }

    [Fact]
    public void ApplicationDataIsNeverPublic()
    {
        AuthenticatedContent text = _members.Sign(_members.Text("open"), WireFormat.PublicMessage);
        Assert.Throws<ArgumentException>(() =>
            MessageProtection.Protect(_members.Suite, text, _members.Secrets.MembershipKey, _members.Context)
        );

        PublicMessage proposal = Protect(_members.RemoveProposal());
        Assert.False(IsGenuine(proposal with { Content = text.Content, Auth = text.Auth }));
    }

    [Fact]
    public void ContentSignedForAPrivateMessageIsNotPublished() =>
        Assert.Throws<ArgumentException>(() =>
            MessageProtection.Protect(
                _members.Suite,
                _members.Sign(_members.RemoveProposal()),
                _members.Secrets.MembershipKey,
                _members.Context
            )
        );

    [Fact]
    public void SignatureOfAnExternalSenderDoesNotCoverTheGroupContext()
    {
        AuthenticatedContent content = _members.Sign(
            _members.RemoveProposal(new Sender(SenderType.External, 0)),
            WireFormat.PublicMessage
        );
        PublicMessage message = MessageProtection.Protect(
            _members.Suite,
            content,
            _members.Secrets.MembershipKey,
            _members.Context
        );
        Assert.True(message.MembershipTag.IsEmpty);
        Assert.True(_members.Verify(message.ToAuthenticatedContent()));
        Assert.False(
            MessageProtection.VerifyMembershipTag(_members.Suite, message, _members.Secrets.MembershipKey, _members.Context)
        );
    }

    [Fact, Trait("Rule", "V-FRAME-07")]
    public void SignatureIsBoundToTheWireFormat()
    {
        AuthenticatedContent content = _members.Sign(_members.RemoveProposal());
        Assert.True(_members.Verify(content));
        Assert.False(_members.Verify(content with { WireFormat = WireFormat.PublicMessage }));
    }

    private PublicMessage Protect(FramedContent content) =>
        MessageProtection.Protect(
            _members.Suite,
            _members.Sign(content, WireFormat.PublicMessage),
            _members.Secrets.MembershipKey,
            _members.Context
        );

    private bool IsGenuine(PublicMessage message) =>
        MessageProtection.VerifyMembershipTag(_members.Suite, message, _members.Secrets.MembershipKey, _members.Context)
        && _members.Verify(message.ToAuthenticatedContent());
}
