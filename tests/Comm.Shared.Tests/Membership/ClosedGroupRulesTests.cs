using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Shared.Tests.Membership;

/// <summary>The product's rules (design D6 and D7), one by one; docs/mls-validation.md says where MLS asks them.</summary>
public sealed class ClosedGroupRulesTests
{
    private const CipherSuiteId Suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;
    private const ulong Now = 1_800_000_000;
    private const ulong Day = 86_400;

    private static readonly Lifetime s_month = new(Now - 3_600, Now + (30 * Day));

    private readonly Secret _root = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly Secret _france = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly Secret _kenya = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly DeviceId _device = Identifier.Create<DeviceId>();
    private readonly OfficerId _officer = Identifier.Create<OfficerId>();
    private readonly SoftwareSigner _signer = SoftwareSigner.Generate(Suite);

    private ClosedGroupRules Rules => new(SignatureAlgorithm.Ed25519.GetPublicKey(_root), new Clock());

    [Fact, Trait("Rule", "V-POL-01")]
    public void ALeafHasACertificateThatChainsToTheRoot()
    {
        Assert.True(Rules.AcceptsLeaf(Leaf()));
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Extensions = Extensions.None }));
        using Secret anotherRoot = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        Assert.False(Rules.AcceptsLeaf(Leaf(root: anotherRoot)));
        Extension damaged = new(DeviceCertificate.LeafExtension, new byte[40]);
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Extensions = Extensions.Of(damaged) }));
    }

    [Fact, Trait("Rule", "V-POL-02")]
    public void TheCertificateNamesTheLeafsKeyAndIdentity()
    {
        LeafNode other = Leaf(_device, _officer);
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Extensions = other.Extensions }));
        Assert.False(Rules.AcceptsLeaf(other with { Credential = Credential.Basic(new byte[16]) }));
        Assert.False(Rules.AcceptsLeaf(other with { SignatureKey = new byte[32] }));
    }

    [Fact, Trait("Rule", "V-POL-03")]
    public void ACertificateIsGoodWithinItsTime()
    {
        Assert.False(Rules.AcceptsLeaf(Leaf(validity: new Lifetime(0, Now - 1))));
        Assert.False(Rules.AcceptsLeaf(Leaf(validity: new Lifetime(Now + 1, Now + Day))));

        // Read back from the log, what was done while it was good stays done.
        ClosedGroupRules log = new(SignatureAlgorithm.Ed25519.GetPublicKey(_root), clock: null);
        Assert.True(log.AcceptsLeaf(Leaf(validity: new Lifetime(0, Now - 1))));
    }

    [Fact, Trait("Rule", "V-LEAF-18")]
    public void ALeafIsNotGoodForLongerThanOneOfOurs()
    {
        Assert.True(Rules.AcceptsLeaf(Leaf() with { Lifetime = new Lifetime(Now, Now + (100 * Day)) }));
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Lifetime = new Lifetime(Now, Now + (100 * Day) + 1) }));
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Lifetime = new Lifetime(0, ulong.MaxValue) }));
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Lifetime = new Lifetime(2, 1) }));
        Assert.True(Rules.AcceptsLeaf(Leaf() with { Source = LeafNodeSource.Update, Lifetime = null }));
    }

    [Fact, Trait("Rule", "V-LEAF-19")]
    public void AnX509CredentialIsRefused()
    {
        Assert.True(MlsCodec.TryDecode([0, 2, 2, 1, 0x30], out Credential? x509));
        Assert.False(Rules.AcceptsLeaf(Leaf() with { Credential = x509 }));
    }

    [Fact, Trait("Rule", "V-POL-04")]
    public void ALeafSaysThatItKnowsBothExtensions()
    {
        foreach (ExtensionType known in (ExtensionType[])[DeviceCertificate.LeafExtension, GroupPolicy.ContextExtension])
        {
            Assert.False(Rules.AcceptsLeaf(Leaf() with { Capabilities = Capabilities.Of(Suite, known) }));
        }
    }

    [Fact, Trait("Rule", "V-SUCC-05")]
    public void ASuccessorIsOfTheSameDevice() =>
        Assert.False(Rules.AcceptsSuccessor(Leaf(_device, _officer), Leaf(Identifier.Create<DeviceId>(), _officer)));

    [Fact, Trait("Rule", "V-SUCC-06")]
    public void ASuccessorIsOfTheSameOfficer() =>
        Assert.False(Rules.AcceptsSuccessor(Leaf(_device, _officer), Leaf(_device, Identifier.Create<OfficerId>())));

    [Fact, Trait("Rule", "V-SUCC-07")]
    public void ASuccessorIsOfTheSameAdministration()
    {
        Assert.True(Rules.AcceptsSuccessor(Leaf(_device, _officer), Leaf(_device, _officer)));
        Assert.False(Rules.AcceptsSuccessor(Leaf(_device, _officer), Leaf(_device, _officer, administration: "KE")));
    }

    [Fact, Trait("Rule", "V-SUCC-08")]
    public void WhoHasNoCertificateSucceedsNobodyAndIsSucceededByNobody()
    {
        LeafNode certified = Leaf(_device, _officer);
        LeafNode bare = certified with { Extensions = Extensions.None };
        Assert.False(Rules.AcceptsSuccessor(certified, bare));
        Assert.False(Rules.AcceptsSuccessor(bare, certified));
    }

    [Fact, Trait("Rule", "V-SUCC-09")]
    public void AnOlderCertificateDoesNotComeBackInThePlaceOfANewerOne()
    {
        LeafNode older = Leaf(_device, _officer, roles: Roles.Coordinator);
        LeafNode newer = Leaf(_device, _officer, validity: s_month with { NotBefore = s_month.NotBefore + 1 });
        Assert.True(Rules.AcceptsSuccessor(older, newer));
        Assert.True(Rules.AcceptsSuccessor(newer, newer));
        Assert.False(Rules.AcceptsSuccessor(newer, older));
    }

    [Fact, Trait("Rule", "V-POL-05")]
    public void AContextHasAPolicyAndRequiresBothExtensions()
    {
        Extensions context = Context(_officer);
        Assert.True(Rules.AcceptsContext(context));
        Assert.False(Rules.AcceptsContext(context.Without(GroupPolicy.ContextExtension)));
        Assert.False(Rules.AcceptsContext(context.Without(ExtensionType.RequiredCapabilities)));
        Assert.False(Rules.AcceptsContext(Extensions.None));
        RequiredCapabilities one = new([(ushort)GroupPolicy.ContextExtension], [], []);
        Assert.False(Rules.AcceptsContext(context.With(one.ToContextExtension())));
    }

    [Fact, Trait("Rule", "V-POL-06")]
    public void OnlyCoordinatorsAddRemoveAndChangeThePolicy()
    {
        Proposal[] proposals =
        [
            new AddProposal(Package()),
            new RemoveProposal(0),
            new GroupContextExtensionsProposal(Context(_officer)),
        ];
        foreach (Proposal proposal in proposals)
        {
            Assert.True(Accepts(proposal, Leaf(_device, _officer, roles: Roles.Coordinator), _officer));
            Assert.False(Accepts(proposal, Leaf(_device, _officer), _officer));
            Assert.False(Accepts(proposal, Leaf(_device, _officer, "KE", Roles.Coordinator), _officer));
            Assert.False(Accepts(proposal, Leaf(_device, _officer, roles: Roles.Coordinator), Identifier.Create<OfficerId>()));
        }
    }

    [Fact, Trait("Rule", "V-POL-07"), Trait("Rule", "V-PROP-21")]
    public void NoDeviceIsInAGroupTwice()
    {
        using Group group = NewGroup();
        AssertAdded(MlsFault.RefusedByRules, Package(_device, _officer));

        // Two key packages of one device, with other keys each, are still one device.
        DeviceId device = Identifier.Create<DeviceId>();
        AssertAdded(MlsFault.RefusedByRules, Package(device, _officer), Package(device, _officer));
        AssertAdded(MlsFault.None, Package(device, _officer), Package());

        void AssertAdded(MlsFault expected, params KeyPackage[] packages)
        {
            StagedCommit? commit = group.TryCommit(new CommitRequest { Add = [.. packages] }, _signer, Rules, out MlsFault fault);
            Assert.Equal(expected, fault);
            commit?.Next.Discard(group);
        }
    }

    [Fact, Trait("Rule", "V-XPROP-10")]
    public void TheServerProposesRemovalAndNothingElse()
    {
        ExternalAuthor server = new(0, new ExternalSender(new byte[32], Credential.Basic("the server"u8.ToArray())));
        Assert.True(Accepts(new RemoveProposal(0), server, _officer));
        Assert.False(Accepts(new AddProposal(Package()), server, _officer));
        Assert.False(Accepts(new GroupContextExtensionsProposal(Context(_officer)), server, _officer));
        ReInitProposal reInit = new("other"u8.ToArray(), Suite, Context(_officer));
        Assert.False(Accepts(reInit, server, _officer));
    }

    [Fact, Trait("Rule", "V-XPROP-08")]
    public void NobodyAsksForHimselfToBeAdded()
    {
        KeyPackage package = Package(roles: Roles.Coordinator);
        Assert.False(Accepts(new AddProposal(package), new NewMemberAuthor(package.LeafNode), _officer));
    }

    [Fact, Trait("Rule", "V-EXT-16")]
    public void WhoComesInByAnExternalCommitWasThereBefore()
    {
        using Group group = NewGroup();
        Member there = new(0, group.Tree.Leaf(0)!);
        Assert.False(Rules.AcceptsExternalCommit(there.Leaf, null, group.Context, group.Tree));
        Assert.True(Rules.AcceptsExternalCommit(there.Leaf, there, group.Context, group.Tree));
    }

    [Fact, Trait("Rule", "V-EXT-18")]
    public void WhoComesInByAnExternalCommitBringsNoPreSharedKey()
    {
        PreSharedKeyProposal psk = new(PreSharedKeyId.External("a key"u8.ToArray(), PreSharedKeyId.FreshNonce(Suite)));
        LeafNode joiner = Leaf(_device, _officer, roles: Roles.Coordinator);
        Assert.False(Accepts(psk, new NewMemberAuthor(joiner), _officer));
        Assert.False(Accepts(psk, joiner, _officer));
    }

    [Fact, Trait("Rule", "V-EXT-16")]
    public void ASecondCertificateForADeviceDoesNotTakeItsPlace()
    {
        using Group group = NewGroup();
        Member there = new(0, group.Tree.Leaf(0)!);
        LeafNode twin = Leaf(_device, _officer);
        Assert.True(Rules.AcceptsSuccessor(there.Leaf, twin));
        Assert.False(Rules.AcceptsExternalCommit(twin, there, group.Context, group.Tree));
    }

    private bool Accepts(Proposal proposal, LeafNode author, OfficerId coordinator) =>
        Accepts(proposal, new MemberAuthor(0, author), coordinator);

    private bool Accepts(Proposal proposal, ProposalAuthor author, OfficerId coordinator)
    {
        using Group group = NewGroup();
        return Rules.AcceptsProposal(proposal, author, group.Context with { Extensions = Context(coordinator) }, group.Tree);
    }

    private Group NewGroup()
    {
        LeafSettings settings = Settings(_signer, _device, _officer, "FR", Roles.Coordinator, s_month, _root);
        return Group.Create(Suite, "room"u8.ToArray(), settings, s_month, _signer, Context(_officer), Rules);
    }

    private static Extensions Context(OfficerId coordinator)
    {
        RequiredCapabilities required = new(
            [(ushort)DeviceCertificate.LeafExtension, (ushort)GroupPolicy.ContextExtension],
            [],
            []
        );
        GroupPolicy policy = new(
            GroupMode.Exercise,
            [new Coordinator(AdministrationCode.Of("FR"), coordinator)],
            false,
            30,
            HandlingCeiling.Amber,
            default
        );
        return Extensions.Of(required.ToContextExtension(), policy.ToContextExtension());
    }

    private LeafNode Leaf(
        DeviceId? device = null,
        OfficerId? officer = null,
        string administration = "FR",
        Roles roles = Roles.Officer,
        Lifetime? validity = null,
        Secret? root = null
    ) => Package(device, officer, administration, roles, validity, root).LeafNode;

    private KeyPackage Package(
        DeviceId? device = null,
        OfficerId? officer = null,
        string administration = "FR",
        Roles roles = Roles.Officer,
        Lifetime? validity = null,
        Secret? root = null
    )
    {
        using SoftwareSigner signer = SoftwareSigner.Generate(Suite);
        LeafSettings settings = Settings(
            signer,
            device ?? Identifier.Create<DeviceId>(),
            officer ?? Identifier.Create<OfficerId>(),
            administration,
            roles,
            validity ?? s_month,
            root ?? _root
        );
        using KeyPackageSecrets made = KeyPackageSecrets.Create(Suite, settings, s_month, signer);
        return made.KeyPackage;
    }

    private LeafSettings Settings(
        SoftwareSigner signer,
        DeviceId device,
        OfficerId officer,
        string administration,
        Roles roles,
        Lifetime validity,
        Secret root
    )
    {
        Secret issuerKey = administration == "FR" ? _france : _kenya;
        AdministrationCertificate issuer = AdministrationCertificate.Issue(
            root,
            AdministrationCode.Of(administration),
            SignatureAlgorithm.Ed25519.GetPublicKey(issuerKey),
            new Lifetime(0, Now + (365 * Day))
        );
        DeviceCertificate certificate = DeviceCertificate.Issue(
            issuerKey,
            issuer,
            device,
            officer,
            "Officer",
            roles,
            Opaque.CopyOf(signer.PublicKey.Span),
            validity
        );
        return new LeafSettings(
            Credential.Basic(device.ToOpaque()),
            Capabilities.Of(Suite, DeviceCertificate.LeafExtension, GroupPolicy.ContextExtension),
            Extensions.Of(certificate.ToLeafExtension())
        );
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds((long)Now);
    }
}
