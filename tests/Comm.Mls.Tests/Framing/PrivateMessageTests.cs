using System.Text;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Suites;

namespace Comm.Mls.Tests.Framing;

public sealed class PrivateMessageTests
{
    [Theory]
    [MemberData(nameof(CipherSuiteTests.Ids), MemberType = typeof(CipherSuiteTests))]
    public void MessagesArriveInAnyOrderAndOnce(CipherSuiteId suite)
    {
        var members = new TwoMembers(suite);
        PrivateMessage[] sent = [.. Enumerable.Range(0, 4).Select(i => members.Seal(members.Text($"message {i}")))];
        foreach (int i in (int[])[2, 0, 3, 1])
        {
            AuthenticatedContent? content = members.TryReceive(sent[i]);
            Assert.NotNull(content);
            Assert.Equal($"message {i}", Encoding.UTF8.GetString(content.Content.ApplicationData));
            Assert.Equal(Sender.Member(TwoMembers.SenderLeaf), content.Content.Sender);
            Assert.Equal("seen by all", Encoding.UTF8.GetString(content.Content.AuthenticatedData));
            Assert.Null(members.TryReceive(sent[i]));
        }
    }

    [Fact]
    public void HandshakesAndMessagesDoNotDisturbEachOther()
    {
        var members = new TwoMembers();
        PrivateMessage proposal = members.Seal(members.RemoveProposal(), MessagePadding.None);
        PrivateMessage text = members.Seal(members.Text("text"));
        Assert.Equal("text", Encoding.UTF8.GetString(members.TryReceive(text)!.Content.ApplicationData));
        Assert.Equal(new RemoveProposal(3), members.TryReceive(proposal)!.Content.Proposal);
    }

    [Fact]
    public void EveryBitFlipIsRefusedAndNothingIsConsumed()
    {
        var members = new TwoMembers();
        Assert.NotNull(members.TryReceive(members.Seal(members.Text("first"))));
        PrivateMessage message = members.Seal(members.Text("x"), MessagePadding.None);
        byte[] genuine = MlsCodec.Encode(message);
        byte[] before = members.SavedReceiver();
        for (int bit = 0; bit < genuine.Length * 8; bit++)
        {
            byte[] forged = [.. genuine];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (MlsCodec.TryDecode(forged, out PrivateMessage? decoded))
            {
                Assert.Null(members.TryReceive(decoded));
            }

            Assert.Equal(before, members.SavedReceiver());
        }

        Assert.NotNull(members.TryReceive(message));
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var members = new TwoMembers();
        PrivateMessage message = members.Seal(members.Text("x"), MessagePadding.None);
        byte[] genuine = MlsCodec.Encode(message);
        for (int length = 0; length < genuine.Length; length++)
        {
            Assert.False(MlsCodec.TryDecode(genuine.AsSpan(0, length), out PrivateMessage? _));
        }

        for (int length = 0; length < message.Ciphertext.Length; length++)
        {
            Assert.Null(members.TryReceive(message with { Ciphertext = message.Ciphertext.Span[..length].ToArray() }));
        }

        for (int length = 0; length < message.EncryptedSenderData.Length; length++)
        {
            Opaque cut = message.EncryptedSenderData.Span[..length].ToArray();
            Assert.Null(members.TryReceive(message with { EncryptedSenderData = cut }));
        }

        Assert.NotNull(members.TryReceive(message));
    }

    [Fact]
    public void MessageOfAnotherEpochsKeysIsRefused()
    {
        var members = new TwoMembers();
        var others = new TwoMembers();
        Assert.Null(members.TryReceive(others.Seal(others.Text("stranger"))));
    }

    [Fact]
    public void MessageOfAMemberInAnothersNameIsRefusedAndHisKeyIsLeft()
    {
        // Any member can derive the victim's message key and seal under it; only the victim can sign.
        var victim = new TwoMembers();
        var insider = new TwoMembers();
        AuthenticatedContent signedByTheInsider = insider.Sign(victim.Text("not mine"));
        (_, RatchetKey key) = victim.Sending.NextToSend(TwoMembers.SenderLeaf, ContentType.Application);
        PrivateMessage forged = MessageProtection.Seal(
            victim.Suite,
            signedByTheInsider,
            key,
            victim.Secrets.SenderDataSecret,
            MessagePadding.None
        );

        Assert.Null(victim.TryReceive(forged));
        Assert.NotNull(victim.TryReceive(victim.Seal(victim.Text("mine"))));
    }

    [Fact]
    public void TheSameGenerationIsNeverSealedUnderTheSameNonce()
    {
        var members = new TwoMembers();
        AuthenticatedContent content = members.Sign(members.Text("twice"));
        using RatchetKey key = members.NextKey(ContentType.Application);
        var ciphertexts = Enumerable
            .Range(0, 8)
            .Select(_ =>
                MessageProtection.Seal(members.Suite, content, key, members.Secrets.SenderDataSecret, MessagePadding.None)
            )
            .Select(message => Convert.ToHexString(message.Ciphertext.Span))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(8, ciphertexts.Count);
    }

    [Fact]
    public void OnlyWhatAMemberSignedForAPrivateMessageIsSealed()
    {
        var members = new TwoMembers();
        using RatchetKey key = members.NextKey(ContentType.Proposal);
        AuthenticatedContent[] wrong =
        [
            members.Sign(members.RemoveProposal(), WireFormat.PublicMessage),
            members.Sign(members.RemoveProposal(new Sender(SenderType.External, 0))),
        ];
        Assert.All(
            wrong,
            content =>
                Assert.Throws<ArgumentException>(() =>
                    MessageProtection.Seal(members.Suite, content, key, members.Secrets.SenderDataSecret, MessagePadding.None)
                )
        );
    }

    [Fact]
    public void SealingAndOpeningCostTheSameInASmallAndALargeGroup()
    {
        long small = AllocatedFor(new TwoMembers(leafCount: 2));
        long large = AllocatedFor(new TwoMembers(leafCount: 1_024));
        Assert.InRange(large, 1, small + 2_048);
        Assert.InRange(small, 1, 16_384);
    }

    private static long AllocatedFor(TwoMembers members)
    {
        FramedContent content = members.Text(new string('x', 1_024));
        Assert.NotNull(members.TryReceive(members.Seal(content)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        AuthenticatedContent? received = members.TryReceive(members.Seal(content));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotNull(received);
        return allocated;
    }
}
