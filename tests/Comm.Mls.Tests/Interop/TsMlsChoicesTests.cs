using System.Text;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Interop;

/// <summary>
/// Pre-shared keys, the tree beside the Welcome, extensions of the context, ReInit and branches with ts-mls, in both roles.
/// </summary>
[Collection(TsMlsCollection.Name)]
public sealed class TsMlsChoicesTests(TsMlsProcess process)
{
    private const ExtensionType OurExtension = (ExtensionType)0xF0C2;

    public static TheoryData<CipherSuiteId> Suites => TsMlsRoom.FastSuites;

    [SkippableTheory, MemberData(nameof(Suites))]
    public void AKeyFromOutsideIsMixedInByBoth(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        using SharedKeys keys = new("told by word of mouth");
        using TestMember late = room.Greased("late", suite);
        using KeyPackageSecrets latesKeys = late.NewKeyPackage();
        TsMlsPeer others = process.NewPeer();
        room.They.Share("the key", "told by word of mouth");
        others.Share("the key", "told by word of mouth");

        // Two uses of it in a commit of ours that adds one of theirs; then one of theirs that adds one of ours.
        StagedCommit ours = room.WeCommit(
            new CommitRequest
            {
                Add = [others.KeyPackage(suite, "others").KeyPackage!],
                PreSharedKeys = [keys.NewId(suite), keys.NewId(suite)],
                PreSharedKeyStore = keys,
            }
        );
        Assert.Equal(TsMlsRoom.Authenticator(room.We), others.Join(ours.Welcome!));
        room.WeCommit(
            new CommitRequest
            {
                PreSharedKeys = [keys.NewId(suite)],
                PreSharedKeyStore = keys,
                OmitPath = true,
            }
        );
        PeerCommit theirs = room.They.Commit(
            true,
            TsMlsPeer.PreSharedKey(keys.NewId(suite)),
            TsMlsPeer.Add(MlsMessage.Of(latesKeys.KeyPackage))
        );
        room.Follow(theirs, keys);
        late.Join(theirs.Welcome!, latesKeys, new JoinRequest { PreSharedKeyStore = keys });
        Assert.Equal(theirs.Authenticator, TsMlsRoom.Authenticator(late));
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void AnEarlierEpochsKeyIsMixedInByBoth(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        ulong earlier = room.We.Group.Context.Epoch;
        room.WeCommit(new CommitRequest());
        room.WeCommit(new CommitRequest { PreSharedKeys = [Resumption()] });
        room.Follow(room.They.Commit(true, TsMlsPeer.PreSharedKey(Resumption())));
        room.AssertTalks();

        PreSharedKeyId Resumption() =>
            PreSharedKeyId.Resumption(
                ResumptionPskUsage.Application,
                room.We.Group.Context.GroupId,
                earlier,
                PreSharedKeyId.FreshNonce(suite)
            );
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void TheTreeReachesNewcomersBesideTheWelcome(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        using TestMember late = room.Greased("late", suite);
        using KeyPackageSecrets keys = late.NewKeyPackage();
        TsMlsPeer others = process.NewPeer();
        StagedCommit ours = room.WeCommit(
            new CommitRequest { Add = [others.KeyPackage(suite, "others").KeyPackage!], TreeInWelcome = false }
        );
        Assert.Equal(TsMlsRoom.Authenticator(room.We), others.Join(ours.Welcome!, room.We.Group.Public.ExportRatchetTree()));

        PeerCommit theirs = room.They.Commit(true, treeInWelcome: false, [TsMlsPeer.Add(MlsMessage.Of(keys.KeyPackage))]);
        room.Follow(theirs);
        late.Join(theirs.Welcome!, keys, new JoinRequest { RatchetTree = room.They.Tree() });
        Assert.Equal(theirs.Authenticator, TsMlsRoom.Authenticator(late));
        Assert.Equal("without a tree", room.They.Read(late.Send("without a tree")));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void TheContextsExtensionsAreChangedByUsAndProposedByThem(CipherSuiteId suite)
    {
        Extension required = new(
            ExtensionType.RequiredCapabilities,
            MlsCodec.Encode(new RequiredCapabilities([(ushort)OurExtension], [], [(ushort)CredentialType.Basic]))
        );
        using TestMember we = Capable("we", suite);
        TsMlsPeer they = process.NewPeer();
        we.Create();
        StagedCommit add = we.Commit(
            new CommitRequest { Add = [they.KeyPackage(suite, "they", (ushort)OurExtension).KeyPackage!] }
        );
        Assert.Equal(TsMlsRoom.Authenticator(we), they.Join(add.Welcome!));

        Extension policy = new(OurExtension, "policy"u8.ToArray());
        StagedCommit ours = we.Commit(new CommitRequest { ContextExtensions = Extensions.Of(required, policy) });
        Assert.Equal(TsMlsRoom.Authenticator(we), they.Follow(ours.Commit));

        Extension another = new(OurExtension, "another policy"u8.ToArray());
        MlsMessage proposal = they.Propose(true, TsMlsPeer.ContextExtensions(required, another));
        Assert.IsType<ReceivedProposal>(we.Receive(proposal));
        StagedCommit second = we.Commit(new CommitRequest { ByReference = [Assert.Single(we.Group.PendingProposals).Reference] });
        Assert.Equal(TsMlsRoom.Authenticator(we), they.Follow(second.Commit));
        Assert.Equal(Extensions.Of(required, another), we.Group.Context.Extensions);
        Assert.Equal("agreed", they.Read(we.Send("agreed")));
    }

    [SkippableFact]
    public void TheirCommitOfExtensionsHasNoPathAndIsRefused()
    {
        using TsMlsRoom room = new TsMlsRoom(process, CipherSuiteId.X25519Aes128GcmSha256Ed25519).CreatedByUs();
        PeerCommit commit = room.They.Commit(true, TsMlsPeer.ContextExtensions());
        Assert.Equal(new Refused(MlsFault.PathMissing), room.We.Receive(commit.Commit));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void AGroupWithSendersOutsideIsOneTheyCanBeIn(CipherSuiteId suite)
    {
        using SoftwareSigner service = SoftwareSigner.Generate(suite);
        ExternalSenders senders = new([
            new ExternalSender(Opaque.CopyOf(service.PublicKey.Span), Credential.Basic("the service"u8.ToArray())),
        ]);
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs(Extensions.Of(senders.ToContextExtension()));
        room.Follow(room.They.Commit(publicMessage: true));
        room.WeCommit(new CommitRequest());
        room.AssertTalks();
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void AReInitOfOursIsFollowedIntoOurNewGroup(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        CipherSuiteId newSuite = Other(suite);
        room.WeCommit(new CommitRequest { ReInit = new ReInitProposal("next room"u8.ToArray(), newSuite, Extensions.None) });
        using TestMember we = room.Greased("we", newSuite);
        using TestMember friend = room.Greased("friend", newSuite);
        using KeyPackageSecrets friendsKeys = friend.NewKeyPackage();
        KeyPackage theirs = room.They.KeyPackage(newSuite, "they").KeyPackage!;

        StagedCommit? founded = room.We.Group.TryReinitialize(
            new SuccessorRequest
            {
                Others = [friendsKeys.KeyPackage, theirs],
                Leaf = we.Settings,
                Lifetime = new Lifetime(0, ulong.MaxValue),
            },
            we.Signer,
            we.Rules,
            out MlsFault fault
        );

        Assert.Equal(MlsFault.None, fault);
        we.Begin(founded!.Next);
        friend.Join(founded.Welcome!, friendsKeys, new JoinRequest { Previous = room.Friend.Group });
        Assert.Equal(TsMlsRoom.Authenticator(we), room.They.JoinReinitialized(founded.Welcome!));
        Assert.Equal("in the new room", room.They.Read(we.Send("in the new room")));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void AReInitOfTheirsIsFollowedIntoTheirNewGroup(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByThem();
        CipherSuiteId newSuite = Other(suite);
        room.Follow(room.They.Commit(true, TsMlsPeer.ReInit("next room", newSuite)));
        Assert.NotNull(room.We.Group.ReInit);
        using TestMember we = room.Greased("we", newSuite);
        using TestMember friend = room.Greased("friend", newSuite);
        using KeyPackageSecrets ourKeys = we.NewKeyPackage();
        using KeyPackageSecrets friendsKeys = friend.NewKeyPackage();

        room.They.KeyPackage(newSuite, "they");
        PeerCommit founded = room.They.CreateReinitialized(
            MlsMessage.Of(ourKeys.KeyPackage),
            MlsMessage.Of(friendsKeys.KeyPackage)
        );

        byte[] tree = room.They.Tree();
        we.Join(founded.Welcome!, ourKeys, new JoinRequest { Previous = room.We.Group, RatchetTree = tree });
        friend.Join(founded.Welcome!, friendsKeys, new JoinRequest { Previous = room.Friend.Group, RatchetTree = tree });
        Assert.Equal(founded.Authenticator, TsMlsRoom.Authenticator(we));
        Assert.Equal("in the new room", room.They.Read(friend.Send("in the new room")));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void BothBranchOff(CipherSuiteId suite)
    {
        using TsMlsRoom room = new TsMlsRoom(process, suite).CreatedByUs();
        KeyPackage theirs = room.TheirKeyPackage();
        StagedCommit? ours = room.We.Group.TryBranch(
            "side room"u8.ToArray(),
            Extensions.None,
            new SuccessorRequest
            {
                Others = [theirs],
                Leaf = room.We.Settings,
                Lifetime = new Lifetime(0, ulong.MaxValue),
            },
            room.We.Signer,
            room.We.Rules,
            out MlsFault fault
        );
        Assert.Equal(MlsFault.None, fault);
        Assert.Equal(Convert.ToHexStringLower(ours!.Next.EpochAuthenticator.Span), room.They.JoinBranch(ours.Welcome!));
        ours.Next.Dispose();

        using TsMlsRoom second = new TsMlsRoom(process, suite).CreatedByThem();
        using TestMember branched = room.Greased("we", suite);
        using KeyPackageSecrets keys = second.We.NewKeyPackage();
        second.TheirKeyPackage();
        PeerCommit their = second.They.Branch("their side room", MlsMessage.Of(keys.KeyPackage));
        branched.Join(their.Welcome!, keys, new JoinRequest { Previous = second.We.Group, RatchetTree = second.They.Tree() });
        Assert.Equal(their.Authenticator, TsMlsRoom.Authenticator(branched));
    }

    private static CipherSuiteId Other(CipherSuiteId suite) =>
        suite == CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519
            ? CipherSuiteId.X25519Aes128GcmSha256Ed25519
            : CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;

    private static TestMember Capable(string name, CipherSuiteId suite) =>
        new(name, suite)
        {
            Settings = new LeafSettings(
                Credential.Basic(Encoding.UTF8.GetBytes(name)),
                Capabilities.Of(suite, OurExtension).WithGrease(),
                Extensions.None
            ),
        };
}
