using System.Diagnostics.CodeAnalysis;
using System.Text;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Architecture.Tests.Strangers;

/// <summary>What a member can do with Comm.Mls's public surface alone: if one of these does not compile, too much was taken away.</summary>
public sealed class MemberTests : IDisposable
{
    private readonly Stranger _alice = new("Alice");
    private readonly Stranger _bob = new("Bob");
    private readonly Stranger _carol = new("Carol");

    public MemberTests()
    {
        _alice.Create();
        _alice.Admit(_bob, _carol);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
    }

    [Fact]
    public void WhoIsRemovedHearsNothingMore()
    {
        MlsMessage commit = _alice.Commit(new CommitRequest { Remove = [_carol.Group.OwnLeafIndex] }).Commit;

        Assert.Equal("Carol", Assert.Single(Assert.IsType<ReceivedCommit>(_bob.Take(commit)).Removed.Select(NameOf)));
        Assert.Null(Assert.IsType<ReceivedCommit>(_carol.Take(commit)).Next);
        MlsMessage said = _alice.Say("without Carol");
        Assert.Equal("without Carol", _bob.Read(said));
        Assert.Equal(MlsFault.FutureEpoch, Assert.IsType<Refused>(_carol.Take(said)).Fault);
    }

    [Fact]
    public void AnUpdateIsAskedForAndCommittedByAnother()
    {
        MlsMessage asked = _bob.Ask(_bob.Group.ProposeUpdate(_bob.Key, Stranger.Rules));
        Assert.IsType<MemberAuthor>(Assert.IsType<ReceivedProposal>(_alice.Take(asked)).Author);
        Assert.IsType<ReceivedProposal>(_carol.Take(asked));

        CommitRequest all = new() { ByReference = [.. _alice.Group.PendingProposals.Select(one => one.Reference)] };
        MlsMessage commit = _alice.Commit(all).Commit;

        Assert.IsType<ReceivedCommit>(_bob.Take(commit));
        Assert.IsType<ReceivedCommit>(_carol.Take(commit));
        Assert.Equal("renewed", _bob.Read(_alice.Say("renewed")));
    }

    [Fact]
    public void WhateverAMemberMayAskForAnotherCommits()
    {
        using Stranger dave = new("Dave");
        using KeyPackageSecrets daves = dave.NewKeyPackage();
        using SharedKey shared = new("spoken on the phone");
        PreSharedKeyProposal key = new(PreSharedKeyId.External(shared.Name, Stranger.Suite));
        MlsMessage[] asked =
        [
            _bob.Ask(_bob.Group.ProposeAdd(daves.KeyPackage, _bob.Key, Stranger.Rules, Stranger.Now)),
            _bob.Ask(_bob.Group.ProposeRemove(_carol.Group.OwnLeafIndex, _bob.Key, Stranger.Rules)),
            _bob.Ask(_bob.Group.Propose(key, _bob.Key, Stranger.Rules, WireFormat.PrivateMessage)),
        ];
        Assert.All(asked, message => Assert.IsType<ReceivedProposal>(_alice.Take(message)));

        StagedCommit commit = _alice.Commit(
            new CommitRequest
            {
                ByReference = [.. _alice.Group.PendingProposals.Select(one => one.Reference)],
                PreSharedKeyStore = shared,
            }
        );
        dave.Join(commit.Welcome!, daves, new JoinRequest { PreSharedKeyStore = shared });
        Assert.IsType<ReceivedCommit>(_bob.Take(commit.Commit, shared));

        Assert.Equal("Dave", Assert.Single(commit.Added.Select(NameOf)));
        Assert.Equal("Carol", Assert.Single(commit.Removed.Select(NameOf)));
        Assert.Equal("all three", dave.Read(_bob.Say("all three")));
    }

    [Fact]
    public void WhatTheGroupWouldRefuseIsNotCommitted()
    {
        CommitRequest nobody = new() { Remove = [7] };

        Assert.Null(_alice.Group.TryCommit(nobody, _alice.Key, Stranger.Rules, out MlsFault fault));
        Assert.Equal(MlsFault.InvalidProposalList, fault);
        Assert.Throws<ArgumentException>(() => _alice.Group.Commit(nobody, _alice.Key, Stranger.Rules));
        Assert.Equal("as before", _bob.Read(_alice.Say("as before")));
    }

    [Fact]
    public void AMessageThatComesLateIsReadByWhoKeepsItsKeys()
    {
        using Stranger patient = new("Dave") { Lifetimes = new KeyLifetimes { PastEpochs = 1 } };
        using KeyPackageSecrets own = patient.NewKeyPackage();
        StagedCommit added = _alice.Commit(new CommitRequest { Add = [own.KeyPackage] });
        patient.Join(added.Welcome!, own);
        Assert.IsType<ReceivedCommit>(_bob.Take(added.Commit));
        MlsMessage late = _alice.Say("late");
        MlsMessage renewal = _alice.Commit(new CommitRequest()).Commit;
        Assert.IsType<ReceivedCommit>(patient.Take(renewal));
        Assert.IsType<ReceivedCommit>(_bob.Take(renewal));

        Assert.Equal("late", patient.Read(late));
        Assert.Equal(MlsFault.StaleEpoch, Assert.IsType<Refused>(_bob.Take(late)).Fault);
    }

    [Fact]
    public void WhoHasLostItsStateComesInAgain()
    {
        uint place = _carol.Group.OwnLeafIndex;
        GroupInfo info = _alice.Group.ExportGroupInfo(_alice.Key, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub);
        ExternalCommitRequest again = new() { Replaces = place };
        StagedCommit? entered = Group.TryJoinByExternalCommit(info, _carol.Leaf, _carol.Key, Stranger.Rules, out _, again);
        _carol.Begin(entered!.Next);

        Assert.True(Assert.IsType<ReceivedCommit>(_alice.Take(entered.Commit)).IsExternal);
        Assert.IsType<ReceivedCommit>(_bob.Take(entered.Commit));
        Assert.Equal("back", _bob.Read(_carol.Say("back")));
    }

    [Fact]
    public void AKeySharedByOtherMeansIsMixedIn()
    {
        using SharedKey shared = new("spoken on the phone");
        CommitRequest request = new()
        {
            PreSharedKeys = [PreSharedKeyId.External(shared.Name, Stranger.Suite)],
            PreSharedKeyStore = shared,
        };
        MlsMessage commit = _alice.Commit(request).Commit;

        Assert.Equal(MlsFault.MissingPsk, Assert.IsType<Refused>(_carol.Take(commit)).Fault);
        Assert.IsType<ReceivedCommit>(_bob.Take(commit, shared));
        Assert.Equal(_alice.Group.EpochAuthenticator, _bob.Group.EpochAuthenticator);
    }

    [Fact]
    public void AllMembersExportOneSecret()
    {
        using Secret alices = _alice.Group.Export("a recording", "room 7"u8, 32);
        using Secret bobs = _bob.Group.Export("a recording", "room 7"u8, 32);
        Assert.True(alices.FixedTimeEquals(bobs.Span));
    }

    [Fact]
    public void ARestartLosesNothing()
    {
        MlsMessage first = _alice.Say("before");
        _bob.Restart();
        Assert.Equal("before", _bob.Read(first));
        _alice.Restart();
        Assert.Equal("after", _bob.Read(_alice.Say("after")));

        using KeyPackageSecrets own = _bob.NewKeyPackage();
        using Secret saved = own.Save();
        using KeyPackageSecrets? loaded = KeyPackageSecrets.TryLoad(saved.Span);
        Assert.Equal(own.Reference, loaded?.Reference);
    }

    [Fact]
    public void WhatWasSaidProvesToOthersWhoSaidIt()
    {
        var heard = Assert.IsType<ReceivedMessage>(_bob.Take(_alice.Say("I was here")));
        byte[] evidence = MlsCodec.Encode(heard.Content);
        GroupContext context = _bob.Group.Context;

        Assert.True(MlsCodec.TryDecode(evidence, out AuthenticatedContent? shown));
        Assert.True(shown.IsSignedBy(heard.Sender.Leaf.SignatureKey, context));
        Assert.False(shown.IsSignedBy(_carol.Key.PublicKey.ToArray(), context));
        Assert.False(shown.IsSignedBy(Opaque.Empty, context));
        _alice.Commit(new CommitRequest());
        Assert.False(shown.IsSignedBy(heard.Sender.Leaf.SignatureKey, _alice.Group.Context));
    }

    [Fact]
    public void TheGroupGoesOnInAnotherSuite()
    {
        const CipherSuiteId Next = CipherSuiteId.P256Aes128GcmSha256P256;
        ReInitProposal end = new(Group.NewId(), Next, Extensions.None);
        MlsMessage commit = _alice.Commit(new CommitRequest { ReInit = end }).Commit;
        Assert.IsType<ReceivedCommit>(_bob.Take(commit));
        Assert.IsType<ReceivedCommit>(_carol.Take(commit));

        using Stranger alice = new("Alice", Next);
        using Stranger bob = new("Bob", Next);
        using Stranger carol = new("Carol", Next);
        using KeyPackageSecrets bobs = bob.NewKeyPackage();
        using KeyPackageSecrets carols = carol.NewKeyPackage();
        SuccessorRequest all = Successor(alice, bobs, carols);
        StagedCommit? founded = _alice.Group.TryReinitialize(all, alice.Key, Stranger.Rules, out _);
        alice.Begin(founded!.Next);
        bob.Join(founded.Welcome!, bobs, new JoinRequest { Previous = _bob.Group });

        Assert.Equal("in P-256", bob.Read(alice.Say("in P-256")));
        Assert.Throws<InvalidOperationException>(() => _alice.Say("still here"));
    }

    [Fact]
    public void SomeOfTheMembersBranchOff()
    {
        using Stranger alice = new("Alice");
        using Stranger bob = new("Bob");
        using KeyPackageSecrets bobs = bob.NewKeyPackage();
        SuccessorRequest two = Successor(alice, bobs);
        StagedCommit? founded = _alice.Group.TryBranch(Group.NewId(), Extensions.None, two, alice.Key, Stranger.Rules, out _);
        alice.Begin(founded!.Next);
        bob.Join(founded.Welcome!, bobs, new JoinRequest { Previous = _bob.Group });

        Assert.Equal("between us", bob.Read(alice.Say("between us")));
    }

    [Fact]
    public void AClientShowsItsCertificates()
    {
        LeafSettings certified = new(
            Credential.X509("the client's own"u8.ToArray(), "its issuer's"u8.ToArray()),
            Capabilities.Of(Stranger.Suite) with
            {
                Credentials = [(ushort)CredentialType.Basic, (ushort)CredentialType.X509],
            },
            Extensions.None
        );
        using Stranger dave = new("Dave") { Leaf = certified };
        using Stranger erin = new("Erin") { Leaf = certified };
        dave.Create();
        dave.Admit(erin);

        Assert.All(erin.Group.Members, member => Assert.Equal(2, member.Leaf.Credential.Certificates.Length));
        Assert.Equal("certified", erin.Read(dave.Say("certified")));
    }

    private static SuccessorRequest Successor(Stranger founder, params KeyPackageSecrets[] others) =>
        new()
        {
            Others = [.. others.Select(other => other.KeyPackage)],
            Leaf = founder.Leaf,
            Lifetime = Stranger.Lifetime,
            Now = Stranger.Now,
        };

    private static string NameOf(Member member) => Encoding.UTF8.GetString(member.Leaf.Credential.Identity.Span);

    private sealed class SharedKey(string words) : IPreSharedKeys, IDisposable
    {
        private readonly Secret _key = Secret.CopyOf(Encoding.UTF8.GetBytes(words.PadRight(32)));

        public Opaque Name { get; } = "the key of Tuesday"u8.ToArray();

        public bool TryFind(PreSharedKeyId id, [NotNullWhen(true)] out Secret? key)
        {
            key = id.Type == PskType.External && id.Id == Name ? _key : null;
            return key is not null;
        }

        public void Dispose() => _key.Dispose();
    }
}
