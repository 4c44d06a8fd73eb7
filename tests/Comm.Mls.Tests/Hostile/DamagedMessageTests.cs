using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Every byte of every kind of message changed in turn, every length cut to, one byte too many: nobody throws, nobody moves, and the
/// original still goes.
/// </summary>
public sealed class DamagedMessageTests : IDisposable
{
    // At the end of a member's PublicMessage: a length byte and 32 bytes of tag, one such or two.
    private const int TagVector = 33;

    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Theory, Trait("Rule", "V-CODEC-04")]
    [InlineData("empty")]
    [InlineData("full")]
    public void ADamagedCommitIsRefused(string kind)
    {
        KeyPackage dave = Forge.KeyPackageOf(_group.Dave);
        MlsMessage commit =
            kind == "empty"
                ? Forge.Commit()
                : Forge.Commit(new GroupContextExtensionsProposal(Extensions.None), new RemoveProposal(2), new AddProposal(dave));
        AssertDamageIsRefused(commit);
        AssertServerRefusesAllButTags(commit, tags: 2);
    }

    [Theory, Trait("Rule", "V-CODEC-04")]
    [InlineData(nameof(ProposalType.Add))]
    [InlineData(nameof(ProposalType.Update))]
    [InlineData(nameof(ProposalType.Remove))]
    [InlineData(nameof(ProposalType.GroupContextExtensions))]
    public void ADamagedProposalIsRefused(string type)
    {
        MlsMessage proposal = Forge.Propose(ProposalOf(Enum.Parse<ProposalType>(type)));
        AssertDamageIsRefused(proposal);
        AssertServerRefusesAllButTags(proposal, tags: 1);
    }

    [Theory, Trait("Rule", "V-CODEC-04")]
    [InlineData(ContentType.Application)]
    [InlineData(ContentType.Proposal)]
    [InlineData(ContentType.Commit)]
    public void ADamagedPrivateMessageIsRefused(ContentType type) =>
        AssertDamageIsRefused(
            type switch
            {
                ContentType.Application => Forge.Private(Forge.Draft("to be damaged"), new Sealing { Padding = new byte[20] }),
                ContentType.Proposal => Forge.Private(Forge.Draft(ProposalOf(ProposalType.Update))),
                _ => Forge.PrivateCommit(new RemoveProposal(2)),
            }
        );

    [Fact, Trait("Rule", "V-WELCOME-19")]
    public void ADamagedWelcomeIsRefused()
    {
        using ForgedWelcome welcome = new();
        byte[] keysBefore = welcome.Keys.SavedKeys();
        foreach ((string damage, byte[] bytes) in DamagesOf(MlsCodec.Encode(welcome.Commit.Welcome!)))
        {
            if (Decode(bytes)?.Welcome is { } damaged)
            {
                Group? joined = Group.TryJoin(damaged, welcome.Keys, OpenRules.Instance, out MlsFault fault)?.Group;
                Assert.True(joined is null && fault != MlsFault.None, damage);
            }
        }

        Assert.Equal(keysBefore, welcome.Keys.SavedKeys());
    }

    [Fact, Trait("Rule", "V-CODEC-04")]
    public void ADamagedKeyPackageIsRefused()
    {
        MlsMessage honest = MlsMessage.Of(Forge.KeyPackageOf(_group.Dave));
        foreach ((string damage, byte[] bytes) in DamagesOf(MlsCodec.Encode(honest)))
        {
            if (Decode(bytes)?.KeyPackage is { } damaged)
            {
                MlsFault fault = KeyPackageValidation.Check(damaged, OpenRules.Instance, DateTimeOffset.UnixEpoch);
                Assert.True(fault != MlsFault.None, damage);
            }
        }

        Assert.Equal(MlsFault.None, KeyPackageValidation.Check(honest.KeyPackage!, OpenRules.Instance, DateTimeOffset.UnixEpoch));
    }

    [Fact, Trait("Rule", "V-CODEC-04")]
    public void ADamagedGroupInfoIsRefused()
    {
        MlsMessage honest = MlsMessage.Of(
            _group.Mallory.Group.ExportGroupInfo(_group.Mallory.Signer, GroupInfoParts.RatchetTree)
        );
        foreach ((string damage, byte[] bytes) in DamagesOf(MlsCodec.Encode(honest)))
        {
            if (Decode(bytes)?.GroupInfo is { } damaged)
            {
                PublicGroup? created = PublicGroup.TryCreate(damaged, OpenRules.Instance, out MlsFault fault);
                Assert.True(created is null && fault != MlsFault.None, damage);
                Assert.False(_group.Server.Matches(damaged), damage);
            }
        }

        Assert.True(_group.Server.Matches(honest.GroupInfo!));
    }

    private Proposal ProposalOf(ProposalType type) =>
        type switch
        {
            ProposalType.Add => new AddProposal(Forge.KeyPackageOf(_group.Dave)),
            ProposalType.Update => new UpdateProposal(Forge.UpdatedLeaf()),
            ProposalType.Remove => new RemoveProposal(2),
            _ => new GroupContextExtensionsProposal(Extensions.None),
        };

    private void AssertDamageIsRefused(MlsMessage honest)
    {
        byte[] epoch = _group.Bob.Group.EpochBytes();
        byte[] messages = _group.Bob.Group.MessageBytes();
        foreach ((string damage, byte[] bytes) in DamagesOf(MlsCodec.Encode(honest)))
        {
            if (Decode(bytes) is { } decoded)
            {
                Received received = _group.Bob.Group.Process(decoded, OpenRules.Instance);
                Assert.True(received is Refused { Fault: not MlsFault.None }, damage);
                Assert.True(epoch.AsSpan().SequenceEqual(_group.Bob.Group.EpochBytes()), damage);
                Assert.True(messages.AsSpan().SequenceEqual(_group.Bob.Group.MessageBytes()), damage);
            }
        }

        _group.AssertTakenByBob(honest);
    }

    /// <summary>The tags are made with secrets, so the server cannot tell a wrong one; every other bit it can.</summary>
    private void AssertServerRefusesAllButTags(MlsMessage message, int tags)
    {
        byte[] honest = MlsCodec.Encode(message);
        byte[] before = _group.Server.Save();
        foreach ((int at, byte[] changed) in ChangesOf(honest))
        {
            int fromEnd = honest.Length - 1 - at;
            bool isInTag = fromEnd < tags * TagVector && fromEnd % TagVector != TagVector - 1;
            bool followed =
                Decode(changed)?.PublicMessage is { } decoded
                && _group.FollowedByServer(MlsMessage.Of(decoded), OpenRules.Instance, out _);
            Assert.True(followed == isInTag, $"byte {at}");
        }

        Assert.Equal(before, _group.Server.Save());
        _group.AssertTaken(message);
    }

    private static IEnumerable<(string Damage, byte[] Bytes)> DamagesOf(byte[] honest)
    {
        foreach ((int at, byte[] changed) in ChangesOf(honest))
        {
            yield return ($"byte {at} is {changed[at]}", changed);
        }

        for (int length = 0; length < honest.Length; length++)
        {
            Assert.Null(Decode(honest[..length]));
        }

        foreach (byte more in (byte[])[0, 1, 255])
        {
            Assert.Null(Decode([.. honest, more]));
        }
    }

    /// <summary>At every byte: one bit flipped, which walks through the eight, and all of them.</summary>
    private static IEnumerable<(int At, byte[] Changed)> ChangesOf(byte[] honest)
    {
        for (int at = 0; at < honest.Length; at++)
        {
            foreach (byte mask in (byte[])[(byte)(1 << (at % 8)), 0xff])
            {
                byte[] changed = [.. honest];
                changed[at] ^= mask;
                yield return (at, changed);
            }
        }
    }

    private static MlsMessage? Decode(byte[] bytes) => MlsCodec.TryDecode(bytes, out MlsMessage? message) ? message : null;
}
