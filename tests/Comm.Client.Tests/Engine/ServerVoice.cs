using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Suites;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>The server as the one outside who may ask for a removal; it can ask for the same one again and again.</summary>
internal sealed class ServerVoice
{
    private readonly byte[] _key = RemovalProposer.CreateKey();
    private readonly RemovalProposer _proposer;
    private byte _said;

    public ServerVoice() => _proposer = new RemovalProposer(_key);

    public byte[] Sender => MlsCodec.Encode(_proposer.Sender);

    /// <summary>Each time another proposal, with a reference of its own.</summary>
    public PublicMessage AskForRemoval(GroupId group, ulong epoch, uint leaf)
    {
        if (_said++ == 0)
        {
            return _proposer.ProposeRemoval(group, epoch, leaf);
        }

        var suite = CipherSuite.Get(ClosedGroupRules.Suite);
        using Secret key = Secret.CopyOf(_key);
        using var signer = new SoftwareSigner(ClosedGroupRules.Suite, key);
        AuthenticatedContent signed = MessageProtection.Sign(
            suite,
            signer,
            WireFormat.PublicMessage,
            FramedContent.OfProposal(
                group.ToOpaque(),
                epoch,
                new Sender(SenderType.External, 0),
                new byte[] { _said },
                new RemoveProposal(leaf)
            ),
            context: null
        );
        return new PublicMessage(signed.Content, signed.Auth, Opaque.Empty);
    }
}
