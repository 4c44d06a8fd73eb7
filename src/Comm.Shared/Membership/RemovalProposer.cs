using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Messaging;

namespace Comm.Shared.Membership;

/// <summary>
/// The server's one voice in a group (design D7): as the external sender that the group names (RFC 9420 §12.1.8.1) it may ask for a
/// device to be put out, a revoked one, and for nothing else. Its key opens nothing.
/// </summary>
public sealed class RemovalProposer : IDisposable
{
    /// <summary>Size of the private key, in bytes.</summary>
    public const int KeySize = 32;

    private readonly SoftwareSigner _signer;

    /// <exception cref="ArgumentException">Not <see cref="KeySize"/> bytes.</exception>
    public RemovalProposer(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length != KeySize)
        {
            throw new ArgumentException("Not an Ed25519 key.", nameof(privateKey));
        }

        using Secret key = Secret.CopyOf(privateKey);
        _signer = new SoftwareSigner(ClosedGroupRules.Suite, key);
        Sender = new ExternalSender(Opaque.CopyOf(_signer.PublicKey.Span), Credential.Basic("server"u8.ToArray()));
    }

    /// <summary>What a group's <c>external_senders</c> has of it.</summary>
    public ExternalSender Sender { get; }

    /// <summary>A new private key. The caller zeroes it.</summary>
    public static byte[] CreateKey()
    {
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        return key.Span.ToArray();
    }

    /// <summary>The only sender that a group of ours may name.</summary>
    public Mls.Extension ToContextExtension() => new ExternalSenders([Sender]).ToContextExtension();

    public PublicMessage ProposeRemoval(GroupId group, ulong epoch, uint leafIndex) =>
        ExternalProposals
            .From(0, new RemoveProposal(leafIndex), ClosedGroupRules.Suite, group.ToOpaque(), epoch, _signer)
            .PublicMessage!;

    public void Dispose() => _signer.Dispose();
}
