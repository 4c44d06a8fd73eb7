using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Messaging;

/// <summary>What a device has sent under an identifier before.</summary>
internal sealed record EarlierEntry(EntryKind Kind, Receipt Receipt);

internal static class EntryQueries
{
    /// <summary>Identifiers are each device's own: another's entry of the same name is none of this one's.</summary>
    public static async Task<EarlierEntry?> FindEarlierAsync(
        this IQueryable<EntryRow> entries,
        GroupId groupId,
        DeviceId sender,
        MessageId messageId,
        CancellationToken cancellationToken
    )
    {
        var found = await entries
            .Where(entry => entry.GroupId == groupId && entry.Sender == sender && entry.MessageId == messageId)
            .Select(entry => new
            {
                entry.Kind,
                entry.Sequence,
                entry.AcceptedAt,
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new EarlierEntry(found.Kind, new Receipt(found.Sequence, found.AcceptedAt));
    }
}
