using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Key packages that are broken (RFC 9420 §10, §10.1): refused by who hands them out, proposes, commits or follows.</summary>
public sealed class KeyPackageForgeryTests : IDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        KeyPackage honest = Forge.KeyPackageOf(_group.Dave);
        Assert.Equal(MlsFault.None, KeyPackageValidation.Check(honest, OpenRules.Instance, s_now));
        _group.AssertTaken(Forge.Commit(new AddProposal(honest)));
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-KP-01")]
    public void AnotherSuiteIsRefused()
    {
        AssertRefusedInGroup(
            MlsFault.UnsupportedSuite,
            Package(bent => bent with { CipherSuite = CipherSuiteId.X25519Aes128GcmSha256Ed25519 })
        );
        AssertRefused(MlsFault.UnsupportedSuite, Package(bent => bent with { CipherSuite = (CipherSuiteId)0x0A0A }));

        // Sound by itself, and not of this group.
        using TestMember other = new("other", CipherSuiteId.P256Aes128GcmSha256P256);
        KeyPackage foreign = Forge.KeyPackageOf(other);
        Assert.Equal(MlsFault.None, KeyPackageValidation.Check(foreign, OpenRules.Instance, s_now));
        AssertRefusedInGroup(MlsFault.UnsupportedSuite, foreign);
    }

    [Fact, Trait("Rule", "V-KP-01"), Trait("Rule", "V-KP-06")]
    public void AnotherVersionIsRefused()
    {
        KeyPackage package = Package(bent => bent with { Version = (ProtocolVersion)2 });
        AssertRefused(MlsFault.UnsupportedSuite, package);
        KeyPackage carried = TestMember.OverTheWire(MlsMessage.Of(package)).KeyPackage!;
        Assert.Equal(MlsFault.UnsupportedSuite, KeyPackageValidation.Check(carried, OpenRules.Instance, s_now));
    }

    [Fact, Trait("Rule", "V-KP-02")]
    public void ALeafThatIsInvalidIsRefused()
    {
        AssertRefused(
            MlsFault.BadSignature,
            Package(bent => bent with { LeafNode = bent.LeafNode with { Signature = new byte[64] } })
        );
        AssertRefused(MlsFault.InvalidLeaf, Forge.KeyPackageOf(_group.Dave, leaf => leaf with { EncryptionKey = new byte[32] }));
        AssertRefused(
            MlsFault.InvalidLeaf,
            Forge.KeyPackageOf(
                _group.Dave,
                leaf => leaf with { Capabilities = Capabilities.Of(CipherSuiteId.P256Aes128GcmSha256P256) }
            )
        );
    }

    [Fact, Trait("Rule", "V-KP-03")]
    public void ASignatureThatIsNotTheLeafsIsRefused()
    {
        KeyPackage honest = Forge.KeyPackageOf(_group.Dave);
        AssertRefused(MlsFault.BadSignature, honest with { Signature = new byte[64] });
        AssertRefused(MlsFault.BadSignature, honest with { Signature = Opaque.Empty });
        AssertRefused(MlsFault.BadSignature, honest with { InitKey = Forge.NewKey() });

        // The leaf is Dave's and sound; the package around it is signed by Mallory.
        KeyPackage stolen = Forge.KeyPackageOf(_group.Mallory, package: bent => bent with { LeafNode = honest.LeafNode });
        AssertRefused(MlsFault.BadSignature, stolen);
    }

    [Fact, Trait("Rule", "V-KP-04")]
    public void AnInitKeyThatIsTheLeafsKeyIsRefused() =>
        AssertRefused(MlsFault.InvalidKeyPackage, Package(bent => bent with { InitKey = bent.LeafNode.EncryptionKey }));

    [Theory, Trait("Rule", "V-KP-05")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AnInitKeyThatIsNoneIsRefused(int zeros) =>
        AssertRefused(MlsFault.InvalidKeyPackage, Package(bent => bent with { InitKey = new byte[zeros] }));

    [Fact, Trait("Rule", "V-KP-07")]
    public void AnExtensionThatTheLeafDoesNotListIsNotMade()
    {
        Extensions extensions = Extensions.Of(KeyPackage.LastResort);
        Lifetime lifetime = new(0, ulong.MaxValue);
        TestMember dave = _group.Dave;
        Assert.Throws<ArgumentException>(() =>
            KeyPackageSecrets.Create(dave.Suite, dave.Settings, lifetime, dave.Signer, extensions)
        );
        LeafSettings listing = dave.Settings with { Capabilities = Capabilities.Of(dave.Suite, ExtensionType.LastResort) };
        using KeyPackageSecrets made = KeyPackageSecrets.Create(dave.Suite, listing, lifetime, dave.Signer, extensions);
        Assert.True(made.KeyPackage.IsLastResort);
    }

    [Fact, Trait("Rule", "V-KP-08")]
    public void GreaseInAKeyPackageIsTaken()
    {
        KeyPackage package = Forge.KeyPackageOf(
            _group.Dave,
            package: bent => bent with { Extensions = Extensions.Of(new Extension((ExtensionType)0x5A5A, "grease"u8.ToArray())) }
        );
        Assert.Equal(MlsFault.None, KeyPackageValidation.Check(package, OpenRules.Instance, s_now));
        _group.AssertTaken(Forge.Commit(new AddProposal(package)));
    }

    // Whoever is given the time, asks it of what it sends itself, and not of what it receives.
    [Fact, Trait("Rule", "V-KP-10")]
    public void AKeyPackageThatHasExpiredIsNotSent()
    {
        KeyPackage expired = WithLifetime(new Lifetime(0, (ulong)s_now.ToUnixTimeSeconds() - 1));
        TestMember mallory = _group.Mallory;
        CommitRequest request = new() { Add = [expired] };
        AssertCommitted(MlsFault.Expired, request with { Now = s_now });
        AssertCommitted(MlsFault.None, request with { Now = s_now.AddSeconds(-1) });
        AssertCommitted(MlsFault.None, request);
        Assert.Throws<ArgumentException>(() => mallory.Group.ProposeAdd(expired, mallory.Signer, mallory.Rules, s_now));
        Assert.Null(
            mallory.Group.TryBranch(
                Group.NewId(),
                Extensions.None,
                new SuccessorRequest
                {
                    Others = [expired],
                    Leaf = mallory.Settings,
                    Lifetime = new Lifetime(0, ulong.MaxValue),
                    Now = s_now,
                },
                mallory.Signer,
                mallory.Rules,
                out MlsFault branching
            )
        );
        Assert.Equal(MlsFault.Expired, branching);
        _group.AssertTaken(Forge.Commit(new AddProposal(expired)));

        void AssertCommitted(MlsFault expected, CommitRequest request)
        {
            StagedCommit? commit = mallory.Group.TryCommit(request, mallory.Signer, mallory.Rules, out MlsFault fault);
            Assert.Equal(expected, fault);
            commit?.Next.Discard(mallory.Group);
        }
    }

    [Fact, Trait("Rule", "V-KP-09")]
    public void ALifetimeThatEndsBeforeItBeginsIsRefused() =>
        AssertRefused(MlsFault.InvalidKeyPackage, WithLifetime(new Lifetime(2, 1)));

    [Fact, Trait("Rule", "V-KP-10")]
    public void AKeyPackageIsGoodWithinItsLifetimeOnly()
    {
        ulong now = (ulong)s_now.ToUnixTimeSeconds();
        Assert.Equal(MlsFault.Expired, Check(new Lifetime(now + 1, now + 2)));
        Assert.Equal(MlsFault.Expired, Check(new Lifetime(0, now - 1)));
        Assert.Equal(MlsFault.None, Check(new Lifetime(now, now)));

        MlsFault Check(Lifetime lifetime) => KeyPackageValidation.Check(WithLifetime(lifetime), OpenRules.Instance, s_now);
    }

    private KeyPackage Package(Func<KeyPackage, KeyPackage> bend) => Forge.KeyPackageOf(_group.Dave, package: bend);

    private KeyPackage WithLifetime(Lifetime lifetime) =>
        Forge.KeyPackageOf(_group.Dave, leaf => leaf with { Lifetime = lifetime });

    private void AssertRefused(MlsFault expected, KeyPackage package)
    {
        Assert.Equal(expected, KeyPackageValidation.Check(package, OpenRules.Instance, s_now));
        AssertRefusedInGroup(expected, package);
    }

    private void AssertRefusedInGroup(MlsFault expected, KeyPackage package)
    {
        // Neither a path nor a Welcome could be made for some of these; the list is looked at first.
        _group.AssertRefused(expected, Forge.Commit([ProposalOrRef.Of(new AddProposal(package))], Forge.PathAfter()));
        _group.AssertRefused(expected, Forge.Propose(new AddProposal(package)));
        Assert.Throws<ArgumentException>(() =>
            _group.Bob.Group.Commit(new CommitRequest { Add = [package] }, _group.Bob.Signer, OpenRules.Instance)
        );
    }
}
