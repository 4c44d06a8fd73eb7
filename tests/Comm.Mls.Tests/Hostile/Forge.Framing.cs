using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Hostile;

/// <summary>From a draft to a message: signed, then tagged (RFC 9420 §6.2) or sealed (§6.3), each step open to bending.</summary>
internal sealed partial class Forge
{
    public Draft Draft(Proposal proposal) => Draft() with { Proposal = proposal };

    public Draft Draft(Commit commit) => Draft() with { Commit = commit };

    public Draft Draft(string text) =>
        Draft() with
        {
            ApplicationData = System.Text.Encoding.UTF8.GetBytes(text),
            SignedAs = WireFormat.PrivateMessage,
        };

    /// <summary>A commit's confirmation tag is zero until it is confirmed.</summary>
    public AuthenticatedContent Sign(Draft draft)
    {
        AuthenticatedContent signed = MessageProtection.Sign(
            Suite,
            draft.Signer,
            draft.SignedAs,
            draft.ToContent(),
            draft.SignedIn
        );
        return draft.Commit is null ? signed : signed.WithConfirmationTag(new byte[Suite.HashSize]);
    }

    /// <summary>Content as it is, with the insider's signature.</summary>
    public AuthenticatedContent Sign(FramedContent content, WireFormat signedAs, Opaque confirmationTag)
    {
        AuthenticatedContent signed = MessageProtection.Sign(Suite, _insider.Signer, signedAs, content, Context);
        return content.ContentType == ContentType.Commit ? signed.WithConfirmationTag(confirmationTag) : signed;
    }

    /// <summary>The library tags neither application data nor those who are no members; here a tag of zeros is the nearest.</summary>
    public PublicMessage Tag(AuthenticatedContent signed) =>
        signed.Content.ContentType == ContentType.Application || signed.Content.Sender.Type != SenderType.Member
            ? new PublicMessage(signed.Content, signed.Auth, new byte[Suite.HashSize])
            : MessageProtection.Protect(
                Suite,
                signed with
                {
                    WireFormat = WireFormat.PublicMessage,
                },
                _epoch.MembershipKey,
                Context
            );

    public MlsMessage Public(Draft draft) => MlsMessage.Of(Tag(Sign(draft)));

    public MlsMessage Private(Draft draft, Sealing? sealing = null) =>
        MlsMessage.Of(Seal(Sign(draft with { SignedAs = WireFormat.PrivateMessage }), sealing ?? new Sealing()));

    public PrivateMessage Seal(AuthenticatedContent signed, Sealing sealing)
    {
        FramedContent framed = signed.Content;
        uint leaf = sealing.Leaf ?? framed.Sender.Index;
        Opaque reuseGuard = RandomNumberGenerator.GetBytes(SenderData.ReuseGuardSize);
        var unsealed = new PrivateMessage(
            framed.GroupId,
            framed.Epoch,
            framed.ContentType,
            framed.AuthenticatedData,
            Opaque.Empty,
            SealContent(signed, sealing, leaf, reuseGuard)
        );
        using var senderData = new MlsWriter();
        senderData.Write(new SenderData(leaf, sealing.Generation, reuseGuard));
        return unsealed with
        {
            EncryptedSenderData = SealSenderData(unsealed, sealing.SenderData?.ToArray() ?? senderData.ToArray()),
        };
    }

    /// <summary>The sender data alone, sealed again: for a message whose ciphertext stays.</summary>
    public PrivateMessage WithSenderData(PrivateMessage message, uint leaf, uint generation)
    {
        using var senderData = new MlsWriter();
        senderData.Write(new SenderData(leaf, generation, new byte[SenderData.ReuseGuardSize]));
        return message with { EncryptedSenderData = SealSenderData(message, senderData.ToArray()) };
    }

    private Opaque SealContent(AuthenticatedContent signed, Sealing sealing, uint leaf, Opaque reuseGuard)
    {
        FramedContent framed = signed.Content;
        using var plaintext = new MlsWriter();
        if (sealing.Plaintext is { } other)
        {
            plaintext.WriteFixed(other.Span);
        }
        else
        {
            framed.WriteBody(plaintext);
            signed.Auth.Write(plaintext, framed.ContentType);
        }

        plaintext.WriteFixed(sealing.Padding.Span);
        using RatchetKey key = KeyOf(
            sealing.KeyOfLeaf ?? leaf,
            sealing.KeyOfType ?? framed.ContentType,
            sealing.KeyOfGeneration ?? sealing.Generation
        );
        byte[] nonce = key.Nonce.Span.ToArray();
        for (int i = 0; i < reuseGuard.Length; i++)
        {
            nonce[i] ^= reuseGuard.Span[i];
        }

        using var aad = new MlsWriter();
        aad.WriteVector(framed.GroupId.Span);
        aad.WriteUInt64(framed.Epoch);
        aad.WriteUInt8((byte)framed.ContentType);
        aad.WriteVector(framed.AuthenticatedData.Span);
        return Suite.Seal(key.Key.Span, nonce, aad.WrittenSpan, plaintext.WrittenSpan);
    }

    private Opaque SealSenderData(PrivateMessage message, byte[] senderData)
    {
        using var aad = new MlsWriter();
        aad.WriteVector(message.GroupId.Span);
        aad.WriteUInt64(message.Epoch);
        aad.WriteUInt8((byte)message.ContentType);
        (Secret key, Secret nonce) = MessageProtection.SenderDataKey(Suite, message.Ciphertext, _epoch.SenderDataSecret);
        using (key)
        using (nonce)
        {
            return Suite.Seal(key.Span, nonce.Span, aad.WrittenSpan, senderData);
        }
    }

    // Any member can derive the keys of any other: that is why content is signed, too.
    private RatchetKey KeyOf(uint leaf, ContentType type, uint generation)
    {
        (SecretTree next, RatchetKey key) = Assert.NotNull(_messages.TryReceive(leaf, type, generation));
        next.Retire(_messages);
        return key;
    }

    private Draft Draft() =>
        new()
        {
            GroupId = Context.GroupId,
            Epoch = Context.Epoch,
            Sender = Sender.Member(OwnLeafIndex),
            Signer = _insider.Signer,
            SignedIn = Context,
        };
}
