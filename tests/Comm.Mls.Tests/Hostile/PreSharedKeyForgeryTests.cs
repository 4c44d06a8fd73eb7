using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Pre-shared keys where, how or in the number that they have no place (RFC 9420 §8.4, §12.1.4).</summary>
public sealed class PreSharedKeyForgeryTests : IDisposable
{
    private const string Told = "told by word of mouth";

    private readonly ForgedGroup _group = new();
    private readonly Secret _key = Secret.CopyOf(System.Text.Encoding.UTF8.GetBytes(Told));
    private readonly SharedKeys _keys = new(Told);

    public PreSharedKeyForgeryTests() => _group.BobsKeys = _keys;

    private Forge Forge => _group.Forge;

    private PreSharedKeyId NewId => _keys.NewId(_group.Bob.Suite);

    public void Dispose()
    {
        _group.AssertTaken(Forge.CommitWith([(NewId, _key)]));
        _group.AssertTaken(Forge.CommitWith([(NewId, _key), (NewId, _key)]));
        _group.AssertStillWorks();
        _group.Dispose();
        _keys.Dispose();
        _key.Dispose();
    }

    [Theory, Trait("Rule", "V-PSK-01")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void ANonceOfAnotherLengthIsRefused(int length) =>
        AssertRefused(PreSharedKeyId.External("the key"u8.ToArray(), new byte[length]));

    [Fact, Trait("Rule", "V-PSK-02")]
    public void AKeyForReinitializingIsRefused() => AssertRefused(Resumption(ResumptionPskUsage.ReInit, Forge.Context.Epoch));

    [Fact, Trait("Rule", "V-PSK-03")]
    public void AKeyForBranchingIsRefused() => AssertRefused(Resumption(ResumptionPskUsage.Branch, Forge.Context.Epoch));

    [Fact, Trait("Rule", "V-PSK-04")]
    public void OneKeyTwiceIsRefused()
    {
        PreSharedKeyId id = NewId;
        PreSharedKeyProposal twice = new(id);
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.CommitWith([(id, _key), (id, _key)]));
        using Outsider dave = new(_group.Dave, _group.Mallory);
        _group.AssertRefused(MlsFault.InvalidProposalList, dave.Commit(twice, twice));
    }

    [Fact, Trait("Rule", "V-PSK-05")]
    public void AKeyThatAMemberDoesNotHaveIsRefusedByItOnly()
    {
        Opaque nonce = PreSharedKeyId.FreshNonce(_group.Bob.Suite);
        PreSharedKeyId[] unknown =
        [
            PreSharedKeyId.External("another key"u8.ToArray(), nonce),
            Resumption(ResumptionPskUsage.Application, Forge.Context.Epoch + 1),
            PreSharedKeyId.Resumption(ResumptionPskUsage.Application, "another room"u8.ToArray(), Forge.Context.Epoch, nonce),
        ];
        foreach (PreSharedKeyId id in unknown)
        {
            _group.AssertRefusedByMembersOnly(MlsFault.MissingPsk, Forge.CommitWith([(id, _key)]));
        }

        // The wrong key for the right name shows in the confirmation tag.
        using Secret other = Secret.Random(32);
        _group.AssertRefusedByMembersOnly(MlsFault.BadConfirmationTag, Forge.CommitWith([(NewId, other)]));
        PreSharedKeyId present = Resumption(ResumptionPskUsage.Application, Forge.Context.Epoch);
        _group.AssertTaken(Forge.CommitWith([(present, Forge.ResumptionKey)]));
    }

    [Fact, Trait("Rule", "V-PSK-08")]
    public void KeysInAnotherOrderThanTheyAreMixedInAreFoundByMembers()
    {
        (PreSharedKeyId first, PreSharedKeyId second) = (NewId, NewId);
        (PreSharedKeyId, Secret)[] keys = [(first, _key), (second, _key)];
        _group.AssertRefusedByMembersOnly(MlsFault.BadConfirmationTag, Forge.CommitWith(keys, named: [second, first]));

        using KeyPackageSecrets dave = _group.Dave.NewKeyPackage();
        Assert.Equal(MlsFault.CannotDecrypt, Join([second, first]));
        Assert.Equal(MlsFault.CannotDecrypt, Join([first]));
        Assert.Equal(MlsFault.None, Join([first, second]));

        MlsFault Join(PreSharedKeyId[] named)
        {
            Welcome welcome = Forge.Found([dave.KeyPackage], keys, named);
            JoinRequest request = new() { PreSharedKeyStore = _keys };
            using Group? joined = Group.TryJoin(welcome, dave, OpenRules.Instance, out MlsFault fault, request)?.Group;
            return fault;
        }
    }

    // Mallory keeps keys for longer than Bob does.
    [Fact, Trait("Rule", "V-PSK-09")]
    public void AKeyThatIsKeptNoLongerIsNotThere()
    {
        using ForgedGroup group = new(bobs: new KeyLifetimes { PastResumptionKeys = 2 });
        ulong first = group.Forge.Context.Epoch;
        using Secret key = group.Forge.ResumptionKey.Copy();
        group.AssertStillWorks();
        group.AssertStillWorks();
        AssertKnown(true);
        group.AssertStillWorks();
        AssertKnown(false);

        void AssertKnown(bool expected)
        {
            using Forge forge = new(group.Mallory);
            MlsMessage commit = forge.CommitWith([(Resumption(ResumptionPskUsage.Application, first), key)]);
            if (expected)
            {
                group.AssertTaken(commit);
            }
            else
            {
                group.AssertRefusedByMembersOnly(MlsFault.MissingPsk, commit);
            }
        }
    }

    [Fact, Trait("Rule", "V-PSK-10")]
    public void MoreKeysThanTheKeyScheduleCountsAreRefused()
    {
        Proposal[] keys = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(_ => new PreSharedKeyProposal(NewId))];
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit([.. keys]));
        using Outsider dave = new(_group.Dave, _group.Mallory);
        _group.AssertRefused(MlsFault.InvalidProposalList, dave.Commit([.. keys]));
    }

    /// <summary>Proposed, committed by a member, and brought by somebody from outside.</summary>
    private void AssertRefused(PreSharedKeyId id)
    {
        PreSharedKeyProposal proposal = new(id);
        _group.AssertRefused(MlsFault.InvalidPsk, Forge.Propose(proposal));
        _group.AssertRefused(MlsFault.InvalidPsk, Forge.CommitWith([(id, _key)]));
        using Outsider dave = new(_group.Dave, _group.Mallory);
        _group.AssertRefused(MlsFault.InvalidPsk, dave.Commit(proposal));
    }

    private PreSharedKeyId Resumption(ResumptionPskUsage usage, ulong epoch) =>
        PreSharedKeyId.Resumption(usage, Forge.Context.GroupId, epoch, PreSharedKeyId.FreshNonce(_group.Bob.Suite));
}
