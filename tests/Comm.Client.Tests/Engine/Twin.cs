using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>
/// A group that somebody founds under another one's id, with nothing to be said against it but that its coordinator is not the
/// other's. With the server's help it is some epochs older, so that a device could take it for what became of the first.
/// </summary>
internal sealed class Twin : IDisposable
{
    private const int Epochs = 8;

    private readonly TestDevice _founder;

    public Twin(GroupId id, TestDevice founder, DateTimeOffset now)
    {
        _founder = founder;
        var policy = new GroupPolicy(
            GroupMode.Exercise,
            [Coordinator.Of(founder.Identity.Certificate)],
            HistoryForNewcomers: false,
            RetentionDays: 0,
            HandlingCeiling.Amber,
            default
        );
        var required = new RequiredCapabilities(
            [(ushort)DeviceCertificate.LeafExtension, (ushort)GroupPolicy.ContextExtension],
            [],
            []
        );
        Group = Group.Create(
            DeviceIdentity.Suite,
            id.ToOpaque(),
            founder.Identity.Leaf,
            Newcomer.LifetimeFrom(now),
            founder.Identity.Signer,
            Extensions.Of(required.ToContextExtension(), policy.ToContextExtension()),
            founder.Identity.MakingRules
        );
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            Commit(new CommitRequest());
        }
    }

    public Group Group { get; private set; }

    /// <summary>Takes somebody in; the Welcome.</summary>
    public async Task<byte[]> WelcomeAsync(TestDevice newcomer)
    {
        ClaimedKeyPackage claimed = Assert.Single(
            await _founder.Server.ClaimAsync(new KeyPackageClaim([newcomer.Identity.Device]), default)
        );
        Assert.True(MlsCodec.TryDecode(claimed.KeyPackage.Span, out Mls.Framing.MlsMessage? package));
        return MlsCodec.Encode(Commit(new CommitRequest { Add = [package.KeyPackage!] }).Welcome!);
    }

    public GroupInfo Describe() =>
        Group.ExportGroupInfo(_founder.Identity.Signer, GroupInfoParts.RatchetTree | GroupInfoParts.ExternalPub);

    public void Dispose() => Group.Dispose();

    private StagedCommit Commit(CommitRequest request)
    {
        StagedCommit commit = Group.Commit(request, _founder.Identity.Signer, _founder.Identity.MakingRules);
        Group.RetireFor(commit.Next);
        Group = commit.Next;
        return commit;
    }
}
