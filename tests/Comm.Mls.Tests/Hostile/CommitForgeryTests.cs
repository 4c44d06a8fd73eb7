using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Commits that a member signs and should not have: refused by members and by the server for the same reason.</summary>
public sealed class CommitForgeryTests : IDisposable
{
    private const uint Mallory = 0;
    private const uint Bob = 1;
    private const uint Carol = 2;

    private readonly ForgedGroup _group = new();

    private MessageForge Forge => _group.Forge;

    public void Dispose()
    {
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact]
    public void WhoRemovesHimselfIsRefused() =>
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(new RemoveProposal(Mallory)));

    [Fact]
    public void AMemberRemovedTwiceIsRefused()
    {
        UpdatePath path = Forge.PathAfter(new RemoveProposal(Carol));
        ProposalOrRef remove = ProposalOrRef.Of(new RemoveProposal(Carol));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit([remove, remove], path));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(uint.MaxValue)]
    public void RemovalOfNobodyIsRefused(uint leaf) =>
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(new RemoveProposal(leaf)));

    [Fact]
    public void AnUpdateOfTheCommittersOwnIsRefused()
    {
        LeafNode update = Forge.Sign(
            _group.Mallory.Group.Tree.Leaf(Mallory)! with
            {
                EncryptionKey = NewKey(),
                Source = LeafNodeSource.Update,
                ParentHash = Opaque.Empty,
            }
        );
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(new UpdateProposal(update)));

        StagedProposal proposed = _group.Mallory.Group.ProposeUpdate(_group.Mallory.Signer, OpenRules.Instance);
        _group.Deliver(proposed, _group.Mallory);
        _group.AssertRefused(
            MlsFault.InvalidProposalList,
            Forge.Commit([ProposalOrRef.To(proposed.Reference)], Forge.PathAfter())
        );
    }

    [Fact]
    public void AnUpdateSentAgainWithTheOldKeyIsRefused()
    {
        LeafNode update = Forge.Sign(
            _group.Mallory.Group.Tree.Leaf(Mallory)! with
            {
                Source = LeafNodeSource.Update,
                ParentHash = Opaque.Empty,
            }
        );
        _group.AssertRefused(MlsFault.InvalidLeaf, Forge.Propose(new UpdateProposal(update)));
    }

    [Fact]
    public void UpdateAndRemovalOfOneMemberAreRefused()
    {
        StagedProposal update = _group.Carol.Group.ProposeUpdate(_group.Carol.Signer, OpenRules.Instance);
        _group.Deliver(update, _group.Carol);
        _group.AssertRefused(
            MlsFault.InvalidProposalList,
            Forge.Commit(
                [ProposalOrRef.To(update.Reference), ProposalOrRef.Of(new RemoveProposal(Carol))],
                Forge.PathAfter(new RemoveProposal(Carol))
            )
        );
    }

    [Fact]
    public void TwoChangesOfTheExtensionsAreRefused()
    {
        GroupContextExtensionsProposal change = new(Extensions.None);
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(change, change));
    }

    [Fact]
    public void ExtensionsThatAMemberLacksAreRefused()
    {
        Extension unknown = new((ExtensionType)0xF0F0, "unknown"u8.ToArray());
        Extension required = new RequiredCapabilities([0xF0F0], [], []).ToContextExtension();
        Extension damaged = new(ExtensionType.RequiredCapabilities, new byte[] { 1 });
        _group.AssertRefused(MlsFault.MissingCapability, CommitOf(unknown));
        _group.AssertRefused(MlsFault.MissingCapability, CommitOf(required));
        _group.AssertRefused(MlsFault.Malformed, CommitOf(damaged));

        MlsMessage CommitOf(Extension extension) => Forge.Commit(new GroupContextExtensionsProposal(Extensions.Of(extension)));
    }

    [Fact]
    public void ProposalsThatHaveNoPlaceInAMembersCommitAreRefused()
    {
        Opaque nonce = PreSharedKeyId.FreshNonce(_group.Bob.Suite);
        Opaque room = _group.Bob.Group.Context.GroupId;
        PreSharedKeyProposal psk = new(PreSharedKeyId.External("key"u8.ToArray(), nonce));
        ReInitProposal reInit = new("other"u8.ToArray(), ProtocolVersion.Mls10, _group.Bob.Suite, Extensions.None);

        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(new ExternalInitProposal(new byte[32])));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(psk, psk));
        _group.AssertRefused(MlsFault.InvalidProposalList, Forge.Commit(reInit, psk));
        _group.AssertRefused(MlsFault.UnsupportedSuite, Forge.Commit(reInit with { Version = (ProtocolVersion)0 }));
        foreach (
            PreSharedKeyId id in new[]
            {
                PreSharedKeyId.External("key"u8.ToArray(), new byte[31]),
                PreSharedKeyId.Resumption(ResumptionPskUsage.ReInit, room, 1, nonce),
                PreSharedKeyId.Resumption(ResumptionPskUsage.Branch, room, 1, nonce),
            }
        )
        {
            _group.AssertRefused(MlsFault.InvalidPsk, Forge.Commit(new PreSharedKeyProposal(id)));
        }
    }

    [Fact]
    public void APreSharedKeyThatAMemberDoesNotHaveIsRefusedByItOnly() =>
        _group.AssertRefusedByMembersOnly(
            MlsFault.MissingPsk,
            Forge.Commit(
                new PreSharedKeyProposal(PreSharedKeyId.External("key"u8.ToArray(), PreSharedKeyId.FreshNonce(_group.Bob.Suite)))
            )
        );

    [Fact]
    public void AProposalThatNobodyHasSeenIsRefused() =>
        _group.AssertRefused(MlsFault.UnknownProposal, Forge.Commit([ProposalOrRef.To(new byte[32])], Forge.PathAfter()));

    [Fact]
    public void AKeyPackageThatIsBrokenIsRefused()
    {
        KeyPackage sound = MessageForge.KeyPackageOf(_group.Dave);
        AssertAddRefused(MlsFault.BadSignature, sound with { Signature = new byte[64] });
        AssertAddRefused(
            MlsFault.BadSignature,
            MessageForge.KeyPackageOf(
                _group.Dave,
                package: bent => bent with { LeafNode = bent.LeafNode with { Signature = new byte[64] } }
            )
        );
        AssertAddRefused(
            MlsFault.UnsupportedSuite,
            MessageForge.KeyPackageOf(
                _group.Dave,
                package: bent => bent with { CipherSuite = CipherSuiteId.X25519Aes128GcmSha256Ed25519 }
            )
        );
        AssertAddRefused(
            MlsFault.UnsupportedSuite,
            MessageForge.KeyPackageOf(_group.Dave, package: bent => bent with { Version = (ProtocolVersion)2 })
        );
        AssertAddRefused(
            MlsFault.InvalidKeyPackage,
            MessageForge.KeyPackageOf(_group.Dave, package: bent => bent with { InitKey = bent.LeafNode.EncryptionKey })
        );
        AssertAddRefused(
            MlsFault.InvalidKeyPackage,
            MessageForge.KeyPackageOf(_group.Dave, package: bent => bent with { InitKey = new byte[32] })
        );
        AssertAddRefused(
            MlsFault.InvalidLeaf,
            MessageForge.KeyPackageOf(_group.Dave, leaf => leaf with { EncryptionKey = new byte[32] })
        );
        AssertAddRefused(
            MlsFault.InvalidKeyPackage,
            MessageForge.KeyPackageOf(_group.Dave, leaf => leaf with { Source = LeafNodeSource.Update, Lifetime = null })
        );
        AssertAddRefused(
            MlsFault.InvalidLeaf,
            MessageForge.KeyPackageOf(
                _group.Dave,
                leaf => leaf with { Capabilities = Capabilities.Of(CipherSuiteId.P256Aes128GcmSha256P256) }
            )
        );
    }

    [Fact]
    public void AKeyPackageOfSomebodyWhoIsInAlreadyIsRefused()
    {
        AssertDuplicate(MessageForge.KeyPackageOf(_group.Bob));
        Opaque bobsKey = _group.Bob.Group.Tree.Leaf(Bob)!.EncryptionKey;
        AssertDuplicate(MessageForge.KeyPackageOf(_group.Dave, leaf => leaf with { EncryptionKey = bobsKey }));

        KeyPackage twice = MessageForge.KeyPackageOf(_group.Dave);
        _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new AddProposal(twice), new AddProposal(twice)));

        void AssertDuplicate(KeyPackage package) =>
            _group.AssertRefused(MlsFault.DuplicateKey, Forge.Commit(new AddProposal(package)));
    }

    [Fact]
    public void ACommitWithoutThePathItNeedsIsRefused()
    {
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([], null));
        _group.AssertRefused(MlsFault.PathMissing, Forge.Commit([ProposalOrRef.Of(new RemoveProposal(Carol))], null));
        _group.AssertRefused(
            MlsFault.PathMissing,
            Forge.Commit([ProposalOrRef.Of(new GroupContextExtensionsProposal(Extensions.None))], null)
        );
    }

    [Fact]
    public void APathThatDoesNotFitTheTreeIsRefused()
    {
        UpdatePath honest = Forge.PathAfter();
        Opaque bobsKey = _group.Bob.Group.Tree.Leaf(Bob)!.EncryptionKey;
        Opaque ownKey = _group.Bob.Group.Tree.Leaf(Mallory)!.EncryptionKey;
        UpdatePath[] bent =
        [
            Forge.WithLeaf(honest, leaf => leaf with { EncryptionKey = bobsKey }),
            Forge.WithLeaf(honest, leaf => leaf with { ParentHash = new byte[32] }),
            Forge.WithLeaf(honest, leaf => leaf with { Source = LeafNodeSource.Update }),
            honest with
            {
                Nodes = honest.Nodes.SetItem(0, honest.Nodes[0] with { EncryptionKey = bobsKey }),
            },
            honest with
            {
                Nodes = honest.Nodes.SetItem(0, honest.Nodes[0] with { EncryptedPathSecret = [] }),
            },
            honest with
            {
                Nodes = honest.Nodes[..1],
            },
            Forge.PathAfter(new RemoveProposal(Carol)),
        ];
        foreach (UpdatePath path in bent)
        {
            _group.AssertRefused(MlsFault.InvalidPath, Forge.Commit([], path));
        }

        _group.AssertRefused(
            MlsFault.InvalidLeaf,
            Forge.Commit([], Forge.WithLeaf(honest, leaf => leaf with { EncryptionKey = ownKey }))
        );
        LeafNode unsigned = honest.LeafNode with { Signature = new byte[64] };
        _group.AssertRefused(MlsFault.BadSignature, Forge.Commit([], honest with { LeafNode = unsigned }));
    }

    [Fact]
    public void ALeafThatClaimsToBeSomebodyElseIsRefused()
    {
        Credential bobs = _group.Bob.Group.Tree.Leaf(Bob)!.Credential;
        UpdatePath path = Forge.WithLeaf(Forge.PathAfter(), leaf => leaf with { Credential = bobs });
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit([], path));
    }

    [Fact]
    public void ALeafThatGivesUpWhatTheGroupNeedsIsRefused()
    {
        UpdatePath none = Forge.WithLeaf(
            Forge.PathAfter(),
            leaf => leaf with { Capabilities = leaf.Capabilities with { CipherSuites = [] } }
        );
        _group.AssertRefused(MlsFault.InvalidLeaf, Forge.Commit([], none));
        UpdatePath x509 = Forge.WithLeaf(
            Forge.PathAfter(),
            leaf => leaf with { Capabilities = leaf.Capabilities with { Credentials = [(ushort)CredentialType.X509] } }
        );
        _group.AssertRefused(MlsFault.InvalidLeaf, Forge.Commit([], x509));
    }

    [Fact]
    public void PathSecretsThatDoNotOpenAreFoundByMembers()
    {
        UpdatePath honest = Forge.PathAfter();
        ImmutableArray<UpdatePathNode> garbled =
        [
            .. honest.Nodes.Select(node =>
                node with
                {
                    EncryptedPathSecret = [.. node.EncryptedPathSecret.Select(_ => new HpkeCiphertext(NewKey(), new byte[48]))],
                }
            ),
        ];
        _group.AssertRefusedByMembersOnly(MlsFault.CannotDecrypt, Forge.Commit([], honest with { Nodes = garbled }));
    }

    [Fact]
    public void AConfirmationTagIsFoundWrongByMembers()
    {
        _group.AssertRefusedByMembersOnly(MlsFault.BadConfirmationTag, Forge.Commit([], Forge.PathAfter(), new byte[32]));
        _group.AssertRefused(MlsFault.Malformed, Forge.Commit([], Forge.PathAfter(), new byte[31]));
        _group.AssertRefused(MlsFault.Malformed, Forge.Commit([], Forge.PathAfter(), Opaque.Empty));
    }

    [Fact]
    public void ACommitIsTakenOnce()
    {
        StagedCommit commit = _group.Carol.Commit(new CommitRequest());
        PublicMessage message = TestMember.OverTheWire(commit.Commit).PublicMessage!;
        PublicGroup next = _group.Server.TryApply(message, OpenRules.Instance, out _)!.Next;
        Assert.IsType<ReceivedCommit>(_group.Bob.Receive(commit.Commit));
        Assert.IsType<ReceivedCommit>(_group.Mallory.Receive(commit.Commit));

        Assert.Equal(new Refused(MlsFault.StaleEpoch), _group.Bob.Receive(commit.Commit));
        Assert.Null(next.TryApply(message, OpenRules.Instance, out MlsFault fault));
        Assert.Equal(MlsFault.StaleEpoch, fault);
        _group.ServerGoesTo(next);
    }

    private void AssertAddRefused(MlsFault expected, KeyPackage package)
    {
        // Neither a path nor a Welcome could be made for some of these; the list is looked at first.
        _group.AssertRefused(expected, Forge.Commit([ProposalOrRef.Of(new AddProposal(package))], Forge.PathAfter()));
        _group.AssertRefused(expected, Forge.Propose(new AddProposal(package)));
    }

    private static Opaque NewKey()
    {
        using HpkeKeyPair keys = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519).GenerateKeyPair();
        return keys.PublicKey;
    }
}
