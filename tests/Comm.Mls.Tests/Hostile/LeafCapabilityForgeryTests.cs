using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Leaves that do not list what they use, or lack what the group needs (RFC 9420 §7.2, §7.3, §13), at each of the three ways by
/// which a leaf comes in.
/// </summary>
public sealed class LeafCapabilityForgeryTests : IDisposable
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
        _group.AssertTaken(Forge.Add(_group.Dave));
        _group.AssertTaken(Forge.Update());
        _group.AssertTaken(Forge.Commit());
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact, Trait("Rule", "V-LEAF-03"), Trait("Rule", "V-LEAF-20"), Trait("Rule", "V-PROP-14")]
    public void ALeafWithoutWhatTheGroupUsesOrRequiresIsRefused()
    {
        static LeafNode WithoutIt(LeafNode leaf) => leaf with { Capabilities = leaf.Capabilities with { Extensions = [] } };
        _group.AssertRefused(MlsFault.MissingCapability, Forge.Add(_group.Dave, WithoutIt));
        _group.AssertRefused(MlsFault.MissingCapability, Forge.Path(WithoutIt));

        // An Update is held against all other leaves when it is committed.
        StagedProposal update = Forge.ProposeUpdate(_group.Carol, WithoutIt);
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
        _group.AssertRefused(MlsFault.MissingCapability, Forge.Add(_group.Dave, X509));
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

    // RFC 9420 §13.5: values that nobody knows are not looked at.
    [Fact, Trait("Rule", "V-LEAF-21")]
    public void GreaseInALeafIsTaken()
    {
        _group.AssertTaken(Forge.Add(_group.Dave, Grease));
        _group.AssertTaken(Forge.Update(Grease));
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
        _group.AssertRefused(expected, Forge.Add(_group.Dave, bend));
        _group.AssertRefused(expected, Forge.Update(bend));
        _group.AssertRefused(expected, Forge.Path(bend));
    }
}
