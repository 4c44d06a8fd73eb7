using Comm.Crypto;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>What a group takes after its end, and Welcomes to groups that are not the one announced (RFC 9420 §11.2, §12.4.3.1).</summary>
public sealed class ReinitializationForgeryTests : IDisposable
{
    private const CipherSuiteId NewSuite = CipherSuiteId.P256Aes128GcmSha256P256;

    private static readonly ReInitProposal s_announced = new("the new room"u8.ToArray(), NewSuite, Extensions.None);
    private static readonly ForgedFounding s_honest = new() { Suite = NewSuite, Usage = ResumptionPskUsage.ReInit };

    private readonly ForgedSuccession _groups = new(s_announced);

    public void Dispose()
    {
        Assert.Equal(MlsFault.None, _groups.Join(s_honest));
        _groups.Dispose();
    }

    [Fact, Trait("Rule", "V-REINIT-03")]
    public void AGroupThatEndedTakesNothingMore()
    {
        Forge old = _groups.Old;
        MlsMessage[] handshakes = [old.Commit(), old.Commit(new RemoveProposal(2)), old.Propose(new RemoveProposal(2))];
        using TestMember dave = new("dave");
        using Outsider outsider = new(dave, _groups.Mallory);
        foreach (MlsMessage message in (MlsMessage[])[.. handshakes, outsider.Commit()])
        {
            AssertEnded(message);
            PublicMessage handshake = TestMember.OverTheWire(message).PublicMessage!;
            bool isProposal = handshake.Content.ContentType == ContentType.Proposal;
            MlsFault fault = MlsFault.None;
            Assert.Null(isProposal ? _groups.Server.TryKeep(handshake, OpenRules.Instance, out fault) : null);
            Assert.Null(isProposal ? null : _groups.Server.TryApply(handshake, OpenRules.Instance, out fault));
            Assert.Equal(MlsFault.Reinitialized, fault);
        }

        AssertEnded(old.Private(old.Draft("one more")));
        AssertEnded(old.PrivateCommit());

        void AssertEnded(MlsMessage message) =>
            Assert.Equal(
                new Refused(MlsFault.Reinitialized),
                _groups.Bob.Group.Process(TestMember.OverTheWire(message), OpenRules.Instance)
            );
    }

    [Fact, Trait("Rule", "V-REINIT-03")]
    public void AGroupThatEndedSendsNothingMore()
    {
        TestMember bob = _groups.Bob;
        using KeyPackageSecrets keys = bob.NewKeyPackage();
        Assert.Throws<InvalidOperationException>(() => bob.Group.Send("more"u8.ToArray(), bob.Signer));
        Assert.Throws<InvalidOperationException>(() => bob.Group.Commit(new CommitRequest(), bob.Signer, bob.Rules));
        Assert.Throws<InvalidOperationException>(() => bob.Group.ProposeUpdate(bob.Signer, bob.Rules));
        Assert.Throws<InvalidOperationException>(() =>
            bob.Group.TryBranch(
                Group.NewId(),
                Extensions.None,
                new SuccessorRequest
                {
                    Others = [keys.KeyPackage],
                    Leaf = bob.Settings,
                    Lifetime = new Lifetime(0, ulong.MaxValue),
                },
                bob.Signer,
                bob.Rules,
                out _
            )
        );
    }

    [Theory, Trait("Rule", "V-REINIT-04")]
    [InlineData(1)]
    [InlineData(2)]
    public void ALaterEpochThanTheFirstIsRefused(int commits) => AssertNoSuccessor(s_honest with { CommitsBefore = commits });

    [Fact, Trait("Rule", "V-REINIT-05")]
    public void AnotherGroupThanTheOneAnnouncedIsRefused()
    {
        AssertNoSuccessor(s_honest with { GroupId = "another room"u8.ToArray() });
        AssertNoSuccessor(s_honest with { Suite = CipherSuiteId.X25519Aes128GcmSha256Ed25519 });
        AssertNoSuccessor(s_honest with { Extensions = Extensions.Of(new ExternalSenders([]).ToContextExtension()) });

        // A version was announced that the group of this one is not of.
        using ForgedSuccession later = new(s_announced with { Version = (ProtocolVersion)2 });
        Assert.Equal(MlsFault.Mismatch, later.Join(s_honest));
    }

    [Fact, Trait("Rule", "V-REINIT-06")]
    public void AGroupThatWentOnHasNoSuccessor()
    {
        using ForgedSuccession unended = new();
        Assert.Equal(MlsFault.Mismatch, unended.Join(s_honest));
    }

    [Fact, Trait("Rule", "V-REINIT-07")]
    public void TheKeyIsThatOfTheOldGroupsLastEpoch()
    {
        foreach (long epochs in (long[])[-1, 1])
        {
            PreSharedKeyId named = _groups.Key(ResumptionPskUsage.ReInit, NewSuite, epochsAfter: epochs);
            Assert.Equal(MlsFault.MissingPsk, _groups.Join(s_honest with { Named = named }));
        }

        PreSharedKeyId foreign = _groups.Key(ResumptionPskUsage.ReInit, NewSuite, "a room that is none of ours"u8.ToArray());
        Assert.Equal(MlsFault.MissingPsk, _groups.Join(s_honest with { Named = foreign }));
    }

    [Fact, Trait("Rule", "V-REINIT-08")]
    public void EverybodyIsInTheNewGroup()
    {
        AssertNoSuccessor(s_honest with { Others = [] });
        AssertNoSuccessor(s_honest with { Others = ["dave"] });
    }

    // Else whoever has their key packages could found the group that they wait for.
    [Fact, Trait("Rule", "V-REINIT-09")]
    public void TheAnnouncedGroupIsNotEnteredWithoutTheOldGroupsKey()
    {
        AssertNoSuccessor(s_honest with { HasKey = false });
        Assert.Equal(MlsFault.None, _groups.Join(s_honest with { HasKey = false, GroupId = "another room"u8.ToArray() }));
    }

    [Fact, Trait("Rule", "V-SUCC-04")]
    public void TheRulesAreAskedWhoSucceedsWhom() =>
        AssertNoSuccessor(
            s_honest with
            {
                Rules = new Strict { Successor = (current, _) => current.Credential != _groups.Bob.Settings.Credential },
            }
        );

    [Fact, Trait("Rule", "V-PSK-07")]
    public void AWelcomeHasOneFoundingKey()
    {
        foreach (ResumptionPskUsage usage in (ResumptionPskUsage[])[ResumptionPskUsage.ReInit, ResumptionPskUsage.Branch])
        {
            (PreSharedKeyId, Secret) second = (_groups.Key(usage, NewSuite), _groups.Old.ResumptionKey);
            Assert.Equal(MlsFault.InvalidPsk, _groups.Join(s_honest with { MoreKeys = [second] }));
        }

        // Beside it, the same key for the ordinary use is no second one.
        (PreSharedKeyId, Secret) ordinary = (_groups.Key(ResumptionPskUsage.Application, NewSuite), _groups.Old.ResumptionKey);
        Assert.Equal(MlsFault.None, _groups.Join(s_honest with { MoreKeys = [ordinary] }));
    }

    private void AssertNoSuccessor(ForgedFounding plan) => Assert.Equal(MlsFault.Mismatch, _groups.Join(plan));
}
