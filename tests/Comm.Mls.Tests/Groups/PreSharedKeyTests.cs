using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Groups;

/// <summary>Keys from outside and from earlier epochs, mixed into an epoch (RFC 9420 §8.4).</summary>
public sealed class PreSharedKeyTests : IDisposable
{
    private readonly TestMember _alice = new("alice");
    private readonly TestMember _bob = new("bob");
    private readonly TestMember _carol = new("carol");
    private readonly SharedKeys _keys = new("told by word of mouth");

    public PreSharedKeyTests()
    {
        _alice.Create();
        GroupLifeTests.Admit(_alice, [_bob], []);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MembersAndANewcomerMixTheKeyIn(bool withPath)
    {
        using KeyPackageSecrets own = _carol.NewKeyPackage();
        StagedCommit commit = _alice.Commit(
            new CommitRequest
            {
                Add = [own.KeyPackage],
                PreSharedKeys = [_keys.NewId(_alice.Suite), _keys.NewId(_alice.Suite)],
                PreSharedKeyStore = _keys,
                OmitPath = !withPath,
            }
        );
        Assert.Equal(withPath, commit.Commit.PublicMessage!.Content.Commit!.Path is not null);

        Assert.Equal(new Refused(MlsFault.MissingPsk), _bob.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit, _keys));
        Welcome welcome = TestMember.OverTheWire(commit.Welcome!).Welcome!;
        Assert.Null(Group.TryJoin(welcome, own, _carol.Rules, out MlsFault fault));
        Assert.Equal(MlsFault.MissingPsk, fault);
        _carol.Join(commit.Welcome!, own, new JoinRequest { PreSharedKeyStore = _keys });
        Assert.Equal("all the same", _bob.Read(_carol.Send("all the same")));
    }

    [Fact]
    public void EveryUseOfAKeyHasItsOwnNonce()
    {
        const CipherSuiteId Suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;
        Opaque name = "key"u8.ToArray();
        PreSharedKeyId[] uses =
        [
            PreSharedKeyId.External(name, Suite),
            PreSharedKeyId.External(name, Suite),
            PreSharedKeyId.Resumption(name, 7, Suite),
            PreSharedKeyId.Resumption(name, 7, Suite),
        ];
        Assert.Distinct(uses.Select(use => use.Nonce));
        Assert.All(uses, use => Assert.Equal(CipherSuite.Get(Suite).HashSize, use.Nonce.Length));
    }

    [Fact]
    public void AWrongKeyIsNotTheEpochs()
    {
        using SharedKeys other = new("misheard");
        StagedCommit commit = _alice.Commit(
            new CommitRequest { PreSharedKeys = [_keys.NewId(_alice.Suite)], PreSharedKeyStore = _keys }
        );
        Assert.Equal(new Refused(MlsFault.BadConfirmationTag), _bob.Receive(commit.Commit, other));
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit, _keys));
    }

    [Fact]
    public void AResumptionKeyProvesMembershipInAnEarlierEpoch()
    {
        ulong earlier = _alice.Group.Context.Epoch;
        GoOn(2);
        _bob.Restart();
        StagedCommit commit = _alice.Commit(new CommitRequest { PreSharedKeys = [Resumption(earlier)] });
        Assert.IsType<ReceivedCommit>(_bob.Receive(commit.Commit));
        Assert.Equal(_alice.Group.EpochAuthenticator, _bob.Group.EpochAuthenticator);
    }

    [Fact, Trait("Rule", "V-PSK-09")]
    public void AResumptionKeyIsForgottenWhenItsTimeIsOver()
    {
        ulong earlier = _alice.Group.Context.Epoch;
        GoOn(KeyLifetimes.Default.PastResumptionKeys + 1);
        Assert.Null(
            _alice.Group.TryCommit(
                new CommitRequest { PreSharedKeys = [Resumption(earlier)] },
                _alice.Signer,
                _alice.Rules,
                out MlsFault fault
            )
        );
        Assert.Equal(MlsFault.MissingPsk, fault);
    }

    private PreSharedKeyId Resumption(ulong epoch) =>
        PreSharedKeyId.Resumption(
            ResumptionPskUsage.Application,
            _alice.Group.Context.GroupId,
            epoch,
            PreSharedKeyId.FreshNonce(_alice.Suite)
        );

    private void GoOn(int commits)
    {
        for (int i = 0; i < commits; i++)
        {
            _bob.Receive(_alice.Commit(new CommitRequest()).Commit);
        }
    }
}
