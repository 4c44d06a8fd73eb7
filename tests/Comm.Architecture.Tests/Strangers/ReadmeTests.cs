using System.Text;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Architecture.Tests.Strangers;

/// <summary>
/// The example in Comm.Mls's README, compiled where nothing but its public surface is seen, and run; the README has these very lines.
/// </summary>
public sealed class ReadmeTests
{
    [Fact]
    public void AGroupIsCreatedAMemberAddedAndAMessageSent() => Assert.Equal("Hello, Bob", HelloBob(OpenHouse.Instance));

    [Fact]
    public void TheReadmeShowsTheLinesThatRun()
    {
        string root = RepositoryRoot();
        string readme = File.ReadAllText(Path.Combine(root, "src", "Comm.Mls", "README.md"));
        string source = File.ReadAllText(
            Path.Combine(root, "tests", "Comm.Architecture.Tests", "Strangers", $"{nameof(ReadmeTests)}.cs")
        );

        string shown = Between(readme, "```csharp\n", "```");
        string run = Between(source, "    {\n        // The README's example:\n", "        // That was" + " it.");

        Assert.Equal(Lines(run), Lines(shown));
        Assert.InRange(Lines(shown).Length, 1, 30);
    }

    private static string HelloBob(IMembershipRules rules)
    {
        // The README's example:
        const CipherSuiteId Suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;
        Lifetime lifetime = Lifetime.From(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(90));

        // Bob makes a key package and publishes it.
        using SoftwareSigner bobsKey = SoftwareSigner.Generate(Suite);
        LeafSettings bobsLeaf = LeafSettings.Basic("Bob", Suite);
        using KeyPackageSecrets bobs = KeyPackageSecrets.Create(Suite, bobsLeaf, lifetime, bobsKey);
        byte[] published = MlsCodec.Encode(MlsMessage.Of(bobs.KeyPackage));

        // Alice creates a group and adds him; when the delivery service has taken her commit, she goes over to what follows.
        using SoftwareSigner key = SoftwareSigner.Generate(Suite);
        LeafSettings leaf = LeafSettings.Basic("Alice", Suite);
        Group alice = Group.Create(Suite, Group.NewId(), leaf, lifetime, key, Extensions.None, rules);
        MlsCodec.TryDecode(published, out MlsMessage? package);
        StagedCommit staged = alice.Commit(new CommitRequest { Add = [package!.KeyPackage!] }, key, rules);
        alice.RetireFor(staged.Next);
        alice = staged.Next;

        // Bob joins by the Welcome; Alice sends; Bob reads.
        Group bob = Group.TryJoin(staged.Welcome!.Welcome!, bobs, rules, out MlsFault fault)!.Group;
        StagedSend send = alice.Send(Encoding.UTF8.GetBytes("Hello, Bob"), key);
        alice.RetireFor(send.Next);
        alice = send.Next;
        ReceivedMessage received = (ReceivedMessage)bob.Process(send.Message, rules);
        bob.RetireFor(received.Next);
        bob = received.Next;
        string text = Encoding.UTF8.GetString(received.ApplicationData.Span);
        // That was it.
        Assert.Equal(MlsFault.None, fault);
        bob.Dispose();
        alice.Dispose();
        return text;
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CustomsComm.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
