using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Leaves that no group can have (RFC 9420 §7.3), at each of the three ways by which a leaf comes in.</summary>
public sealed class LeafForgeryTests : IDisposable
{
    private const ushort Spoken = 0xF0F0;
    private const ushort Unspoken = 0xF0F1;

    private static readonly Capabilities s_able = Capabilities.Of(
        CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
        (ExtensionType)Spoken
    );

    // Everybody has one extension type more than the default ones; the group uses it and requires it.
    private readonly ForgedGroup _group = new(
        s_able,
        Extensions.Of(
            new Extension((ExtensionType)Spoken, "in use"u8.ToArray()),
            new RequiredCapabilities([Spoken], [], [(ushort)CredentialType.Basic]).ToContextExtension()
        )
    );

    private Forge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertTaken(Add());
        _group.AssertTaken(Update());
        _group.AssertTaken(Forge.Commit());
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-LEAF-02")]
    public void ALeafThatItsKeyHasNotSignedIsRefused()
    {
        KeyPackage package = Forge.KeyPackageOf(
            _group.Dave,
            package: bent => bent with { LeafNode = bent.LeafNode with { Signature = new byte[64] } }
        );
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new AddProposal(package)));
        LeafNode update = Forge.UpdatedLeaf() with { Signature = new byte[64] };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(update)));
        UpdatePath path = Forge.PathAfter();
        path = path with { LeafNode = path.LeafNode with { Signature = new byte[64] } };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Commit([], path));
    }

    [Fact, Trait("Rule", "V-LEAF-03"), Trait("Rule", "V-LEAF-20"), Trait("Rule", "V-PROP-14")]
    public void ALeafWithoutWhatTheGroupUsesOrRequiresIsRefused()
    {
        static LeafNode WithoutIt(LeafNode leaf) => leaf with { Capabilities = leaf.Capabilities with { Extensions = [] } };
        _group.AssertRefused(MlsFault.MissingCapability, Add(WithoutIt));
        _group.AssertRefused(MlsFault.MissingCapability, Path(WithoutIt));

        // An Update is held against all other leaves when it is committed.
        StagedProposal update = Propose(_group.Carol, WithoutIt);
        _group.Deliver(update, _group.Carol);
        _group.AssertRefused(MlsFault.MissingCapability, Forge.CommitUpdate(update));
    }

    [Fact, Trait("Rule", "V-LEAF-03")]
    public void ALeafWithoutWhatTheGroupRequiresIsRefused()
    {
        using ForgedGroup group = new(
            s_able,
            Extensions.Of(new RequiredCapabilities([Spoken], [], [(ushort)CredentialType.Basic]).ToContextExtension())
        );
        KeyPackage package = Forge.KeyPackageOf(
            group.Dave,
            leaf => leaf with { Capabilities = leaf.Capabilities with { Extensions = [] } }
        );
        group.AssertRefused(MlsFault.MissingCapability, group.Forge.Commit(new AddProposal(package)));
        group.AssertStillWorks();
    }

    [Fact, Trait("Rule", "V-LEAF-20")]
    public void ALeafWithoutWhatTheGroupUsesIsRefused()
    {
        using ForgedGroup group = new(
            s_able,
            Extensions.Of(new Extension((ExtensionType)Spoken, "in use, not required"u8.ToArray()))
        );
        KeyPackage package = Forge.KeyPackageOf(
            group.Dave,
            leaf => leaf with { Capabilities = leaf.Capabilities with { Extensions = [] } }
        );
        group.AssertRefused(MlsFault.MissingCapability, group.Forge.Commit(new AddProposal(package)));
        Extension unspoken = new((ExtensionType)Unspoken, Opaque.Empty);
        group.AssertRefused(
            MlsFault.MissingCapability,
            group.Forge.Commit(new GroupContextExtensionsProposal(Extensions.Of(unspoken)))
        );
        group.AssertStillWorks();
    }

    [Fact, Trait("Rule", "V-LEAF-04")]
    public void ACredentialOfATypeThatTheLeafDoesNotListIsRefused() =>
        AssertRefusedEverywhere(
            MlsFault.InvalidLeaf,
            leaf => leaf with { Capabilities = leaf.Capabilities with { Credentials = [(ushort)CredentialType.X509] } }
        );

    [Fact, Trait("Rule", "V-LEAF-05")]
    public void ACredentialOfATypeThatAMemberLacksIsRefused()
    {
        static LeafNode X509(LeafNode leaf) =>
            leaf with
            {
                Credential = Forge.X509(),
                Capabilities = leaf.Capabilities with { Credentials = [1, 2] },
            };
        _group.AssertRefused(MlsFault.MissingCapability, Add(X509));
    }

    [Fact, Trait("Rule", "V-LEAF-06")]
    public void ALeafThatLacksACredentialTypeInUseIsRefused()
    {
        Capabilities both = s_able with { Credentials = [1, 2] };
        using ForgedGroup group = new(both);
        AddProposal add = new(Forge.KeyPackageOf(group.Dave, leaf => X509(leaf, both)));
        group.AssertTaken(group.Forge.Commit(add));
        add = new AddProposal(Forge.KeyPackageOf(group.Dave, leaf => X509(leaf, both with { Credentials = [2] })));
        group.AssertRefused(MlsFault.MissingCapability, group.Forge.Commit(add));
        group.AssertStillWorks();

        static LeafNode X509(LeafNode leaf, Capabilities capabilities) =>
            leaf with
            {
                Credential = Forge.X509(),
                Capabilities = capabilities,
            };
    }

    [Fact, Trait("Rule", "V-LEAF-07")]
    public void AnExtensionThatTheLeafDoesNotListIsRefused() =>
        AssertRefusedEverywhere(
            MlsFault.InvalidLeaf,
            leaf => leaf with { Extensions = Extensions.Of(new Extension((ExtensionType)Unspoken, Opaque.Empty)) }
        );

    [Fact, Trait("Rule", "V-LEAF-08")]
    public void AKeyPackagesLeafFromElsewhereIsRefused()
    {
        _group.AssertRefused(
            MlsFault.InvalidKeyPackage,
            Add(leaf => leaf with { Source = LeafNodeSource.Update, Lifetime = null })
        );
        _group.AssertRefused(
            MlsFault.InvalidKeyPackage,
            Add(leaf => leaf with { Source = LeafNodeSource.Commit, Lifetime = null })
        );
    }

    [Fact, Trait("Rule", "V-LEAF-09")]
    public void AnUpdatesLeafFromElsewhereIsRefused()
    {
        _group.AssertRefused(MlsFault.InvalidLeaf, Update(leaf => leaf with { Source = LeafNodeSource.Commit }));
        _group.AssertRefused(
            MlsFault.InvalidLeaf,
            Update(leaf => leaf with { Source = LeafNodeSource.KeyPackage, Lifetime = new Lifetime(0, ulong.MaxValue) })
        );
    }

    [Fact, Trait("Rule", "V-LEAF-10")]
    public void AnUpdateWithTheOldKeyIsRefused() =>
        _group.AssertRefused(MlsFault.InvalidLeaf, Update(leaf => leaf with { EncryptionKey = Forge.OwnLeaf.EncryptionKey }));

    [Fact, Trait("Rule", "V-LEAF-11")]
    public void APathsLeafFromElsewhereIsRefused()
    {
        _group.AssertRefused(MlsFault.InvalidPath, Path(leaf => leaf with { Source = LeafNodeSource.Update }));
        _group.AssertRefused(
            MlsFault.InvalidPath,
            Path(leaf => leaf with { Source = LeafNodeSource.KeyPackage, Lifetime = new Lifetime(0, ulong.MaxValue) })
        );
    }

    [Fact, Trait("Rule", "V-LEAF-12")]
    public void TheSignatureKeyOfAnotherMemberIsRefused()
    {
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new AddProposal(Forge.KeyPackageOf(_group.Bob))));

        // In a path the key alone is enough to be refused: nobody but Bob could sign it.
        UpdatePath path = Forge.PathAfter();
        path = path with { LeafNode = path.LeafNode with { SignatureKey = _group.Bob.Group.Tree.Leaf(1)!.SignatureKey } };
        _group.AssertRefused(MlsFault.InvalidPath, Forge.Commit([], path));
    }

    [Fact, Trait("Rule", "V-LEAF-13")]
    public void TheEncryptionKeyOfAnotherNodeIsRefused()
    {
        foreach ((_, LeafNode member) in _group.Bob.Group.Tree.Members.Skip(1))
        {
            _group.AssertRefused(MlsFault.DuplicateKey, Add(leaf => leaf with { EncryptionKey = member.EncryptionKey }));
            _group.AssertRefused(MlsFault.InvalidPath, Path(leaf => leaf with { EncryptionKey = member.EncryptionKey }));
        }

        // An Update is held against all other leaves when it is committed.
        Opaque bobs = _group.Bob.Group.Tree.Leaf(1)!.EncryptionKey;
        StagedProposal twin = Propose(_group.Carol, leaf => leaf with { EncryptionKey = bobs });
        _group.Deliver(twin, _group.Carol);
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.CommitUpdate(twin));
    }

    [Fact, Trait("Rule", "V-LEAF-14")]
    public void ALeafThatDoesNotSpeakTheGroupsVersionOrSuiteIsRefused()
    {
        AssertRefusedEverywhere(
            MlsFault.InvalidLeaf,
            leaf => leaf with { Capabilities = leaf.Capabilities with { Versions = [2] } }
        );
        AssertRefusedEverywhere(
            MlsFault.InvalidLeaf,
            leaf => leaf with { Capabilities = leaf.Capabilities with { CipherSuites = [1, 2] } }
        );
    }

    [Theory, Trait("Rule", "V-LEAF-15")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AnEncryptionKeyThatIsNoneIsRefused(int zeros)
    {
        _group.AssertRefused(MlsFault.InvalidLeaf, Add(leaf => leaf with { EncryptionKey = new byte[zeros] }));
        _group.AssertRefused(MlsFault.InvalidLeaf, Update(leaf => leaf with { EncryptionKey = new byte[zeros] }));
        _group.AssertRefused(MlsFault.InvalidPath, Path(leaf => leaf with { EncryptionKey = new byte[zeros] }));
    }

    [Theory, Trait("Rule", "V-LEAF-16")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(65)]
    public void ASignatureKeyThatIsNoneIsRefused(int zeros)
    {
        KeyPackage package = Forge.KeyPackageOf(
            _group.Dave,
            package: bent => bent with { LeafNode = bent.LeafNode with { SignatureKey = new byte[zeros] } }
        );
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new AddProposal(package)));
        LeafNode update = Forge.UpdatedLeaf() with { SignatureKey = new byte[zeros] };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(update)));
    }

    [Fact, Trait("Rule", "V-LEAF-17")]
    public void ALeafSignedForAnotherGroupOrPlaceIsRefused()
    {
        LeafNode honest = Forge.UpdatedLeaf();
        LeafNode[] elsewhere =
        [
            Forge.SignLeaf(honest, "another room"u8),
            Forge.SignLeaf(honest, leafIndex: 1),
            Forge.SignLeaf(honest, leafIndex: uint.MaxValue),
        ];
        foreach (LeafNode leaf in elsewhere)
        {
            _group.AssertRefused(MlsFault.BadSignature, Forge.Propose(new UpdateProposal(leaf)));
        }

        UpdatePath path = Forge.PathAfter();
        _group.AssertRefused(
            MlsFault.BadSignature,
            Forge.Commit([], path with { LeafNode = Forge.SignLeaf(path.LeafNode, "another room"u8) })
        );
        _group.AssertRefused(
            MlsFault.BadSignature,
            Forge.Commit([], path with { LeafNode = Forge.SignLeaf(path.LeafNode, leafIndex: 2) })
        );
    }

    // RFC 9420 §13.5: values that nobody knows are not looked at.
    [Fact, Trait("Rule", "V-LEAF-21")]
    public void GreaseInALeafIsTaken()
    {
        _group.AssertTaken(Add(Grease));
        _group.AssertTaken(Update(Grease));
        _group.AssertTaken(Forge.Commit(new RemoveProposal(2), new AddProposal(Forge.KeyPackageOf(_group.Dave, Grease))));

        static LeafNode Grease(LeafNode leaf) =>
            leaf with
            {
                Capabilities = new Capabilities(
                    [0x0A0A, .. leaf.Capabilities.Versions],
                    [0x1A1A, .. leaf.Capabilities.CipherSuites],
                    [0x2A2A, .. leaf.Capabilities.Extensions],
                    [0x3A3A],
                    [0x4A4A, .. leaf.Capabilities.Credentials]
                ),
                Extensions = Extensions.Of(new Extension((ExtensionType)0x2A2A, "grease"u8.ToArray())),
            };
    }

    private void AssertRefusedEverywhere(MlsFault expected, Func<LeafNode, LeafNode> bend)
    {
        _group.AssertRefused(expected, Add(bend));
        _group.AssertRefused(expected, Update(bend));
        _group.AssertRefused(expected, Path(bend));
    }

    private MlsMessage Add(Func<LeafNode, LeafNode>? bend = null) =>
        Forge.Commit(new AddProposal(Forge.KeyPackageOf(_group.Dave, bend)));

    private MlsMessage Update(Func<LeafNode, LeafNode>? bend = null) =>
        Forge.Propose(new UpdateProposal(Forge.UpdatedLeaf(bend)));

    private MlsMessage Path(Func<LeafNode, LeafNode> bend) => Forge.Commit([], Forge.WithLeaf(Forge.PathAfter(), bend));

    private static StagedProposal Propose(TestMember author, Func<LeafNode, LeafNode> bend)
    {
        using Forge forge = new(author);
        MlsMessage message = forge.Propose(new UpdateProposal(forge.UpdatedLeaf(bend)));
        Opaque reference = forge.Suite.ProposalRef(MessageProtection.Unwrap(message.PublicMessage!));
        return new StagedProposal(author.Group, message, reference);
    }
}
