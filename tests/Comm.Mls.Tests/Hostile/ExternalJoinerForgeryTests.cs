using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>The leaf, the path and the secrets that an external commit brings, and what the joiner checks (RFC 9420 §12.4.3.2).</summary>
public sealed class ExternalJoinerForgeryTests : IDisposable
{
    private const uint Bob = 1;

    private readonly ForgedArrival _arrival = new();

    private ForgedGroup Room => _arrival.Room;

    private Opaque BobsKey => Room.Bob.Group.Tree.Leaf(Bob)!.EncryptionKey;

    public void Dispose() => _arrival.Dispose();

    [Fact, Trait("Rule", "V-EXT-10")]
    public void TheJoinerTakesTheLeftmostBlankLeaf()
    {
        Assert.Equal(3u, PlaceOf(_arrival.Dave.Commit()));
        Assert.Equal(2u, PlaceOf(_arrival.Carol.Commit(_arrival.CarolsRemoval)));
        foreach (uint place in (uint[])[1, 2, 4])
        {
            _arrival.AssertRefused(MlsFault.BadSignature, new ExternalDraft { LeafSignedFor = place });
        }

        uint PlaceOf(MlsMessage commit)
        {
            ReceivedCommit received = Assert.IsType<ReceivedCommit>(Room.Bob.Group.Process(commit, OpenRules.Instance));
            received.Next!.Discard(Room.Bob.Group);
            return received.Committer.LeafIndex;
        }
    }

    [Fact, Trait("Rule", "V-EXT-11")]
    public void WhoComesBackHasAnotherKeyThanBefore()
    {
        Opaque old = Room.Carol.Group.Tree.Leaf(2)!.EncryptionKey;
        Room.AssertRefused(
            MlsFault.InvalidLeaf,
            _arrival.Carol.Commit(
                new ExternalDraft { Beside = [_arrival.CarolsRemoval], Leaf = leaf => leaf with { EncryptionKey = old } }
            )
        );
    }

    [Fact, Trait("Rule", "V-EXT-11"), Trait("Rule", "V-SUCC-03")]
    public void NobodyTakesAnothersPlace()
    {
        Room.AssertRefused(MlsFault.RefusedByRules, _arrival.Carol.Commit(new RemoveProposal(Bob)));
        Room.AssertRefused(
            MlsFault.RefusedByRules,
            _arrival.Carol.Commit(_arrival.CarolsRemoval),
            new Strict { Successor = (_, _) => false }
        );
    }

    [Fact, Trait("Rule", "V-EXT-12")]
    public void TheNewLeafIsAsValidAsAnyOther()
    {
        Capabilities foreign = Capabilities.Of(CipherSuiteId.P256Aes128GcmSha256P256);
        _arrival.AssertRefused(MlsFault.InvalidLeaf, new ExternalDraft { Leaf = leaf => leaf with { Capabilities = foreign } });
        _arrival.AssertRefused(
            MlsFault.InvalidPath,
            new ExternalDraft { Leaf = leaf => leaf with { Source = LeafNodeSource.Update } }
        );
        _arrival.AssertRefused(MlsFault.InvalidPath, new ExternalDraft { Leaf = leaf => leaf with { EncryptionKey = BobsKey } });
        _arrival.AssertRefused(
            MlsFault.RefusedByRules,
            new ExternalDraft(),
            new Strict { Leaf = leaf => leaf.Source != LeafNodeSource.Commit }
        );

        // Bob is in already, by his signature key.
        using Outsider bob = new(Room.Bob, Room.Mallory);
        Room.AssertRefused(MlsFault.InvalidPath, bob.Commit());
    }

    [Fact, Trait("Rule", "V-EXT-12")]
    public void TheNewLeafCanDoWhatTheGroupRequires()
    {
        Capabilities able = Capabilities.Of(Room.Bob.Suite, (ExtensionType)0xF0F0);
        RequiredCapabilities required = new([0xF0F0], [], []);
        using ForgedGroup group = new(able, Extensions.Of(required.ToContextExtension()));
        using TestMember unable = new("unable");
        using Outsider outsider = new(unable, group.Mallory);
        using Outsider dave = new(group.Dave, group.Mallory);
        group.AssertRefused(MlsFault.MissingCapability, outsider.Commit());
        group.AssertTaken(dave.Commit());
    }

    [Fact, Trait("Rule", "V-EXT-13")]
    public void TheInitSecretIsTheOneThatWasSentToTheGroup()
    {
        using Secret other = Secret.Random(32);
        Room.AssertRefusedByMembersOnly(
            MlsFault.BadConfirmationTag,
            _arrival.Dave.Commit(new ExternalDraft { InitSecret = other })
        );
        Room.AssertRefusedByMembersOnly(
            MlsFault.BadConfirmationTag,
            _arrival.Dave.Commit(new ExternalDraft { Instead = [new ExternalInitProposal(Forge.NewKey())] })
        );
    }

    [Theory, Trait("Rule", "V-EXT-14")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void AnEncapsulationThatIsNoneIsRefused(int zeros) =>
        _arrival.AssertRefused(MlsFault.InvalidProposalList, new ExternalInitProposal(new byte[zeros]));

    [Fact, Trait("Rule", "V-EXT-15")]
    public void WhoComesInChecksTheGroupInfo()
    {
        GroupInfo honest = Room.Mallory.Group.ExportGroupInfo(
            Room.Mallory.Signer,
            GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub
        );
        AssertNotJoined(
            MlsFault.NoExternalJoin,
            honest with
            {
                Extensions = honest.Extensions.Without(ExtensionType.ExternalPub),
            }
        );
        foreach (
            byte[] pub in (byte[][])
                [
                    [],
                    [0],
                    [31, .. new byte[31]],
                    [32, .. new byte[32]],
                    [1, 2, 3],
                ]
        )
        {
            Extension extension = new(ExtensionType.ExternalPub, pub);
            AssertNotJoined(MlsFault.NoExternalJoin, honest with { Extensions = honest.Extensions.With(extension) });
        }

        AssertNotJoined(MlsFault.BadSignature, honest with { Signer = Bob });
        AssertNotJoined(MlsFault.Malformed, honest with { Extensions = honest.Extensions.Without(ExtensionType.RatchetTree) });
        AssertNotJoined(
            MlsFault.InvalidTree,
            honest with
            {
                GroupContext = honest.GroupContext with { TreeHash = new byte[32] },
            }
        );
        AssertNotJoined(MlsFault.RefusedByRules, honest, new Strict { Context = _ => false });

        void AssertNotJoined(MlsFault expected, GroupInfo bent, IMembershipRules? rules = null)
        {
            TestMember dave = Room.Dave;
            rules ??= OpenRules.Instance;
            GroupInfo signed = Room.Forge.Sign(bent);
            Assert.Null(Group.TryJoinByExternalCommit(signed, dave.Settings, dave.Signer, rules, out MlsFault fault));
            Assert.Equal(expected, fault);
        }
    }

    [Fact, Trait("Rule", "V-EXT-16")]
    public void TheRulesAreAskedWhetherSomebodyMayComeInThisWay()
    {
        Strict rules = new() { ExternalCommit = (_, replaced) => replaced is not null };
        _arrival.AssertRefused(MlsFault.RefusedByRules, new ExternalDraft(), rules);
        Room.AssertTaken(_arrival.Carol.Commit(_arrival.CarolsRemoval), rules);
    }

    [Fact, Trait("Rule", "V-EXT-18")]
    public void TheRulesAreAskedAboutAPreSharedKeyThatAJoinerBrings()
    {
        using SharedKeys keys = new("known to nobody inside");
        PreSharedKeyProposal psk = new(keys.NewId(Room.Bob.Suite));
        Opaque daves = Opaque.CopyOf(Room.Dave.Signer.PublicKey.Span);
        Strict rules = new()
        {
            Proposal = (proposal, author) =>
                !(proposal == psk && author is NewMemberAuthor joiner && joiner.Leaf.SignatureKey == daves),
        };

        _arrival.AssertRefused(MlsFault.RefusedByRules, new ExternalDraft { Beside = [psk] }, rules);

        StagedCommit? made = Group.TryJoinByExternalCommit(
            Room.Mallory.Group.ExportGroupInfo(Room.Mallory.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub),
            Room.Dave.Settings,
            Room.Dave.Signer,
            rules,
            out MlsFault fault,
            new ExternalCommitRequest { PreSharedKeys = [psk.Psk], PreSharedKeyStore = keys }
        );
        Assert.Equal((null, MlsFault.RefusedByRules), (made, fault));
    }

    [Fact, Trait("Rule", "V-EXT-17")]
    public void ThePathIsCheckedAsInAnyCommit()
    {
        ExternalDraft[] misshapen =
        [
            new() { Leaf = leaf => leaf with { ParentHash = new byte[32] } },
            new() { Path = path => path with { Nodes = path.Nodes[..^1] } },
            new() { Path = path => WithNode(path, node => node with { EncryptionKey = BobsKey }) },
            new() { Path = path => WithNode(path, node => node with { EncryptionKey = new byte[32] }) },
            new() { Path = path => WithNode(path, node => node with { EncryptedPathSecret = [] }) },
        ];
        foreach (ExternalDraft draft in misshapen)
        {
            _arrival.AssertRefused(MlsFault.InvalidPath, draft);
        }

        HpkeCiphertext garbled = new(Forge.NewKey(), new byte[48]);
        Room.AssertRefusedByMembersOnly(
            MlsFault.CannotDecrypt,
            _arrival.Dave.Commit(
                new ExternalDraft { Path = path => WithNode(path, node => node with { EncryptedPathSecret = [garbled] }) }
            )
        );
        Room.AssertRefusedByMembersOnly(
            MlsFault.BadConfirmationTag,
            _arrival.Dave.Commit(new ExternalDraft { ConfirmationTag = new byte[32] })
        );
        _arrival.AssertRefused(MlsFault.Malformed, new ExternalDraft { ConfirmationTag = new byte[31] });
    }

    /// <summary>The root: the one node of Dave's path that is sealed to Bob.</summary>
    private static UpdatePath WithNode(UpdatePath path, Func<UpdatePathNode, UpdatePathNode> bend) =>
        path with
        {
            Nodes = path.Nodes.SetItem(path.Nodes.Length - 1, bend(path.Nodes[^1])),
        };
}
