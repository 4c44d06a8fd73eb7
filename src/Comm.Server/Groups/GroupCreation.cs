using System.Security.Cryptography;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Server.Messaging;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Groups;

/// <summary>
/// A group begins with its creator alone, in epoch 0, described by a GroupInfo: others come in by commits, which everybody can
/// check.
/// </summary>
internal sealed class GroupCreation(ClosedGroupRules rules, RemovalProposer proposer, GroupLog log, ILogger<GroupCreation> logger)
{
    /// <summary>A receipt with sequence 0 for a group that is there now: the log begins after it.</summary>
    public async Task<CreationOutcome> CreateAsync(DeviceId creator, byte[] body)
    {
        CreationOutcome outcome = TryRead(creator, body, out CreationOutcome refused) is { } state
            ? await log.SubmitAsync(new CreateGroup(creator, state, body, SHA256.HashData(body)))
            : refused;
        if (outcome.Refusal is { } refusal)
        {
            GroupsLog.CreationRefused(logger, creator, refusal, outcome.Detail);
        }
        else
        {
            GroupsLog.Created(logger, outcome.GroupId, creator);
        }

        return outcome;
    }

    private GroupState? TryRead(DeviceId creator, byte[] body, out CreationOutcome refused)
    {
        refused = new CreationOutcome(default, CommitRefusal.Malformed, null);
        if (
            !MlsCodec.TryDecode(body, out MlsMessage? message)
            || message.GroupInfo is not { } info
            || !Identifier.TryFromBytes(info.GroupContext.GroupId.Span, out GroupId groupId)
        )
        {
            return null;
        }

        if (info.GroupContext.CipherSuite != ClosedGroupRules.Suite)
        {
            refused = new CreationOutcome(groupId, CommitRefusal.Invalid, nameof(MlsFault.UnsupportedSuite));
            return null;
        }

        if (PublicGroup.TryCreate(info, rules, out MlsFault fault) is not { } group)
        {
            refused = new CreationOutcome(groupId, CommitRefusal.Invalid, fault.ToString());
            return null;
        }

        // V-POL-08
        if (
            (CommitChecks.OffersRejoin(info) ? CheckBeginning(creator, group) ?? CheckSenders(group) : "ExternalPub") is
            { } detail
        )
        {
            refused = new CreationOutcome(groupId, CommitRefusal.Invalid, detail);
            return null;
        }

        return new GroupState(groupId, group);
    }

    /// <summary>Nobody outside speaks in a group but this server; and it only where the creator has named it.</summary>
    private string? CheckSenders(PublicGroup group) =>
        group.Context.Extensions.TryFind(ExtensionType.ExternalSenders, out Opaque senders)
        && senders != proposer.ToContextExtension().Data
            ? "ExternalSenders"
            : null;

    /// <summary>Null, or what is wrong with it.</summary>
    private static string? CheckBeginning(DeviceId creator, PublicGroup group)
    {
        if (group.Context.Epoch != 0)
        {
            return "NotTheFirstEpoch";
        }

        if (
            group.Members.ToArray() is not [var only]
            || !DeviceCertificate.TryFind(only.Leaf, out DeviceCertificate? certificate)
            || certificate.Device != creator
        )
        {
            return "NotTheCreatorAlone";
        }

        return GroupPolicy.TryFind(group.Context.Extensions, out GroupPolicy? policy) && policy.IsCoordinator(certificate)
            ? null
            : "NotACoordinator";
    }
}

internal sealed record CreationOutcome(GroupId GroupId, CommitRefusal? Refusal, string? Detail);
