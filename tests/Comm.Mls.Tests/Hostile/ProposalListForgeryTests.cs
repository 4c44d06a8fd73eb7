using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Proposals that do not go together, or with the committer (RFC 9420 §12.1, §12.2).</summary>
public sealed class ProposalListForgeryTests : IDisposable
{
    private const uint Mallory = 0;
    private const uint Bob = 1;
    private const uint Carol = 2;

    private readonly ForgedGroup _group = new();

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-PROP-02")]
    public void AnAddOfAKeyPackageThatIsInvalidIsRefused()
    {
        AddProposal add = new(Forge.KeyPackageOf(_group.Dave) with { Signature = new byte[64] });
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(add));
        _group.AssertRefused(MlsFault.BadSignature, Forge.Commit(add));
        _group.AssertTaken(Forge.Commit(new AddProposal(Forge.KeyPackageOf(_group.Dave))));
    }

    [Fact, Trait("Rule", "V-PROP-03")]
    public void AnUpdateWithALeafThatIsInvalidIsRefused()
    {
        LeafNode unsigned = Forge.UpdatedLeaf() with { Signature = new byte[64] };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(unsigned)));
        _group.AssertTaken(Forge.Propose(new UpdateProposal(Forge.UpdatedLeaf())));
    }

    [Theory, Trait("Rule", "V-PROP-04")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(uint.MaxValue)]
    public void RemovalOfNobodyIsRefused(uint leaf)
    {
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Propose(new RemoveProposal(leaf)));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(new RemoveProposal(leaf)));
    }

    [Fact, Trait("Rule", "V-PROP-05")]
    public void RequirementsThatAMemberDoesNotMeetAreRefused()
    {
        RequiredCapabilities[] unmet = [new([0xF0F0], [], []), new([], [0xF0F0], []), new([], [], [(ushort)CredentialType.X509])];
        foreach (RequiredCapabilities required in unmet)
        {
            _group.AssertRefused(MlsFault.MissingCapability, CommitOf(required.ToContextExtension()));
        }

        // What every client has without saying so is met by all.
        _group.AssertTaken(CommitOf(new RequiredCapabilities([1, 5], [1, 7], [1]).ToContextExtension()));
    }

    [Fact, Trait("Rule", "V-PROP-06")]
    public void AnUpdateOfTheCommittersOwnIsRefused()
    {
        UpdateProposal byValue = new(Forge.UpdatedLeaf());
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(byValue));

        StagedProposal proposed = _group.Mallory.Group.ProposeUpdate(_group.Mallory.Signer, OpenRules.Instance);
        _group.Deliver(proposed, _group.Mallory);
        _group.AssertRefused(
            MlsFault.InvalidProposalList,
            Forge.Commit([ProposalOrRef.To(proposed.Reference)], Forge.PathAfter())
        );
    }

    [Fact, Trait("Rule", "V-PROP-07")]
    public void WhoRemovesHimselfIsRefused()
    {
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(new RemoveProposal(Mallory)));

        // To ask for it is no fault; to commit it oneself is.
        StagedProposal leaving = _group.Mallory.Group.ProposeRemove(Mallory, _group.Mallory.Signer, OpenRules.Instance);
        _group.Deliver(leaving, _group.Mallory);
        _group.AssertRefused(
            MlsFault.InvalidProposalList,
            Forge.Commit([ProposalOrRef.To(leaving.Reference)], Forge.PathAfter())
        );
    }

    [Fact, Trait("Rule", "V-PROP-08")]
    public void AMemberRemovedTwiceIsRefused()
    {
        ProposalOrRef remove = ProposalOrRef.Of(new RemoveProposal(Carol));
        UpdatePath path = Forge.PathAfter(new RemoveProposal(Carol));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit([remove, remove], path));
        _group.AssertTaken(Forge.Commit(new RemoveProposal(Carol)));
    }

    [Fact, Trait("Rule", "V-PROP-08")]
    public void UpdateAndRemovalOfOneMemberAreRefused()
    {
        StagedProposal update = _group.Carol.Group.ProposeUpdate(_group.Carol.Signer, OpenRules.Instance);
        _group.Deliver(update, _group.Carol);
        ProposalOrRef updated = ProposalOrRef.To(update.Reference);
        ProposalOrRef removed = ProposalOrRef.Of(new RemoveProposal(Carol));
        UpdatePath path = Forge.PathAfter(new RemoveProposal(Carol));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit([updated, removed], path));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit([removed, updated], path));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit([updated, updated], Forge.PathAfter()));
    }

    [Fact, Trait("Rule", "V-PROP-09")]
    public void ANewcomerAddedTwiceIsRefused()
    {
        KeyPackage twice = Forge.KeyPackageOf(_group.Dave);
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new AddProposal(twice), new AddProposal(twice)));

        // Of one client, which has one signature key, two key packages are one too many.
        KeyPackage another = Forge.KeyPackageOf(_group.Dave);
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new AddProposal(twice), new AddProposal(another)));
    }

    [Fact, Trait("Rule", "V-PROP-10")]
    public void SomebodyWhoIsInIsAddedAgainOnlyWithHisRemoval()
    {
        AddProposal bob = new(Forge.KeyPackageOf(_group.Bob));
        AddProposal carol = new(Forge.KeyPackageOf(_group.Carol));
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(bob));
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new RemoveProposal(Carol), bob));
        _group.AssertTaken(Forge.Commit(new RemoveProposal(Carol), carol));
    }

    [Fact, Trait("Rule", "V-PROP-11")]
    public void TwoChangesOfTheExtensionsAreRefused()
    {
        GroupContextExtensionsProposal change = new(Extensions.None);
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(change, change));
    }

    [Fact, Trait("Rule", "V-PROP-12")]
    public void AnExternalInitOfAMemberIsRefused()
    {
        ExternalInitProposal init = new(Forge.NewKey());
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Propose(init));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(init));
    }

    [Fact, Trait("Rule", "V-REINIT-01")]
    public void AReInitToALowerVersionIsRefused()
    {
        ReInitProposal lower = ReInit with { Version = (ProtocolVersion)0 };
        _group.AssertRefused(MlsFault.UnsupportedSuite, Forge.Propose(lower));
        _group.AssertRefused(MlsFault.UnsupportedSuite, Forge.Commit(lower));
    }

    [Fact, Trait("Rule", "V-REINIT-02")]
    public void AReInitIsAloneInItsCommit()
    {
        Proposal[] others =
        [
            new AddProposal(Forge.KeyPackageOf(_group.Dave)),
            new RemoveProposal(Carol),
            new GroupContextExtensionsProposal(Extensions.None),
            ReInit,
        ];
        foreach (Proposal other in others)
        {
            _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(ReInit, other));
            _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(other, ReInit));
        }

        _group.AssertTaken(Forge.Commit(ReInit));
    }

    [Theory, Trait("Rule", "V-PROP-13")]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(0x0A0A)]
    [InlineData(0xF000)]
    public void AProposalOfATypeThatNobodyKnowsIsNotRead(ushort type)
    {
        byte[] honest = MlsCodec.Encode<Proposal>(new RemoveProposal(Bob));
        Assert.True(MlsCodec.TryDecode(honest, out Proposal? _));
        Assert.False(MlsCodec.TryDecode([(byte)(type >> 8), (byte)type, .. honest[2..]], out Proposal? _));
    }

    [Fact, Trait("Rule", "V-PROP-15")]
    public void AProposalThatNobodyHasSeenIsRefused()
    {
        foreach (int length in (int[])[0, 31, 32])
        {
            _group.AssertRefused(MlsFault.UnknownProposal, Forge.Commit([ProposalOrRef.To(new byte[length])], Forge.PathAfter()));
        }
    }

    [Fact, Trait("Rule", "V-PROP-15")]
    public void AProposalOfTheEpochBeforeIsForgotten()
    {
        using ForgedGroup group = new();
        StagedProposal proposal = group.Carol.Group.ProposeRemove(Bob, group.Carol.Signer, OpenRules.Instance);
        group.Deliver(proposal, group.Carol);
        group.AssertStillWorks();
        using Forge forge = new(group.Mallory);
        group.AssertRefused(
            MlsFault.UnknownProposal,
            forge.Commit([ProposalOrRef.To(proposal.Reference)], forge.PathAfter(new RemoveProposal(Bob)))
        );
        group.AssertTaken(forge.Commit(new RemoveProposal(Bob)));
    }

    [Fact, Trait("Rule", "V-PROP-16")]
    public void NewRequirementsHoldForWhoComesInWithThem()
    {
        using ForgedGroup group = new(Able);
        using TestMember unable = new("unable");
        GroupContextExtensionsProposal change = new(Extensions.Of(Required));
        group.AssertRefused(MlsFault.MissingCapability, group.Forge.Commit(new AddProposal(Forge.KeyPackageOf(unable)), change));
        group.AssertTaken(group.Forge.Commit(new AddProposal(Forge.KeyPackageOf(group.Dave)), change));
        group.AssertStillWorks();
    }

    [Fact, Trait("Rule", "V-PROP-17")]
    public void RequirementsNeedNotBeMetByWhoGoes()
    {
        using ForgedGroup group = new(Able);
        using TestMember unable = new("unable");
        using KeyPackageSecrets keys = unable.NewKeyPackage();
        StagedCommit admission = group.Mallory.Commit(new CommitRequest { Add = [keys.KeyPackage] });
        group.Bob.Receive(admission.Commit);
        group.Carol.Receive(admission.Commit);
        group.ServerGoesTo(
            GroupLifeTests.Follow(group.Carol.Group.ExportGroupInfo(group.Carol.Signer, GroupInfoParts.RatchetTree))
        );
        using Forge forge = new(group.Mallory);
        GroupContextExtensionsProposal change = new(Extensions.Of(Required));
        group.AssertRefused(MlsFault.MissingCapability, forge.Commit(change));
        group.AssertTaken(forge.Commit(change, new RemoveProposal(3)));
    }

    [Fact, Trait("Rule", "V-PROP-18")]
    public void RequirementsThatAreNotReadableAreRefused() =>
        _group.AssertRefused(MlsFault.Malformed, CommitOf(new Extension(ExtensionType.RequiredCapabilities, new byte[] { 1 })));

    private ReInitProposal ReInit => new("other"u8.ToArray(), _group.Bob.Suite, Extensions.None);

    private static Capabilities Able => Capabilities.Of(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, (ExtensionType)0xF0F0);

    private static Extension Required => new RequiredCapabilities([0xF0F0], [], []).ToContextExtension();

    private MlsMessage CommitOf(Extension extension) =>
        Forge.Commit(new GroupContextExtensionsProposal(Extensions.Of(extension)));
}
