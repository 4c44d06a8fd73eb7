using System.Text;
using Comm.Client.Forms;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>From a line at rest to what is shown. Whatever is wrong with one becomes an <see cref="UnreadableEntry"/>; the rest still opens.</summary>
internal sealed class EntryOpener(GroupForms forms)
{
    public OpenedEntry Open(GroupId group, PlacedEntry placed)
    {
        if (placed.Entry is not { } stored)
        {
            return new UnreadableEntry(UnreadableReason.RowDamaged)
            {
                Position = placed.Position,
                At = DateTimeOffset.UnixEpoch,
                MessageId = default,
                Delivery = DeliveryState.Received,
            };
        }

        OpenedEntry opened = stored.Kind switch
        {
            StoredKind.Message => OpenMessage(group, stored, placed.Position),
            StoredKind.MembershipChange => new OpenedMembershipChange(stored.Added ?? [], stored.Removed ?? [])
            {
                Position = placed.Position,
                At = stored.At,
                MessageId = stored.MessageId,
                Delivery = stored.Delivery,
            },
            StoredKind.Notice when stored.Reason is { } code => new OpenedNotice(code, stored.Added ?? [])
            {
                Position = placed.Position,
                At = stored.At,
                MessageId = stored.MessageId,
                Delivery = stored.Delivery,
            },
            _ => Unreadable(stored, placed.Position, stored.Reason ?? UnreadableReason.ContentInvalid),
        };
        return opened with
        {
            Sequence = stored.Sequence,
            Sender = stored.Sender,
            FailureReason = stored.Delivery == DeliveryState.Failed ? stored.Reason : null,
        };
    }

    /// <summary>By the forms that are in force where it stands; <paramref name="set"/> is empty for a group without any.</summary>
    public ReportVerdict Judge(GroupId group, Report report, AdministrationCode author, Opaque set) =>
        forms.Judge(group, report, author.Country, set);

    /// <inheritdoc cref="GroupForms.JudgedBy"/>
    public JudgedBy? JudgedBy(GroupId group, Opaque set) => forms.JudgedBy(group, set);

    private OpenedEntry OpenMessage(GroupId group, StoredEntry stored, long position)
    {
        if (
            stored.Payload is not { } bytes
            || stored.Sender is not { } sender
            || !MessagePayload.TryRead(bytes, out MessagePayload? payload)
        )
        {
            return Unreadable(stored, position, UnreadableReason.ContentInvalid);
        }

        OpenedEntry? opened = payload.Kind switch
        {
            PayloadKind.Newer => Unreadable(stored, position, UnreadableReason.NewerVersion),
            PayloadKind.Text => new OpenedText(payload.Body)
            {
                Position = position,
                At = stored.At,
                MessageId = stored.MessageId,
                Delivery = stored.Delivery,
                Attachments = payload.Attachments,
            },
            PayloadKind.Report => OpenReport(group, stored, payload, sender, position),
            PayloadKind.Forms => payload.ReadForms() is { } pack
                ? new OpenedForms(pack, stored.ByCoordinator)
                {
                    Position = position,
                    At = stored.At,
                    MessageId = stored.MessageId,
                    Delivery = stored.Delivery,
                }
                : null,
            PayloadKind.Review => ReportReview.Read(payload.Body) is { } review
                ? new OpenedReview(review, null)
                {
                    Position = position,
                    At = stored.At,
                    MessageId = stored.MessageId,
                    Delivery = stored.Delivery,
                }
                : null,
            PayloadKind.Withdrawal => ReportWithdrawal.Read(payload.Body) is { } withdrawal
                ? new OpenedWithdrawal(withdrawal, null)
                {
                    Position = position,
                    At = stored.At,
                    MessageId = stored.MessageId,
                    Delivery = stored.Delivery,
                }
                : null,
            _ => throw new InvalidOperationException($"No way to open {payload.Kind}."),
        };
        return opened ?? Unreadable(stored, position, UnreadableReason.ContentInvalid);
    }

    private OpenedReportEntry? OpenReport(
        GroupId group,
        StoredEntry stored,
        MessagePayload payload,
        OpenedSender sender,
        long position
    ) =>
        Report.TryParse(Encoding.UTF8.GetBytes(payload.Body), out Report? report) && report is not null
            ? new OpenedReportEntry(
                report,
                Judge(group, report, sender.Administration, new Opaque(stored.FormSetHash ?? default))
            )
            {
                Position = position,
                At = stored.At,
                MessageId = stored.MessageId,
                Delivery = stored.Delivery,
                Attachments = payload.Attachments,
            }
            : null;

    private static UnreadableEntry Unreadable(StoredEntry stored, long position, string reason) =>
        new(reason)
        {
            Position = position,
            At = stored.At,
            MessageId = stored.MessageId,
            Delivery = stored.Delivery,
        };
}
