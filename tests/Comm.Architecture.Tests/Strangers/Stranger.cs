using System.Text;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Architecture.Tests.Strangers;

/// <summary>A client that somebody else wrote, who has the package and its README: nothing but the public surface.</summary>
internal sealed class Stranger(string name, CipherSuiteId suite = Stranger.Suite) : IDisposable
{
    public const CipherSuiteId Suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;

    private Group? _group;

    public static Lifetime Lifetime { get; } = Lifetime.From(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(90));

    public static DateTimeOffset Now { get; } = DateTimeOffset.UnixEpoch.AddDays(1);

    public static OpenHouse Rules => OpenHouse.Instance;

    public SoftwareSigner Key { get; } = SoftwareSigner.Generate(suite);

    public LeafSettings Leaf { get; init; } = LeafSettings.Basic(name, suite);

    public KeyLifetimes Lifetimes { get; init; } = KeyLifetimes.Default;

    public Group Group => _group ?? throw new InvalidOperationException($"{name} is in no group.");

    public KeyPackageSecrets NewKeyPackage() => KeyPackageSecrets.Create(suite, Leaf, Lifetime, Key);

    public void Create(Extensions? extensions = null) =>
        GoTo(Group.Create(suite, Group.NewId(), Leaf, Lifetime, Key, extensions ?? Extensions.None, Rules, Lifetimes));

    /// <summary>Commits, as the one whose commit the delivery service takes.</summary>
    public StagedCommit Commit(CommitRequest request)
    {
        StagedCommit staged = Group.Commit(request, Key, Rules);
        GoTo(staged.Next);
        return staged;
    }

    /// <summary>Adds the others, who join by the Welcome.</summary>
    public StagedCommit Admit(params Stranger[] others)
    {
        KeyPackageSecrets[] keys = [.. others.Select(other => other.NewKeyPackage())];
        StagedCommit staged = Commit(new CommitRequest { Add = [.. keys.Select(own => own.KeyPackage)], Now = Now });
        foreach ((Stranger other, KeyPackageSecrets own) in others.Zip(keys))
        {
            other.Join(staged.Welcome!, own);
            own.Dispose();
        }

        return staged;
    }

    public void Join(MlsMessage welcome, KeyPackageSecrets own, JoinRequest? options = null)
    {
        options = (options ?? new JoinRequest()) with { Lifetimes = Lifetimes };
        JoinedGroup? joined = Group.TryJoin(OverTheWire(welcome).Welcome!, own, Rules, out MlsFault fault, options);
        Assert.Equal(MlsFault.None, fault);
        Begin(joined!.Group);
    }

    /// <summary>Another group than before.</summary>
    public void Begin(Group first)
    {
        _group?.Dispose();
        _group = first;
    }

    public MlsMessage Say(string text)
    {
        StagedSend staged = Group.Send(Encoding.UTF8.GetBytes(text), Key);
        GoTo(staged.Next);
        return staged.Message;
    }

    public MlsMessage Ask(StagedProposal staged)
    {
        GoTo(staged.Next);
        return staged.Message;
    }

    public Received Take(MlsMessage message, IPreSharedKeys? keys = null)
    {
        Received received = Group.Process(OverTheWire(message), Rules, keys);
        Group? next = received switch
        {
            ReceivedMessage said => said.Next,
            ReceivedProposal asked => asked.Next,
            ReceivedCommit changed => changed.Next,
            _ => null,
        };
        if (next is not null)
        {
            GoTo(next);
        }

        return received;
    }

    public string Read(MlsMessage message) =>
        Encoding.UTF8.GetString(Assert.IsType<ReceivedMessage>(Take(message)).ApplicationData.Span);

    /// <summary>As after a restart of the program.</summary>
    public void Restart()
    {
        using Secret epoch = Group.SaveEpoch();
        using Secret messages = Group.SaveMessageSecrets();
        Begin(Group.TryLoad(epoch.Span, messages.Span)!);
    }

    public void Dispose()
    {
        _group?.Dispose();
        Key.Dispose();
    }

    private void GoTo(Group next)
    {
        Group? before = _group;
        _group = next;
        before?.RetireFor(next);
    }

    private static MlsMessage OverTheWire(MlsMessage message)
    {
        Assert.True(MlsCodec.TryDecode(MlsCodec.Encode(message), out MlsMessage? decoded));
        return decoded;
    }
}
