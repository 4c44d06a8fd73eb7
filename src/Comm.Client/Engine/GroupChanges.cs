using Comm.Client.Conversations;
using Comm.Client.Engine.Network;
using Comm.Client.Forms;
using Comm.Client.People;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>What a coordinator asks for: making a group, adding and removing.</summary>
internal sealed class GroupChanges(
    DeviceIdentity identity,
    GroupSessions sessions,
    IServer server,
    GroupCommits commits,
    GroupForms forms,
    TimeProvider clock
)
{
    private readonly KeyPackageClaims _claims = new(identity, server, clock);

    public async Task<CreateGroupOutcome> CreateAsync(NewGroup wanted, CancellationToken cancellationToken)
    {
        var briefing = new GroupBriefing(wanted.Name.Trim(), wanted.Purpose.Trim());
        if (!identity.Certificate.Roles.HasFlag(Roles.Coordinator))
        {
            return new CreateGroupOutcome(CreateGroupResult.NotCoordinator, null, null);
        }

        if (!briefing.IsValid)
        {
            return new CreateGroupOutcome(CreateGroupResult.InvalidName, null, null);
        }

        GroupId id = Identifier.Create<GroupId>();
        FormPack? initial = forms.Initial(wanted.Forms);
        var policy = new GroupPolicy(
            wanted.Mode,
            [Coordinator.Of(identity.Certificate)],
            HistoryForNewcomers: false,
            RetentionDays: 0,
            wanted.Ceiling,
            FormSetHash: initial?.Set is { } set ? set.Hash() : Opaque.Empty
        );
        var required = new RequiredCapabilities(
            [(ushort)DeviceCertificate.LeafExtension, (ushort)GroupPolicy.ContextExtension],
            [],
            []
        );
        Group created = Group.Create(
            DeviceIdentity.Suite,
            id.ToOpaque(),
            identity.Leaf,
            Newcomer.LifetimeFrom(clock.GetUtcNow()),
            identity.Signer,
            await ExternalSenderAsync(cancellationToken) is { } sender
                ? Mls.Extensions.Of(required.ToContextExtension(), policy.ToContextExtension(), sender)
                : Mls.Extensions.Of(required.ToContextExtension(), policy.ToContextExtension()),
            identity.MakingRules
        );
        GroupSession session = sessions.FindOrNew(id);
        await session.CreateAsync(created, briefing, initial, cancellationToken);
        try
        {
            string? refusal = await commits.PostStagedAsync(session, cancellationToken);
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
            return await commits.ChangeAsync(
                session,
                state =>
                {
                    HashSet<DeviceId> members = MembersOf(state);
                    KeyPackage[] missing = [.. claimed.Where(one => !members.Contains(one.Key)).Select(one => one.Value)];
                    return missing.Length == 0
                        ? null
                        : new CommitRequest { Add = [.. missing], WelcomeExtensions = Told(session.Id, briefing, state) };
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

        if (device == identity.Device)
        {
            // RFC 9420 §12.2: a commit cannot remove its committer.
            return new MemberChangeOutcome(MemberChangeResult.Refused, [device], "self");
        }

        try
        {
            return await commits.ChangeAsync(
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

    /// <summary>
    /// Puts a set of forms into force in the place of the one that its author went out from; its definitions have been sent before.
    /// Where another has come between, it stays: it may hold forms that this one knows nothing of.
    /// </summary>
    public async Task<MemberChangeOutcome> SetFormsAsync(
        GroupSession session,
        Opaque from,
        Opaque to,
        CancellationToken cancellationToken
    )
    {
        if (!await IsCoordinatorAsync(session, cancellationToken))
        {
            return Outcome(MemberChangeResult.NotCoordinator);
        }

        try
        {
            MemberChangeOutcome changed = await commits.ChangeAsync(
                session,
                state =>
                    GroupPolicy.TryFind(state.Context.Extensions, out GroupPolicy? policy)
                    && policy.FormSetHash == from
                    && policy.FormSetHash != to
                        ? new CommitRequest
                        {
                            ContextExtensions = state.Context.Extensions.With(
                                (policy with { FormSetHash = to }).ToContextExtension()
                            ),
                        }
                        : null,
                cancellationToken
            );
            return
                changed.Result == MemberChangeResult.Done
                && await session.InspectAsync(state => state.Context.FormSet(), cancellationToken) != to
                ? Outcome(MemberChangeResult.LostRace)
                : changed;
        }
        catch (OfflineException)
        {
            return Outcome(MemberChangeResult.Offline);
        }
    }

    /// <summary>What newcomers are told in the Welcome: name and purpose, and the forms in force.</summary>
    private Mls.Extensions Told(GroupId group, GroupBriefing briefing, Group state) =>
        forms.PackOf(group, state.Context.FormSet()) is { } pack
            ? Mls.Extensions.Of(briefing.ToExtension(), FormBriefing.ToExtension(pack))
            : Mls.Extensions.Of(briefing.ToExtension());

    private async Task<bool> IsCoordinatorAsync(GroupSession session, CancellationToken cancellationToken) =>
        await session.InspectAsync(state => state.Context.HasCoordinator(identity.Certificate), cancellationToken);

    /// <summary>The server as the one outside who may ask for a removal; null for a group that is made offline.</summary>
    private async Task<Mls.Extension?> ExternalSenderAsync(CancellationToken cancellationToken)
    {
        try
        {
            ExternalSenderAnswer answer = await server.ExternalSenderAsync(cancellationToken);
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
