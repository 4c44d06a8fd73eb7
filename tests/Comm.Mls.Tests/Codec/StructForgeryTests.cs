using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Codec;

/// <summary>Values that no struct of RFC 9420 can have, each refused where it is read.</summary>
public sealed class StructForgeryTests
{
    private static readonly Extension s_extension = new((ExtensionType)0xF0F0, "one"u8.ToArray());

    [Theory, Trait("Rule", "V-CODEC-01")]
    [InlineData(2)]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public void PresenceIsZeroOrOne(byte presence)
    {
        // Commit: an empty list of proposals, then optional<UpdatePath>.
        Assert.True(MlsCodec.TryDecode([0, 0], out Commit? commit));
        Assert.Null(commit.Path);
        Assert.False(MlsCodec.TryDecode([0, presence], out commit));
    }

    [Fact, Trait("Rule", "V-CODEC-06")]
    public void AnExtensionTypeTwiceInAListIsRefused()
    {
        using MlsWriter once = new();
        once.WriteList([s_extension]);
        using MlsWriter twice = new();
        twice.WriteList([s_extension, s_extension with { Data = "two"u8.ToArray() }]);
        MlsReader reader = new(once.ToArray());
        Assert.True(reader.TryRead(out Extensions? _));
        reader = new MlsReader(twice.ToArray());
        Assert.False(reader.TryRead(out Extensions? _));
        Assert.Throws<ArgumentException>(() => Extensions.Of(s_extension, s_extension));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(255)]
    public void ASenderOfNoTypeIsRefused(byte type)
    {
        Assert.True(MlsCodec.TryDecode([1, 0, 0, 0, 0], out Sender? _));
        Assert.False(MlsCodec.TryDecode([type, 0, 0, 0, 0], out Sender? _));
        Assert.False(MlsCodec.TryDecode([type], out Sender? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(255)]
    public void ContentOfNoTypeIsRefused(byte type)
    {
        // group_id, epoch, encrypted for the one; group_id, epoch, sender, authenticated_data for the other.
        Assert.True(MlsCodec.TryDecode([0, .. new byte[8], 1, 0, 0, 0], out PrivateMessage? _));
        Assert.False(MlsCodec.TryDecode([0, .. new byte[8], type, 0, 0, 0], out PrivateMessage? _));
        Assert.True(MlsCodec.TryDecode([0, .. new byte[8], 1, 0, 0, 0, 0, 0, 1, 0], out FramedContent? _));
        Assert.False(MlsCodec.TryDecode([0, .. new byte[8], 1, 0, 0, 0, 0, 0, type, 0], out FramedContent? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(0x0A0A)]
    [InlineData(0xF000)]
    public void AMessageOfNoWireFormatIsRefused(ushort wireFormat)
    {
        byte[] welcome = [0, 1, 0, 3, 0, 3, 0, 0];
        Assert.True(MlsCodec.TryDecode(welcome, out MlsMessage? _));
        Assert.False(MlsCodec.TryDecode([0, 1, (byte)(wireFormat >> 8), (byte)wireFormat, .. welcome[4..]], out MlsMessage? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void AProposalThatIsNeitherHereNorReferredToIsRefused(byte type)
    {
        Assert.True(MlsCodec.TryDecode([2, 1, 7], out ProposalOrRef? _));
        Assert.False(MlsCodec.TryDecode([type, 1, 7], out ProposalOrRef? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(255)]
    public void APreSharedKeyOfNoTypeOrUseIsRefused(byte type)
    {
        byte[] resumption = [2, 1, 0, .. new byte[8], 0];
        Assert.True(MlsCodec.TryDecode([1, 0, 0], out PreSharedKeyId? _));
        Assert.False(MlsCodec.TryDecode([type, 0, 0], out PreSharedKeyId? _));
        Assert.True(MlsCodec.TryDecode(resumption, out PreSharedKeyId? _));
        Assert.False(MlsCodec.TryDecode([2, type, .. resumption[2..]], out PreSharedKeyId? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void ANodeOfNoTypeIsRefused(byte type)
    {
        Assert.True(MlsCodec.TryDecode([2, 0, 0, 0], out Node? _));
        Assert.False(MlsCodec.TryDecode([type, 0, 0, 0], out Node? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(255)]
    public void ALeafOfNoSourceIsRefused(byte source)
    {
        // Two keys, an empty basic credential and empty capabilities before it; extensions and signature after it.
        byte[] before = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        Assert.True(MlsCodec.TryDecode([.. before, 2, 0, 0], out LeafNode? _));
        Assert.False(MlsCodec.TryDecode([.. before, source, 0, 0], out LeafNode? _));
    }

    [Theory, Trait("Rule", "V-CODEC-07")]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(0x0A0A)]
    public void ACredentialOfATypeThatNobodyKnowsIsRefused(ushort type)
    {
        Assert.True(MlsCodec.TryDecode([0, 1, 0], out Credential? _));
        Assert.False(MlsCodec.TryDecode([(byte)(type >> 8), (byte)type, 0], out Credential? _));
    }
}
