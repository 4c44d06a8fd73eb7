using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>
/// message-protection.json: RFC 9420 §6, in a group of two where leaf 1 speaks. The published messages are unprotected, and what we
/// protect ourselves is unprotected again.
/// </summary>
public sealed class MessageProtectionTests(ITestOutputHelper output)
{
    private const uint SenderLeaf = 1;

    [SkippableFact]
    public void PublishedProposalsCommitsAndMessagesAreUnprotected() =>
        ForEach(
            static (group, vector) =>
            {
                foreach (string name in (string[])["proposal", "commit"])
                {
                    Assert.Equal(vector.Bytes(name), Body(group.Unprotect(vector.Bytes(name + "_pub"))));
                    Assert.Equal(vector.Bytes(name), Body(group.Unprotect(vector.Bytes(name + "_priv"))));
                }

                AuthenticatedContent message = group.Unprotect(vector.Bytes("application_priv"));
                Assert.Equal(vector.Bytes("application"), message.Content.ApplicationData.ToArray());
            }
        );

    [SkippableFact]
    public void WhatWeProtectIsUnprotectedAgain() =>
        ForEach(
            static (group, vector) =>
            {
                Assert.True(MlsCodec.TryDecode(vector.Bytes("proposal"), out Proposal? proposal));
                Assert.True(MlsCodec.TryDecode(vector.Bytes("commit"), out Commit? commit));
                FramedContent[] contents =
                [
                    FramedContent.OfProposal(group.Id, group.Epoch, Member, "aad"u8.ToArray(), proposal),
                    FramedContent.OfCommit(group.Id, group.Epoch, Member, default, commit),
                    FramedContent.OfApplication(group.Id, group.Epoch, Member, default, vector.Bytes("application")),
                ];
                foreach (FramedContent content in contents)
                {
                    Assert.Equal(
                        MlsCodec.Encode(content),
                        MlsCodec.Encode(group.Unprotect(group.ProtectPrivate(content)).Content)
                    );
                }

                foreach (FramedContent content in contents[..2])
                {
                    Assert.Equal(
                        MlsCodec.Encode(content),
                        MlsCodec.Encode(group.Unprotect(group.ProtectPublic(content)).Content)
                    );
                }

                Assert.Throws<ArgumentException>(() => group.ProtectPublic(contents[2]));
            }
        );

    private static Sender Member => Sender.Member(SenderLeaf);

    private void ForEach(Action<GroupOfTwo, JsonElement> check) =>
        MlsVectors.ForEachSuite(
            "message-protection.json",
            output,
            (suite, vector) => check(new GroupOfTwo(suite, vector), vector)
        );

    private static byte[] Body(AuthenticatedContent content) =>
        content.Content.ContentType == ContentType.Proposal
            ? MlsCodec.Encode(content.Content.Proposal!)
            : MlsCodec.Encode(content.Content.Commit!);

    private sealed class GroupOfTwo(CipherSuite suite, JsonElement vector)
    {
        private readonly GroupContext _context = new(
            ProtocolVersion.Mls10,
            suite.Id,
            vector.Bytes("group_id"),
            vector.GetProperty("epoch").GetUInt64(),
            vector.Bytes("tree_hash"),
            vector.Bytes("confirmed_transcript_hash"),
            Extensions.None
        );

        private readonly SoftwareSigner _signer = new(suite.Id, SignatureKey(suite, vector));
        private readonly Secret _senderDataSecret = Secret.CopyOf(vector.Bytes("sender_data_secret"));
        private readonly Secret _membershipKey = Secret.CopyOf(vector.Bytes("membership_key"));

        private SecretTree _sending = SecretTree.Create(suite, 2, Secret.CopyOf(vector.Bytes("encryption_secret")));

        // This file alone writes a P-521 key as a number, without the zeros before it.
        private static Secret SignatureKey(CipherSuite suite, JsonElement vector)
        {
            byte[] number = vector.Bytes("signature_priv");
            return Secret.CopyOf([.. new byte[suite.Signature.PrivateKeySize - number.Length], .. number]);
        }

        public Opaque Id => _context.GroupId;

        public ulong Epoch => _context.Epoch;

        public byte[] ProtectPublic(FramedContent content) =>
            MlsCodec.Encode(
                MlsMessage.Of(MessageProtection.Protect(suite, Sign(WireFormat.PublicMessage, content), _membershipKey, _context))
            );

        public byte[] ProtectPrivate(FramedContent content)
        {
            (_sending, RatchetKey key) = _sending.NextToSend(SenderLeaf, content.ContentType);
            return MlsCodec.Encode(
                MlsMessage.Of(
                    MessageProtection.Seal(
                        suite,
                        Sign(WireFormat.PrivateMessage, content),
                        key,
                        _senderDataSecret,
                        MessagePadding.Buckets
                    )
                )
            );
        }

        // Each message by itself, with a tree that nothing was taken from, as the vectors are made.
        public AuthenticatedContent Unprotect(byte[] bytes)
        {
            Assert.True(MlsCodec.TryDecode(bytes, out MlsMessage? message));
            AuthenticatedContent content = message.PublicMessage is { } open ? Open(open) : Open(message.PrivateMessage!);
            Assert.Equal(Member, content.Content.Sender);
            Assert.True(MessageProtection.VerifySignature(suite, content, _context, vector.Bytes("signature_pub")));
            return content;
        }

        private AuthenticatedContent Open(PublicMessage message)
        {
            Assert.True(MessageProtection.VerifyMembershipTag(suite, message, _membershipKey, _context));
            return message.ToAuthenticatedContent();
        }

        private AuthenticatedContent Open(PrivateMessage message)
        {
            SecretTree tree = SecretTree.Create(suite, 2, Secret.CopyOf(vector.Bytes("encryption_secret")));
            SenderData sender = Assert.IsType<SenderData>(MessageProtection.TryOpenSenderData(suite, message, _senderDataSecret));
            (_, RatchetKey key) = Assert.NotNull(tree.TryReceive(sender.LeafIndex, message.ContentType, sender.Generation));
            return Assert.IsType<AuthenticatedContent>(MessageProtection.TryOpen(suite, message, sender, key));
        }

        private AuthenticatedContent Sign(WireFormat wireFormat, FramedContent content)
        {
            AuthenticatedContent signed = MessageProtection.Sign(suite, _signer, wireFormat, content, _context);
            return content.ContentType == ContentType.Commit ? signed.WithConfirmationTag(new byte[suite.HashSize]) : signed;
        }
    }
}
