using System.Text;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Groups;

/// <summary>A client as an application would write one: stages, "saves" (through bytes), goes over, retires.</summary>
internal sealed class TestMember : IDisposable
{
    private static readonly Lifetime s_lifetime = new(0, ulong.MaxValue);

    public TestMember(
        string name,
        CipherSuiteId suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
        Capabilities? capabilities = null
    )
    {
        Suite = suite;
        Signer = SoftwareSigner.Generate(suite);
        Settings = new LeafSettings(
            Credential.Basic(Encoding.UTF8.GetBytes(name)),
            capabilities ?? Capabilities.Of(suite),
            Extensions.None
        );
    }

    public CipherSuiteId Suite { get; }

    public SoftwareSigner Signer { get; }

    public LeafSettings Settings { get; init; }

    public Group Group { get; private set; } = null!;

    public IMembershipRules Rules { get; init; } = OpenRules.Instance;

    public KeyLifetimes Lifetimes { get; init; } = KeyLifetimes.Default;

    public KeyPackageSecrets NewKeyPackage() => KeyPackageSecrets.Create(Suite, Settings, s_lifetime, Signer);

    public void Create(string groupId = "room", Extensions? extensions = null) =>
        Group = Group.Create(
            Suite,
            Encoding.UTF8.GetBytes(groupId),
            Settings,
            s_lifetime,
            Signer,
            extensions ?? Extensions.None,
            Rules,
            Lifetimes
        );

    public void Join(MlsMessage welcome, KeyPackageSecrets own, JoinRequest? options = null)
    {
        options = (options ?? new JoinRequest()) with { Lifetimes = Lifetimes };
        Group? joined = Group.TryJoin(OverTheWire(welcome).Welcome!, own, Rules, out MlsFault fault, options)?.Group;
        Assert.Equal(MlsFault.None, fault);
        Begin(joined!);
    }

    /// <summary>The first state of a group that was founded or entered.</summary>
    public void Begin(Group first) => Group = first;

    public MlsMessage Send(string text)
    {
        StagedSend staged = Group.Send(Encoding.UTF8.GetBytes(text), Signer);
        GoTo(staged.Next);
        return staged.Message;
    }

    public StagedCommit Commit(CommitRequest request)
    {
        StagedCommit staged = Group.Commit(request, Signer, Rules);
        GoTo(staged.Next);
        return staged;
    }

    /// <summary>Through the bytes of the wire, and over to what follows from it.</summary>
    public Received Receive(MlsMessage message, IPreSharedKeys? preSharedKeys = null)
    {
        Received received = Group.Process(OverTheWire(message), Rules, preSharedKeys);
        switch (received)
        {
            case ReceivedMessage { Next: var next }:
                GoTo(next);
                break;
            case ReceivedProposal { Next: var next }:
                GoTo(next);
                break;
            case ReceivedCommit { Next: { } next }:
                GoTo(next);
                break;
        }

        return received;
    }

    public string Read(MlsMessage message) =>
        Encoding.UTF8.GetString(Assert.IsType<ReceivedMessage>(Receive(message)).Content.Content.ApplicationData.Span);

    public void GoTo(Group next)
    {
        Group before = Group;
        Group = next;
        before.RetireFor(next);
    }

    /// <summary>As after a restart of the process.</summary>
    public void Restart()
    {
        Group loaded = Group.TryLoad(Group.EpochBytes(), Group.MessageBytes(), Lifetimes)!;
        Assert.NotNull(loaded);
        Group.Dispose();
        Group = loaded;
    }

    public static MlsMessage OverTheWire(MlsMessage message)
    {
        Assert.True(MlsCodec.TryDecode(MlsCodec.Encode(message), out MlsMessage? decoded));
        return decoded;
    }

    public void Dispose()
    {
        Group?.Dispose();
        Signer.Dispose();
    }
}
