using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Comm.Server.Messaging;

internal static class EntryQueries
{
    public static async Task<Receipt?> FindReceiptAsync(
        this IQueryable<EntryRow> entries,
        GroupId groupId,
        DeviceId sender,
        MessageId messageId,
        CancellationToken cancellationToken
    )
    {
        var found = await entries
            .Where(entry => entry.GroupId == groupId && entry.Sender == sender && entry.MessageId == messageId)
            .Select(entry => new { entry.Sequence, entry.AcceptedAt })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new Receipt(found.Sequence, found.AcceptedAt);
    }
}
