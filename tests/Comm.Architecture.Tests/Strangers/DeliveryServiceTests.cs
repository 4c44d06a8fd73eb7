using System.Diagnostics.CodeAnalysis;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Architecture.Tests.Strangers;

/// <summary>What a delivery service, or anybody else outside a group, can do with Comm.Mls's public surface alone.</summary>
public sealed class DeliveryServiceTests : IDisposable
{
    private readonly Stranger _alice = new("Alice");
    private readonly Stranger _bob = new("Bob");
    private readonly SoftwareSigner _service = SoftwareSigner.Generate(Stranger.Suite);
    private PublicGroup _group;

    public DeliveryServiceTests()
    {
        ExternalSender service = new(_service.PublicKey.ToArray(), Credential.Basic("service"u8.ToArray()));
        RequiredCapabilities required = new([], [], [(ushort)CredentialType.Basic]);
        _alice.Create(Extensions.Of(new ExternalSenders([service]).ToContextExtension(), required.ToContextExtension()));
        GroupInfo info = _alice.Group.ExportGroupInfo(_alice.Key, GroupInfoParts.RatchetTree);
        _group = PublicGroup.TryCreate(info, Stranger.Rules, out _)!;
        Follow(_alice.Admit(_bob));
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _service.Dispose();
    }

    [Fact]
    public void TheServiceSeesWhoIsInAndNothingOfWhatIsSaid()
    {
        MlsMessage said = _alice.Say("for Bob");

        Assert.Equal(["Alice", "Bob"], _group.Members.Select(member => member.Leaf.Credential).Select(NameOf));
        Assert.Equal(WireFormat.PrivateMessage, said.WireFormat);
        Assert.Equal(ContentType.Application, said.PrivateMessage!.ContentType);
        Assert.Equal((_group.Context.GroupId, _group.Context.Epoch), (said.PrivateMessage.GroupId, said.PrivateMessage.Epoch));
    }

    [Fact]
    public void WhoAsksToBeAddedIsAdded()
    {
        using Stranger carol = new("Carol");
        using KeyPackageSecrets own = carol.NewKeyPackage();
        Assert.Equal(MlsFault.None, KeyPackageValidation.Check(own.KeyPackage, Stranger.Rules, Stranger.Now));
        Assert.Equal(MlsFault.Expired, KeyPackageValidation.Check(own.KeyPackage, Stranger.Rules, Stranger.Now.AddDays(90)));
        GroupContext context = _group.Context;
        MlsMessage asked = ExternalProposals.AskToJoin(own.KeyPackage, context.GroupId, context.Epoch, carol.Key);

        StagedCommit commit = CommitAll(asked);
        carol.Join(commit.Welcome!, own);
        Follow(commit);

        Assert.Equal(own.KeyPackage.ComputeReference(), Assert.Single(commit.Welcome!.Welcome!.NewMembers));
        Assert.Equal("welcome", carol.Read(_alice.Say("welcome")));
    }

    [Fact]
    public void TheServiceAsksForARemoval()
    {
        GroupContext context = _group.Context;
        RemoveProposal remove = new(_bob.Group.OwnLeafIndex);
        MlsMessage asked = ExternalProposals.From(0, remove, context.CipherSuite, context.GroupId, context.Epoch, _service);

        StagedCommit commit = CommitAll(asked);
        Follow(commit);

        Assert.Equal("Alice", NameOf(Assert.Single(_group.Members).Leaf.Credential));
        Assert.Null(Assert.IsType<ReceivedCommit>(_bob.Take(commit.Commit)).Next);
    }

    [Fact]
    public void AnApplicationKeepsItsOwnStructInAnExtension()
    {
        const ExtensionType Topic = (ExtensionType)0xF123;
        Extension topic = new(Topic, MlsCodec.Encode(new Subject("tobacco"u8.ToArray(), 3)));
        LeafSettings leaf = LeafSettings.Basic("Erin", Stranger.Suite);
        using Stranger open = new("Erin") { Leaf = leaf with { Capabilities = Capabilities.Of(Stranger.Suite, Topic) } };
        open.Create(Extensions.Of(topic));

        Assert.True(open.Group.Context.Extensions.TryFind(Topic, out Opaque data));
        Assert.True(MlsCodec.TryDecode(data, out Subject? read));
        Assert.Equal(new Subject("tobacco"u8.ToArray(), 3), read);
    }

    private StagedCommit CommitAll(MlsMessage asked)
    {
        Assert.IsType<ReceivedProposal>(_alice.Take(asked));
        Assert.IsType<ReceivedProposal>(_bob.Take(asked));
        _group = _group.TryKeep(asked.PublicMessage!, Stranger.Rules, out _)!;
        Assert.Single(_group.PendingProposals);
        return _alice.Commit(new CommitRequest { ByReference = [.. _alice.Group.PendingProposals.Select(one => one.Reference)] });
    }

    // Restarted after every commit.
    private void Follow(StagedCommit staged)
    {
        PublicCommit? commit = _group.TryApply(staged.Commit.PublicMessage!, Stranger.Rules, out MlsFault fault);
        Assert.Equal(MlsFault.None, fault);
        Assert.True(commit!.Next.Matches(staged.GroupInfo.GroupInfo!));
        Assert.True(commit.AddedReferences.SequenceEqual(staged.Welcome?.Welcome?.NewMembers ?? []));
        _group = PublicGroup.TryLoad(commit.Next.Save())!;
    }

    private static string NameOf(Credential credential) => System.Text.Encoding.UTF8.GetString(credential.Identity.Span);

    private sealed record Subject(Opaque Name, byte Level) : IMlsStruct<Subject>
    {
        public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Subject? value)
        {
            value =
                reader.TryReadVector(out Opaque name) && reader.TryReadUInt8(out byte level) ? new Subject(name, level) : null;
            return value is not null;
        }

        public void Write(MlsWriter writer)
        {
            writer.WriteVector(Name);
            writer.WriteUInt8(Level);
        }
    }
}
