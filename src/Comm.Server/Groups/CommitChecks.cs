using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Groups;

/// <summary>Everything that can be known of a commit in public, asked before the writer of the log has it.</summary>
internal sealed class CommitChecks(ClosedGroupRules rules)
{
    /// <summary>The upload's three parts as what they should be, and for this group; null otherwise.</summary>
    public static CommitParts? TryRead(CommitUpload upload, GroupId groupId)
    {
        Welcome? welcome = null;
        return
            MlsCodec.TryDecode(upload.Commit.Span, out MlsMessage? commit)
            && commit.PublicMessage is { Content.ContentType: ContentType.Commit } publicMessage
            && publicMessage.Content.GroupId == groupId.ToOpaque()
            && MlsCodec.TryDecode(upload.GroupInfo.Span, out MlsMessage? info)
            && info.GroupInfo is { } groupInfo
            && (upload.Welcome.IsEmpty || TryReadWelcome(upload.Welcome, out welcome))
            ? new CommitParts(publicMessage, welcome, groupInfo)
            : null;
    }

    /// <summary>The commit applied to <paramref name="state"/>; null and why not.</summary>
    public CheckedCommit? TryCheck(
        DeviceId committer,
        CommitUpload upload,
        CommitParts parts,
        GroupState state,
        out CommitOutcome? refused
    )
    {
        if (state.Group.TryApply(parts.Commit, rules, out MlsFault fault) is not { } applied)
        {
            refused = CommitOutcome.Refused(CommitRefusal.Invalid, fault.ToString());
            return null;
        }

        // V-POL-09
        if (GroupState.DeviceOf(applied.Committer) != committer)
        {
            refused = CommitOutcome.Refused(CommitRefusal.Invalid, "ForeignCommitter");
            return null;
        }

        // V-COMMIT-18
        if (!applied.Next.Matches(parts.GroupInfo))
        {
            refused = CommitOutcome.Refused(CommitRefusal.Mismatch, "GroupInfo");
            return null;
        }

        if (!OffersRejoin(parts.GroupInfo))
        {
            refused = CommitOutcome.Refused(CommitRefusal.Mismatch, "ExternalPub");
            return null;
        }

        // V-COMMIT-19
        if (!Welcomes(parts.Welcome, applied))
        {
            refused = CommitOutcome.Refused(CommitRefusal.Mismatch, "Welcome");
            return null;
        }

        refused = null;
        return new CheckedCommit(
            committer,
            upload,
            state,
            new GroupState(state.GroupId, applied.Next),
            // A member that comes in again is a member all along: its part of the log has no hole.
            applied.IsExternal
                ? []
                : [.. applied.Added.Select(GroupState.DeviceOf)],
            applied.IsExternal ? [] : [.. applied.Removed.Select(GroupState.DeviceOf)]
        );
    }

    /// <summary>Whoever cannot follow the next commit comes in again by this GroupInfo, so it has to have the key for that.</summary>
    public static bool OffersRejoin(GroupInfo info) => info.Extensions.TryFind(ExtensionType.ExternalPub, out _);

    /// <summary>There is a Welcome exactly when somebody was added, and it has one set of secrets for each of them.</summary>
    private static bool Welcomes(Welcome? welcome, PublicCommit commit) =>
        welcome is null
            ? commit.AddedReferences.IsEmpty
            : !commit.AddedReferences.IsEmpty
                && welcome.CipherSuite == commit.Next.Context.CipherSuite
                && welcome.NewMembers is var named
                && named.Length == commit.AddedReferences.Length
                && named.ToHashSet().SetEquals(commit.AddedReferences);

    private static bool TryReadWelcome(Opaque bytes, out Welcome? welcome)
    {
        welcome = MlsCodec.TryDecode(bytes.Span, out MlsMessage? message) ? message.Welcome : null;
        return welcome is not null;
    }
}

internal sealed record CommitParts(PublicMessage Commit, Welcome? Welcome, GroupInfo GroupInfo);
