using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Support;

/// <summary>A device in a group, with the MLS library that real clients use.</summary>
internal sealed class TestMember(TestDevice device, Group group)
{
    private static readonly TimeProvider s_clock = TimeProvider.System;

    public Group Group { get; private set; } = group;

    public GroupId GroupId =>
        Identifier.TryFromBytes(Group.Context.GroupId.Span, out GroupId id) ? id : throw new InvalidOperationException();

    private ClosedGroupRules Rules => new(device.Platform.RootKey, s_clock);

    public static TestMember Create(TestDevice device, GroupId? groupId = null, params Coordinator[] coordinators) =>
        Create(device, TestDevice.Suite, groupId, coordinators);

    public static TestMember Create(
        TestDevice device,
        CipherSuiteId suite,
        GroupId? groupId = null,
        params Coordinator[] coordinators
    ) =>
        new(
            device,
            Group.Create(
                suite,
                (groupId ?? Identifier.Create<GroupId>()).ToOpaque(),
                Leaf(device, suite),
                TestPlatform.LifetimeAround(s_clock.GetUtcNow()),
                new SoftwareSigner(suite, device.Key),
                Context(coordinators.Length > 0 ? coordinators : [Coordinator.Of(device.Certificate)]),
                new ClosedGroupRules(device.Platform.RootKey, s_clock)
            )
        );

    /// <summary>In a group that names an external sender.</summary>
    public static TestMember Create(TestDevice device, ExternalSender sender) =>
        new(
            device,
            Group.Create(
                TestDevice.Suite,
                Identifier.Create<GroupId>().ToOpaque(),
                Leaf(device),
                TestPlatform.LifetimeAround(s_clock.GetUtcNow()),
                device.Signer,
                Context([Coordinator.Of(device.Certificate)]).With(new ExternalSenders([sender]).ToContextExtension()),
                new ClosedGroupRules(device.Platform.RootKey, s_clock)
            )
        );

    public static KeyPackageSecrets CreateKeyPackage(
        TestDevice device,
        Lifetime? lifetime = null,
        Extensions? extensions = null
    ) =>
        KeyPackageSecrets.Create(
            TestDevice.Suite,
            Leaf(device),
            lifetime ?? TestPlatform.LifetimeAround(s_clock.GetUtcNow()),
            device.Signer,
            extensions
        );

    public static byte[] Encode(KeyPackage package) => MlsCodec.Encode(MlsMessage.Of(package));

    public static TestMember Join(TestDevice device, KeyPackageSecrets own, ReadOnlyMemory<byte> welcome)
    {
        Assert.True(MlsCodec.TryDecode(welcome.Span, out MlsMessage? message));
        Group? joined = Group
            .TryJoin(message.Welcome!, own, new ClosedGroupRules(device.Platform.RootKey, s_clock), out MlsFault fault)
            ?.Group;
        Assert.Equal(MlsFault.None, fault);
        return new TestMember(device, joined!);
    }

    public byte[] GroupInfo() =>
        MlsCodec.Encode(
            MlsMessage.Of(Group.ExportGroupInfo(device.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub))
        );

    /// <summary>A sealed message; the group goes over to the state after it.</summary>
    public SealedMessage Seal(string text = "to all", MessageId? id = null)
    {
        MessageId messageId = id ?? Identifier.Create<MessageId>();
        StagedSend staged = Group.Send(System.Text.Encoding.UTF8.GetBytes(text), device.Signer, messageId.ToOpaque());
        Group = staged.Next;
        return new SealedMessage(GroupId, messageId, Group.Context.Epoch, MlsCodec.Encode(staged.Message));
    }

    /// <summary>A commit, and the member that would be after it.</summary>
    public (CommitUpload Upload, TestMember Next) Commit(CommitRequest request) => Commit(request, Rules);

    /// <summary>What somebody can send whose library has been tampered with.</summary>
    public CommitUpload CommitAgainstTheRules(CommitRequest request) => Commit(request, new NoRules()).Upload;

    private (CommitUpload Upload, TestMember Next) Commit(CommitRequest request, IMembershipRules rules)
    {
        StagedCommit staged = Group.Commit(request with { OfferExternalCommit = true }, device.Signer, rules);
        var upload = new CommitUpload(
            Identifier.Create<MessageId>(),
            MlsCodec.Encode(staged.Commit),
            staged.Welcome is null ? default(Opaque) : MlsCodec.Encode(staged.Welcome),
            MlsCodec.Encode(staged.GroupInfo)
        );
        return (upload, new TestMember(device, staged.Next));
    }

    /// <summary>In again in a device's old place, by what the server says of the group.</summary>
    public static (CommitUpload Upload, TestMember Next) Rejoin(TestDevice device, GroupDescription description) =>
        Rejoin(device, description, new ClosedGroupRules(device.Platform.RootKey, s_clock), new ExternalCommitRequest());

    /// <summary>The same, with a key mixed in that nobody in the group has.</summary>
    public static CommitUpload RejoinWithPreSharedKey(TestDevice device, GroupDescription description)
    {
        using var own = Secret.Random(32);
        PreSharedKeyId id = PreSharedKeyId.External("a key"u8.ToArray(), PreSharedKeyId.FreshNonce(TestDevice.Suite));
        var request = new ExternalCommitRequest { PreSharedKeys = [id], PreSharedKeyStore = new OneKey(own) };
        return Rejoin(device, description, new NoRules(), request).Upload;
    }

    private static (CommitUpload Upload, TestMember Next) Rejoin(
        TestDevice device,
        GroupDescription description,
        IMembershipRules rules,
        ExternalCommitRequest request
    )
    {
        Assert.True(MlsCodec.TryDecode(description.GroupInfo.Span, out MlsMessage? info));
        var tree = new Opaque(description.RatchetTree);
        PublicGroup group = PublicGroup.TryCreate(info.GroupInfo!, rules, out _, tree)!;
        StagedCommit? staged = Group.TryJoinByExternalCommit(
            info.GroupInfo!,
            Leaf(device),
            device.Signer,
            rules,
            out MlsFault fault,
            request with
            {
                Replaces = group.Members.First(member => member.Leaf.Credential.Identity == device.Id.ToOpaque()).LeafIndex,
                RatchetTree = tree,
                OfferExternalCommit = true,
            }
        );
        Assert.Equal(MlsFault.None, fault);
        var upload = new CommitUpload(
            Identifier.Create<MessageId>(),
            MlsCodec.Encode(staged!.Commit),
            default,
            MlsCodec.Encode(staged.GroupInfo)
        );
        return (upload, new TestMember(device, staged.Next));
    }

    /// <summary>A commit whose GroupInfo lets nobody in.</summary>
    public CommitUpload CommitWithoutExternalKey()
    {
        StagedCommit staged = Group.Commit(new CommitRequest(), device.Signer, Rules);
        return new CommitUpload(
            Identifier.Create<MessageId>(),
            MlsCodec.Encode(staged.Commit),
            default,
            MlsCodec.Encode(staged.GroupInfo)
        );
    }

    /// <summary>Takes in a proposal of the server's.</summary>
    public void Keep(ReadOnlyMemory<byte> proposal)
    {
        Assert.True(MlsCodec.TryDecode(proposal.Span, out MlsMessage? message));
        Group = Assert.IsType<ReceivedProposal>(Group.Process(message, Rules)).Next;
    }

    public (CommitUpload Upload, TestMember Next) CommitPending() =>
        Commit(new CommitRequest { ByReference = [.. Group.PendingProposals.Select(one => one.Reference)] });

    public (CommitUpload Upload, TestMember Next) CommitAdding(params KeyPackage[] added) =>
        Commit(new CommitRequest { Add = [.. added] });

    public (CommitUpload Upload, TestMember Next) CommitRemoving(DeviceId removed) =>
        Commit(
            new CommitRequest
            {
                Remove =
                [
                    .. Group
                        .Members.Where(member => member.Leaf.Credential.Identity == removed.ToOpaque())
                        .Select(member => member.LeafIndex),
                ],
            }
        );

    /// <summary>Follows another's commit.</summary>
    public void Apply(ReadOnlyMemory<byte> commit)
    {
        Assert.True(MlsCodec.TryDecode(commit.Span, out MlsMessage? message));
        ReceivedCommit received = Assert.IsType<ReceivedCommit>(Group.Process(message, Rules));
        Group = received.Next!;
    }

    public string Open(ReadOnlyMemory<byte> content)
    {
        Assert.True(MlsCodec.TryDecode(content.Span, out MlsMessage? message));
        ReceivedMessage received = Assert.IsType<ReceivedMessage>(Group.Process(message, Rules));
        Group = received.Next;
        return System.Text.Encoding.UTF8.GetString(received.Content.Content.ApplicationData.Span);
    }

    private static LeafSettings Leaf(TestDevice device, CipherSuiteId suite = TestDevice.Suite) =>
        new(
            Credential.Basic(device.Id.ToOpaque()),
            Capabilities.Of(suite, DeviceCertificate.LeafExtension, GroupPolicy.ContextExtension, ExtensionType.LastResort),
            Extensions.Of(device.Certificate.ToLeafExtension())
        );

    private static Extensions Context(Coordinator[] coordinators)
    {
        var required = new RequiredCapabilities(
            [(ushort)DeviceCertificate.LeafExtension, (ushort)GroupPolicy.ContextExtension],
            [],
            []
        );
        var policy = new GroupPolicy(
            GroupMode.Exercise,
            [.. coordinators],
            HistoryForNewcomers: false,
            RetentionDays: 30,
            HandlingCeiling.Amber,
            default
        );
        return Extensions.Of(
            new Extension(ExtensionType.RequiredCapabilities, MlsCodec.Encode(required)),
            policy.ToContextExtension()
        );
    }

    private sealed class OneKey(Secret secret) : IPreSharedKeys
    {
        public bool TryFind(PreSharedKeyId id, [NotNullWhen(true)] out Secret? key)
        {
            key = secret;
            return true;
        }
    }

    private sealed class NoRules : IMembershipRules
    {
        public bool AcceptsLeaf(LeafNode leaf) => true;

        public bool AcceptsSuccessor(LeafNode current, LeafNode successor) => true;

        public bool AcceptsContext(Extensions groupContextExtensions) => true;

        public bool AcceptsMembers(RatchetTree tree) => true;

        public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree) => true;

        public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree) => true;
    }
}
