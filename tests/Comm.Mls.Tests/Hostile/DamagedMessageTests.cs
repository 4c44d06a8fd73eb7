using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Every bit flipped, every length cut to, one byte too many: nobody throws, nobody moves, and the original still goes.</summary>
public sealed class DamagedMessageTests : IDisposable
{
    // At the end of a member's PublicMessage: a length byte and 32 bytes of tag, one such or two.
    private const int TagVector = 33;

    private readonly ForgedGroup _group = new();

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact]
    public void ADamagedCommitIsRefused()
    {
        StagedCommit commit = _group.Mallory.Commit(new CommitRequest());
        byte[] honest = MlsCodec.Encode(commit.Commit);

        AssertDamageIsRefused(honest);
        AssertServerRefusesAllButTags(honest, tags: 2);

        Assert.IsType<ReceivedCommit>(_group.Bob.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(_group.Carol.Receive(commit.Commit));
        _group.ServerGoesTo(_group.Server.TryApply(Decode(honest)!.PublicMessage!, OpenRules.Instance, out _)!.Next);
    }

    [Fact]
    public void ADamagedProposalIsRefused()
    {
        StagedProposal proposal = _group.Mallory.Group.ProposeUpdate(_group.Mallory.Signer, OpenRules.Instance);
        byte[] honest = MlsCodec.Encode(proposal.Message);

        AssertDamageIsRefused(honest);
        AssertServerRefusesAllButTags(honest, tags: 1);

        _group.Deliver(proposal, _group.Mallory);
    }

    [Fact]
    public void ADamagedMessageIsRefused()
    {
        MlsMessage message = _group.Mallory.Send("to be damaged");

        AssertDamageIsRefused(MlsCodec.Encode(message));

        Assert.Equal("to be damaged", _group.Bob.Read(message));
    }

    [Fact]
    public void ADamagedWelcomeIsRefused()
    {
        using KeyPackageSecrets dave = _group.Dave.NewKeyPackage();
        StagedCommit commit = _group.Mallory.Group.Commit(
            new CommitRequest { Add = [dave.KeyPackage] },
            _group.Mallory.Signer,
            OpenRules.Instance
        );
        byte[] honest = MlsCodec.Encode(commit.Welcome!);
        byte[] keysBefore = dave.Save();

        foreach ((string damage, byte[] bytes) in DamagesOf(honest))
        {
            bool joined =
                Decode(bytes)?.Welcome is { } welcome
                && Group.TryJoin(welcome, dave, OpenRules.Instance, out _, out _) is not null;
            Assert.False(joined, damage);
        }

        Assert.Equal(keysBefore, dave.Save());
        _group.Dave.Join(commit.Welcome!, dave);
        commit.Next.Discard(_group.Mallory.Group);
    }

    private void AssertDamageIsRefused(byte[] honest)
    {
        byte[] epoch = _group.Bob.Group.SaveEpoch();
        byte[] messages = _group.Bob.Group.SaveMessageSecrets();
        foreach ((string damage, byte[] bytes) in DamagesOf(honest))
        {
            if (Decode(bytes) is { } decoded)
            {
                Assert.True(_group.Bob.Group.Process(decoded, OpenRules.Instance) is Refused, damage);
                Assert.True(epoch.AsSpan().SequenceEqual(_group.Bob.Group.SaveEpoch()), damage);
                Assert.True(messages.AsSpan().SequenceEqual(_group.Bob.Group.SaveMessageSecrets()), damage);
            }
        }
    }

    /// <summary>The tags are made with secrets, so the server cannot tell a wrong one; every other bit it can.</summary>
    private void AssertServerRefusesAllButTags(byte[] honest, int tags)
    {
        byte[] before = _group.Server.Save();
        for (int bit = 0; bit < honest.Length * 8; bit++)
        {
            int fromEnd = honest.Length - 1 - (bit / 8);
            bool isInTag = fromEnd < tags * TagVector && fromEnd % TagVector != TagVector - 1;
            bool followed =
                Decode(Flipped(honest, bit))?.PublicMessage is { } message
                && _group.FollowedByServer(MlsMessage.Of(message), OpenRules.Instance, out _);
            Assert.True(followed == isInTag, $"bit {bit}");
        }

        Assert.Equal(before, _group.Server.Save());
    }

    private static IEnumerable<(string Damage, byte[] Bytes)> DamagesOf(byte[] honest)
    {
        for (int bit = 0; bit < honest.Length * 8; bit++)
        {
            yield return ($"bit {bit}", Flipped(honest, bit));
        }

        for (int length = 0; length < honest.Length; length++)
        {
            byte[] cut = honest[..length];
            Assert.Null(Decode(cut));
            yield return ($"cut to {length}", cut);
        }

        byte[] longer = [.. honest, 0];
        Assert.Null(Decode(longer));
        yield return ("one byte more", longer);
    }

    private static byte[] Flipped(byte[] honest, int bit)
    {
        byte[] flipped = [.. honest];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static MlsMessage? Decode(byte[] bytes) => MlsCodec.TryDecode(bytes, out MlsMessage? message) ? message : null;
}
