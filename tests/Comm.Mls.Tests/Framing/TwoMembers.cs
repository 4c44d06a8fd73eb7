using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Framing;

/// <summary>One who sends, at leaf 1, and one who receives, in the same epoch.</summary>
internal sealed class TwoMembers
{
    public const uint SenderLeaf = 1;

    private readonly SoftwareSigner _signer;

    public TwoMembers(CipherSuiteId suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, uint leafCount = 4)
    {
        Suite = CipherSuite.Get(suite);
        _signer = SoftwareSigner.Generate(Suite.Id);
        Secrets = EpochSecrets.OfCreator(Suite);
        Sending = SecretTree.Create(Suite, leafCount, Secrets.EncryptionSecret.Copy());
        Receiving = SecretTree.Create(Suite, leafCount, Secrets.EncryptionSecret.Copy());
        Context = new GroupContext(
            ProtocolVersion.Mls10,
            suite,
            "operation"u8.ToArray(),
            7,
            new byte[Suite.HashSize],
            new byte[Suite.HashSize],
            Extensions.None
        );
    }

    public CipherSuite Suite { get; }

    public EpochSecrets Secrets { get; }

    public GroupContext Context { get; }

    public SecretTree Sending { get; private set; }

    public SecretTree Receiving { get; private set; }

    public FramedContent Text(string text, Sender? sender = null) =>
        FramedContent.OfApplication(
            Context.GroupId,
            Context.Epoch,
            sender ?? Sender.Member(SenderLeaf),
            "seen by all"u8.ToArray(),
            System.Text.Encoding.UTF8.GetBytes(text)
        );

    public FramedContent RemoveProposal(Sender? sender = null) =>
        FramedContent.OfProposal(
            Context.GroupId,
            Context.Epoch,
            sender ?? Sender.Member(SenderLeaf),
            Opaque.Empty,
            new RemoveProposal(3)
        );

    public AuthenticatedContent Sign(FramedContent content, WireFormat wireFormat = WireFormat.PrivateMessage) =>
        MessageProtection.Sign(Suite, _signer, wireFormat, content, Context);

    public RatchetKey NextKey(ContentType type)
    {
        (Sending, RatchetKey key) = Sending.NextToSend(SenderLeaf, type);
        return key;
    }

    public PrivateMessage Seal(FramedContent content, MessagePadding? padding = null)
    {
        using RatchetKey key = NextKey(content.ContentType);
        return MessageProtection.Seal(Suite, Sign(content), key, Secrets.SenderDataSecret, padding ?? MessagePadding.Buckets);
    }

    /// <summary>As a group does: the next version is adopted for a message that is genuine, and given up for any other.</summary>
    public AuthenticatedContent? TryReceive(PrivateMessage message)
    {
        if (
            MessageProtection.TryOpenSenderData(Suite, message, Secrets.SenderDataSecret) is not { } sender
            || Receiving.TryReceive(sender.LeafIndex, message.ContentType, sender.Generation)
                is not
                (SecretTree next, RatchetKey key)
        )
        {
            return null;
        }

        using (key)
        {
            AuthenticatedContent? content = MessageProtection.TryOpen(Suite, message, sender, key);
            if (content is null || !Verify(content))
            {
                next.Retire(Receiving);
                return null;
            }

            Receiving.Retire(next);
            Receiving = next;
            return content;
        }
    }

    public bool Verify(AuthenticatedContent content) =>
        MessageProtection.VerifySignature(Suite, content, Context, _signer.PublicKey.Span);

    public byte[] SavedReceiver()
    {
        using var writer = new MlsWriter();
        Receiving.Save(writer);
        return writer.ToArray();
    }
}
