using Comm.Server.Messaging;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Groups;

/// <summary>
/// Compare-and-swap on the group's epoch: log entry, public state, GroupInfo, memberships and Welcomes, all in the writer's
/// transaction, or nothing of them.
/// </summary>
internal sealed class AppendCommit(CheckedCommit commit) : LogWork<CommitOutcome>(CommitOutcome.Refused(CommitRefusal.Busy))
{
    private GroupId GroupId => commit.Base.GroupId;

    protected override async Task<CommitOutcome> DecideAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        CommitUpload upload = commit.Upload;
        GroupState current =
            await batch.FindGroupAsync(GroupId, cancellationToken)
            ?? throw new InvalidOperationException($"Group {GroupId} was there and is gone.");
        if (await batch.FindEarlierAsync(GroupId, commit.Committer, upload.Id, cancellationToken) is { } earlier)
        {
            return AnswerAgain(earlier);
        }

        if (current.Epoch != commit.Base.Epoch)
        {
            // The winner is put in when this batch is on disk.
            return CommitOutcome.Refused(CommitRefusal.StaleEpoch);
        }

        // Asked here, for a proposal does not change the epoch: whoever is to go must not put that off by a commit of its own.
        if (current.IsProposedForRemoval(commit.Committer))
        {
            return CommitOutcome.Refused(CommitRefusal.Invalid, "RemovalProposed");
        }

        if (commit.Added.Count > 0)
        {
            // A KeyPackage may have been claimed before its device was revoked.
            if (await batch.Database.RevokedDevices.AnyAsync(row => commit.Added.Contains(row.DeviceId), cancellationToken))
            {
                return CommitOutcome.Refused(CommitRefusal.Invalid, "AddsRevokedDevice");
            }

            // What this batch has added so far shall be counted too.
            await batch.Database.SaveChangesAsync(cancellationToken);
            if (await WelcomeShelf.IsFullAsync(batch.Database, commit.Committer, commit.Added, cancellationToken))
            {
                return CommitOutcome.Refused(CommitRefusal.Invalid, "TooManyWelcomes");
            }
        }

        Receipt receipt = batch.Append(
            GroupId,
            EntryKind.Commit,
            commit.Committer,
            upload.Id,
            commit.Base.Epoch,
            upload.Commit.Memory
        );
        batch.Advance(commit.Next);
        await UpdateGroupAsync(batch, cancellationToken);
        await EndMembershipsAsync(batch, receipt.Sequence, cancellationToken);
        BeginMemberships(batch, receipt.Sequence);
        return CommitOutcome.Accepted(receipt);
    }

    /// <summary>To an identifier that its sender has used before; a message of that name says nothing of a commit.</summary>
    public static CommitOutcome AnswerAgain(EarlierEntry earlier) =>
        earlier.Kind == EntryKind.Commit
            ? CommitOutcome.Accepted(earlier.Receipt)
            : CommitOutcome.Refused(CommitRefusal.Invalid, "IdentifierTaken");

    private async Task UpdateGroupAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        byte[] publicState = commit.Next.Group.Save();
        byte[] groupInfo = commit.Upload.GroupInfo.ToArray();
        await batch
            .Database.Groups.Where(group => group.GroupId == GroupId)
            .ExecuteUpdateAsync(
                group =>
                    group
                        .SetProperty(row => row.Epoch, commit.Next.Epoch)
                        .SetProperty(row => row.PublicState, publicState)
                        .SetProperty(row => row.GroupInfo, groupInfo),
                cancellationToken
            );
    }

    private async Task EndMembershipsAsync(LogBatch batch, long sequence, CancellationToken cancellationToken)
    {
        if (commit.Removed.Count == 0)
        {
            return;
        }

        await batch
            .Database.Memberships.Where(membership =>
                membership.GroupId == GroupId && membership.EndedSequence == null && commit.Removed.Contains(membership.DeviceId)
            )
            .ExecuteUpdateAsync(membership => membership.SetProperty(row => row.EndedSequence, sequence), cancellationToken);

        // A Welcome into an epoch that is over for its reader is of no use to anyone.
        await batch
            .Database.WaitingWelcomes.Where(waiting => waiting.GroupId == GroupId && commit.Removed.Contains(waiting.DeviceId))
            .ExecuteDeleteAsync(cancellationToken);
        await WelcomeShelf.DropUnwantedAsync(batch.Database, GroupId, cancellationToken);
        batch.Tell(new EndNotice(GroupId, commit.Removed));
    }

    private void BeginMemberships(LogBatch batch, long sequence)
    {
        if (commit.Added.Count == 0)
        {
            return;
        }

        batch.Database.Welcomes.Add(
            new WelcomeRow
            {
                GroupId = GroupId,
                Sequence = sequence,
                Content = commit.Upload.Welcome.ToArray(),
            }
        );
        foreach (DeviceId device in commit.Added)
        {
            batch.Database.Memberships.Add(
                new MembershipRow
                {
                    GroupId = GroupId,
                    DeviceId = device,
                    JoinedSequence = sequence,
                }
            );
            batch.Database.WaitingWelcomes.Add(
                new WaitingWelcomeRow
                {
                    Id = Guid.NewGuid(),
                    GroupId = GroupId,
                    Sequence = sequence,
                    DeviceId = device,
                }
            );
        }

        batch.Tell(new WelcomeNotice(commit.Added));
    }
}
