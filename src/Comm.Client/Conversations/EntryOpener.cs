using System.Text;
using Comm.Client.Tables;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Locations;
using Comm.Shared.Membership;

namespace Comm.Client.Conversations;

/// <summary>From a line at rest to what is shown. Whatever is wrong with one becomes an <see cref="UnreadableEntry"/>; the rest still opens.</summary>
internal sealed class EntryOpener(TimeProvider clock, CodeTables? tables = null)
{
    public OpenedEntry Open(PlacedEntry placed)
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
            StoredKind.Message => OpenMessage(stored, placed.Position),
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

    public ReportVerdict Judge(Report report, AdministrationCode author) =>
        ReportVerdict.Of(
            report,
            FormLibrary.Shipped,
            FormContext.At(clock, author.Country) with
            {
                Locations = tables?.Locations ?? LocationTable.Shipped,
            }
        );

    private OpenedEntry OpenMessage(StoredEntry stored, long position)
    {
        if (
            stored.Payload is not { } bytes
            || stored.Sender is not { } sender
            || !MessagePayload.TryRead(bytes, out MessagePayload? payload)
        )
        {
            return Unreadable(stored, position, UnreadableReason.ContentInvalid);
        }

        if (payload.Kind == PayloadKind.Newer)
        {
            return Unreadable(stored, position, UnreadableReason.NewerVersion);
        }

        if (payload.Kind == PayloadKind.Text)
        {
            return new OpenedText(payload.Body)
            {
                Position = position,
                At = stored.At,
                MessageId = stored.MessageId,
                Delivery = stored.Delivery,
            };
        }

        return Report.TryParse(Encoding.UTF8.GetBytes(payload.Body), out Report? report) && report is not null
            ? new OpenedReportEntry(report, Judge(report, sender.Administration))
            {
                Position = position,
                At = stored.At,
                MessageId = stored.MessageId,
                Delivery = stored.Delivery,
            }
            : Unreadable(stored, position, UnreadableReason.ContentInvalid);
    }

    private static UnreadableEntry Unreadable(StoredEntry stored, long position, string reason) =>
        new(reason)
        {
            Position = position,
            At = stored.At,
            MessageId = stored.MessageId,
            Delivery = stored.Delivery,
        };
}
