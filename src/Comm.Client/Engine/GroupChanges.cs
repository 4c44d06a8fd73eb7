using Comm.Client.Conversations;
using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// A coordinator's changes: making a group, adding and removing. A commit is stored before it is posted, and posted again
/// after a crash; who loses the race takes the winner in and tries once more (design D5).
/// </summary>
internal sealed class GroupChanges : IDisposable
{
    private const int Attempts = 2;

    private readonly DeviceIdentity _identity;
    private readonly GroupSessions _sessions;
    private readonly IServer _server;
    private readonly CatchUp _catchUp;
    private readonly TimeProvider _clock;
    private readonly KeyPackageClaims _claims;
    private readonly CommitPosting _posting;
    private readonly Rejoin _rejoin;

    // One change at a time on this device: more would only race each other.
    private readonly SemaphoreSlim _gate = new(1, 1);

    public GroupChanges(DeviceIdentity identity, GroupSessions sessions, IServer server, CatchUp catchUp, TimeProvider clock)
    {
        _identity = identity;
        _sessions = sessions;
        _server = server;
        _catchUp = catchUp;
        _clock = clock;
        _claims = new KeyPackageClaims(identity, server, clock);
        var missed = new MissedLog(identity, server);
        _posting = new CommitPosting(server, catchUp, missed);
        _rejoin = new Rejoin(identity, server, catchUp, _posting, missed);
    }

    public async Task<CreateGroupOutcome> CreateAsync(NewGroup wanted, CancellationToken cancellationToken)
    {
        var briefing = new GroupBriefing(wanted.Name.Trim(), wanted.Purpose.Trim());
        if (!_identity.Certificate.Roles.HasFlag(Roles.Coordinator))
        {
            return new CreateGroupOutcome(CreateGroupResult.NotCoordinator, null, null);
        }

        if (!briefing.IsValid)
        {
            return new CreateGroupOutcome(CreateGroupResult.InvalidName, null, null);
        }

        GroupId id = Identifier.Create<GroupId>();
        var policy = new GroupPolicy(
            wanted.Mode,
            [Coordinator.Of(_identity.Certificate)],
            HistoryForNewcomers: false,
            RetentionDays: 0,
            wanted.Ceiling,
            FormSetHash: default
        );
        var required = new RequiredCapabilities(
            [(ushort)DeviceCertificate.LeafExtension, (ushort)GroupPolicy.ContextExtension],
            [],
            []
        );
        Group created = Group.Create(
            DeviceIdentity.Suite,
            id.ToOpaque(),
            _identity.Leaf,
            Newcomer.LifetimeFrom(_clock.GetUtcNow()),
            _identity.Signer,
            await ExternalSenderAsync(cancellationToken) is { } sender
                ? Mls.Extensions.Of(required.ToContextExtension(), policy.ToContextExtension(), sender)
                : Mls.Extensions.Of(required.ToContextExtension(), policy.ToContextExtension()),
            _identity.MakingRules
        );
        GroupSession session = _sessions.FindOrNew(id);
        await session.CreateAsync(created, briefing, cancellationToken);
        try
        {
            string? refusal = await PostStagedAsync(session, cancellationToken);
            return refusal is null
                ? new CreateGroupOutcome(CreateGroupResult.Created, id, null)
                : new CreateGroupOutcome(CreateGroupResult.Refused, id, refusal);
        }
        catch (OfflineException)
        {
            // It is in the vault and will be posted when there is a connection.
            return new CreateGroupOutcome(CreateGroupResult.Offline, id, null);
        }
    }

    public async Task<MemberChangeOutcome> AddAsync(
        GroupSession session,
        IReadOnlyList<DeviceId> devices,
        CancellationToken cancellationToken
    )
    {
        if (!await IsCoordinatorAsync(session, cancellationToken))
        {
            return Outcome(MemberChangeResult.NotCoordinator);
        }

        try
        {
            HashSet<DeviceId> present = await MembersAsync(session, cancellationToken);
            DeviceId[] absent = [.. devices.Distinct().Where(device => !present.Contains(device))];
            if (absent.Length == 0)
            {
                return Outcome(MemberChangeResult.Done);
            }

            Dictionary<DeviceId, KeyPackage> claimed = await _claims.ClaimAsync(absent, cancellationToken);
            DeviceId[] without = [.. absent.Where(device => !claimed.ContainsKey(device))];
            if (without.Length > 0)
            {
                return new MemberChangeOutcome(MemberChangeResult.NoKeyPackage, without, null);
            }

            GroupBriefing briefing = new(session.Record.Name, session.Record.Purpose);
            return await ChangeAsync(
                session,
                state =>
                {
                    HashSet<DeviceId> members = MembersOf(state);
                    KeyPackage[] missing = [.. claimed.Where(one => !members.Contains(one.Key)).Select(one => one.Value)];
                    return missing.Length == 0
                        ? null
                        : new CommitRequest { Add = [.. missing], WelcomeExtensions = Mls.Extensions.Of(briefing.ToExtension()) };
                },
                cancellationToken
            );
        }
        catch (OfflineException)
        {
            return Outcome(MemberChangeResult.Offline);
        }
    }

    public async Task<MemberChangeOutcome> RemoveAsync(GroupSession session, DeviceId device, CancellationToken cancellationToken)
    {
        if (!await IsCoordinatorAsync(session, cancellationToken))
        {
            return Outcome(MemberChangeResult.NotCoordinator);
        }

        if (device == _identity.Device)
        {
            // RFC 9420 §12.2: a commit cannot remove its committer.
            return new MemberChangeOutcome(MemberChangeResult.Refused, [device], "self");
        }

        try
        {
            return await ChangeAsync(
                session,
                state =>
                    state.Members.FirstOrDefault(member => DeviceIdentity.CertificateOf(member.Leaf).Device == device)
                        is { } member
                        ? new CommitRequest { Remove = [member.LeafIndex] }
                        : null,
                cancellationToken
            );
        }
        catch (OfflineException)
        {
            return Outcome(MemberChangeResult.Offline);
        }
    }

    /// <summary>Posts what is staged, if anything is: after a reconnect, too.</summary>
    /// <returns>As <see cref="CommitPosting.PostAsync"/>.</returns>
    public async Task<string?> PostStagedAsync(GroupSession session, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await _posting.PostAsync(session, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Commits what the server has proposed, unless somebody was faster.</summary>
    public async Task CommitProposalsAsync(GroupSession session, CancellationToken cancellationToken)
    {
        await _catchUp.RunAsync(session, cancellationToken);
        if (session.ShouldCommitProposals)
        {
            await ChangeAsync(session, GroupSession.OfProposals, cancellationToken);
        }
    }

    /// <summary>One attempt to bring a group that is out of step back.</summary>
    public async Task RejoinAsync(GroupSession session, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await _rejoin.RunAsync(session, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<MemberChangeOutcome> ChangeAsync(
        GroupSession session,
        Func<Group, CommitRequest?> intent,
        CancellationToken cancellationToken
    )
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // A change that an earlier run left behind comes first, unless the log has it already.
            await _catchUp.RunAsync(session, cancellationToken);
            await _posting.PostAsync(session, cancellationToken);
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                Staging staging = await session.StageAsync(intent, cancellationToken);
                if (staging == Staging.Impossible)
                {
                    return new MemberChangeOutcome(MemberChangeResult.Refused, [], "invalid");
                }

                if (staging == Staging.Nothing)
                {
                    break;
                }

                if (await _posting.PostAsync(session, cancellationToken) is { } refusal && refusal != CommitPosting.Lost)
                {
                    return new MemberChangeOutcome(MemberChangeResult.Refused, [], refusal);
                }
            }

            // What counts is the group as it now is, whoever brought it there.
            if (session.Record.Standing != Standing.InStep)
            {
                return new MemberChangeOutcome(MemberChangeResult.Refused, [], session.Record.StandingReason);
            }

            return await session.InspectAsync(state => intent(state) is null, cancellationToken)
                ? Outcome(MemberChangeResult.Done)
                : Outcome(MemberChangeResult.LostRace);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> IsCoordinatorAsync(GroupSession session, CancellationToken cancellationToken) =>
        await session.InspectAsync(
            state =>
                GroupPolicy.TryFind(state.Context.Extensions, out GroupPolicy? policy)
                && policy.IsCoordinator(_identity.Certificate),
            cancellationToken
        );

    /// <summary>The server as the one outside who may ask for a removal; null for a group that is made offline.</summary>
    private async Task<Mls.Extension?> ExternalSenderAsync(CancellationToken cancellationToken)
    {
        try
        {
            ExternalSenderAnswer answer = await _server.ExternalSenderAsync(cancellationToken);
            return MlsCodec.TryDecode(answer.Sender.Span, out ExternalSender? sender)
                ? new ExternalSenders([sender]).ToContextExtension()
                : null;
        }
        catch (OfflineException)
        {
            return null;
        }
    }

    private static async Task<HashSet<DeviceId>> MembersAsync(GroupSession session, CancellationToken cancellationToken) =>
        await session.InspectAsync(MembersOf, cancellationToken) ?? [];

    private static HashSet<DeviceId> MembersOf(Group state) =>
        [.. state.Members.Select(member => DeviceIdentity.CertificateOf(member.Leaf).Device)];

    private static MemberChangeOutcome Outcome(MemberChangeResult result) => new(result, [], null);
}
