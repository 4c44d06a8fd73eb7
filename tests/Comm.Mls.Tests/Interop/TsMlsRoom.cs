using System.Text;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Interop;

/// <summary>
/// One group with two of ours, whose leaves are full of GREASE, and one of theirs, whose are by ts-mls's own choice. Whatever
/// happens is followed by all who are in it, the server's view included.
/// </summary>
internal sealed class TsMlsRoom : IDisposable
{
    private readonly List<TestMember> _members = [];
    private PublicGroup? _server;

    public TsMlsRoom(TsMlsProcess process, CipherSuiteId suite)
    {
        Suite = suite;
        They = process.NewPeer();
        We = Greased("we", suite);
        Friend = Greased("friend", suite);
    }

    /// <summary>Those whose curves ts-mls computes quickly.</summary>
    public static TheoryData<CipherSuiteId> FastSuites =>
        [
            CipherSuiteId.X25519Aes128GcmSha256Ed25519,
            CipherSuiteId.P256Aes128GcmSha256P256,
            CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
        ];

    public CipherSuiteId Suite { get; }

    public TestMember We { get; }

    public TestMember Friend { get; }

    public TsMlsPeer They { get; }

    /// <summary>Ours is the group, and they join it.</summary>
    public TsMlsRoom CreatedByUs(Extensions? context = null)
    {
        We.Create("room", context);
        _server = GroupLifeTests.Follow(We.Group.ExportGroupInfo(We.Signer, GroupInfoParts.RatchetTree));
        using KeyPackageSecrets friend = Friend.NewKeyPackage();
        StagedCommit commit = We.Commit(new CommitRequest { Add = [friend.KeyPackage, TheirKeyPackage()] });
        Friend.Join(commit.Welcome!, friend);
        Server(commit.Commit);
        AssertAgreed(They.Join(commit.Welcome!));
        return this;
    }

    /// <summary>Theirs is the group, and we join it.</summary>
    public TsMlsRoom CreatedByThem()
    {
        TheirKeyPackage();
        They.Create("room");
        using KeyPackageSecrets we = We.NewKeyPackage();
        using KeyPackageSecrets friend = Friend.NewKeyPackage();
        PeerCommit commit = They.Commit(
            true,
            TsMlsPeer.Add(MlsMessage.Of(we.KeyPackage)),
            TsMlsPeer.Add(MlsMessage.Of(friend.KeyPackage))
        );
        We.Join(commit.Welcome!, we);
        Friend.Join(commit.Welcome!, friend);
        _server = GroupLifeTests.Follow(We.Group.ExportGroupInfo(We.Signer, GroupInfoParts.RatchetTree));
        AssertAgreed(commit.Authenticator);
        return this;
    }

    public KeyPackage TheirKeyPackage() => They.KeyPackage(Suite, "they").KeyPackage!;

    public TestMember Greased(string name, CipherSuiteId suite)
    {
        TestMember member = new(name, suite)
        {
            Settings = new LeafSettings(
                Credential.Basic(Encoding.UTF8.GetBytes(name)),
                Capabilities.Of(suite, (ExtensionType)0x3A3A).WithGrease(),
                Extensions.Of(new Extension((ExtensionType)0x3A3A, "nothing"u8.ToArray()))
            ),
        };
        _members.Add(member);
        return member;
    }

    /// <summary>One of ours commits; all others follow.</summary>
    public StagedCommit WeCommit(CommitRequest request, TestMember? by = null)
    {
        TestMember committer = by ?? We;
        StagedCommit commit = committer.Commit(request);
        Assert.IsType<ReceivedCommit>((committer == We ? Friend : We).Receive(commit.Commit, request.PreSharedKeyStore));
        Server(commit.Commit);
        AssertAgreed(They.Follow(commit.Commit));
        return commit;
    }

    /// <summary>They have committed; we and the server follow.</summary>
    public void Follow(PeerCommit commit, SharedKeys? keys = null)
    {
        foreach (TestMember member in new[] { We, Friend })
        {
            Assert.IsType<ReceivedCommit>(member.Receive(commit.Commit, keys));
        }

        Server(commit.Commit);
        AssertAgreed(commit.Authenticator);
    }

    /// <summary>A proposal of one of ours (or of theirs, without <paramref name="author"/>) reaches all others.</summary>
    public Opaque Hear(MlsMessage proposal, TestMember? author = null)
    {
        foreach (TestMember member in new[] { We, Friend }.Where(member => member != author))
        {
            Assert.IsType<ReceivedProposal>(member.Receive(proposal));
        }

        if (proposal.PublicMessage is not null && _server is not null)
        {
            _server = _server.TryKeep(TestMember.OverTheWire(proposal).PublicMessage!, OpenRules.Instance, out MlsFault fault);
            Assert.Equal(MlsFault.None, fault);
        }

        return Assert.Single(We.Group.PendingProposals).Reference;
    }

    /// <summary>Messages in all directions, and the same secrets exported.</summary>
    public void AssertTalks()
    {
        Assert.Equal("ours", They.Read(We.Send("ours")));
        MlsMessage theirs = They.Send("theirs"u8);
        Assert.Equal("theirs", We.Read(theirs));
        Assert.Equal("theirs", Friend.Read(theirs));
        Assert.Equal("a friend's", They.Read(Friend.Send("a friend's")));
        using Crypto.Secret exported = We.Group.Export("for", "this"u8, 40);
        Assert.Equal(exported.Span, They.Export("for", "this"u8.ToArray(), 40));
    }

    public void AssertAgreed(string theirAuthenticator)
    {
        Assert.Equal(theirAuthenticator, Authenticator(We));
        Assert.Equal(theirAuthenticator, Authenticator(Friend));
        if (_server is not null)
        {
            Assert.Equal(We.Group.Context, _server.Context);
        }
    }

    public static string Authenticator(TestMember member) => Convert.ToHexStringLower(member.Group.EpochAuthenticator.Span);

    public void Dispose()
    {
        foreach (TestMember member in _members)
        {
            member.Dispose();
        }
    }

    /// <summary>The server follows what it can see; after an encrypted handshake it is out of the game.</summary>
    public void Server(MlsMessage commit)
    {
        if (commit.PublicMessage is null || _server is null)
        {
            _server = null;
            return;
        }

        PublicCommit? followed = _server.TryApply(
            TestMember.OverTheWire(commit).PublicMessage!,
            OpenRules.Instance,
            out MlsFault fault
        );
        Assert.Equal(MlsFault.None, fault);
        _server = followed!.Next;
    }
}
