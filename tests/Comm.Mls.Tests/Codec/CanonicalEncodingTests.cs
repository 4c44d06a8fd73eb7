using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Framing;
using Comm.Mls.Tree;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Comm.Mls.Tests.Codec;

/// <summary>Bytes are refused, or are the one encoding of a value: what is signed over a re-encoding is what came.</summary>
public sealed class CanonicalEncodingTests
{
    [Fact, Trait("Rule", "V-CODEC-08")]
    public void ChangedMessageIsRefusedOrEncodesToItself()
    {
        var members = new TwoMembers();
        MlsMessage[] messages =
        [
            MlsMessage.Of(members.Seal(members.Text("x"), MessagePadding.None)),
            MlsMessage.Of(
                MessageProtection.Protect(
                    members.Suite,
                    members.Sign(members.RemoveProposal(), WireFormat.PublicMessage),
                    members.Secrets.MembershipKey,
                    members.Context
                )
            ),
            MlsMessage.Of(
                new Welcome(
                    members.Suite.Id,
                    [new EncryptedGroupSecrets(new byte[32], new HpkeCiphertext(new byte[32], new byte[80]))],
                    new byte[100]
                )
            ),
            MlsMessage.Of(new GroupInfo(members.Context, Extensions.None, new byte[32], 1, new byte[64])),
        ];
        foreach (MlsMessage message in messages)
        {
            byte[] genuine = MlsCodec.Encode(message);
            Assert.True(IsRefusedOrCanonical<MlsMessage>(genuine));
            for (int at = 0; at < genuine.Length; at++)
            {
                foreach (byte value in (byte[])[0x00, 0x01, 0x3f, 0x40, 0x80, 0xc0, 0xff, (byte)(genuine[at] + 1)])
                {
                    byte[] changed = [.. genuine];
                    changed[at] = value;
                    Assert.True(IsRefusedOrCanonical<MlsMessage>(changed), $"{message.WireFormat}, byte {at} = {value}");
                }
            }
        }
    }

    [Property(MaxTest = 500)]
    [Trait("Rule", "V-CODEC-08")]
    public Property ArbitraryBytesAreRefusedOrEncodeToThemselves()
    {
        // Small values make short vectors and known codes, so that decoding gets somewhere.
        Gen<byte> likely = Gen.Frequency(
            (3, Gen.Choose(0, 8).Select(i => (byte)i)),
            (1, Gen.Choose(0, 255).Select(i => (byte)i))
        );
        return Prop.ForAll(
            likely.ArrayOf().ToArbitrary(),
            bytes =>
                IsRefusedOrCanonical<MlsMessage>(bytes)
                && IsRefusedOrCanonical<Proposal>(bytes)
                && IsRefusedOrCanonical<Commit>(bytes)
                && IsRefusedOrCanonical<AuthenticatedContent>(bytes)
                && IsRefusedOrCanonical<KeyPackage>(bytes)
                && IsRefusedOrCanonical<Node>(bytes)
                && IsRefusedOrCanonical<GroupSecrets>(bytes)
                && IsRefusedOrCanonical<SenderData>(bytes)
                && IsRefusedOrCanonical<PreSharedKeyId>(bytes)
        );
    }

    private static bool IsRefusedOrCanonical<T>(byte[] bytes)
        where T : class, IMlsStruct<T> =>
        !MlsCodec.TryDecode(bytes, out T? value) || MlsCodec.Encode(value).AsSpan().SequenceEqual(bytes);
}
