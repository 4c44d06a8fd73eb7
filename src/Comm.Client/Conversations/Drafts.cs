using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Conversations;

/// <summary>What the officer is writing and has not sent: it outlives the page, the lock and the program, and ends with the sending.</summary>
public sealed class Drafts
{
    private readonly SealedStore _store;
    private readonly DraftRows _rows;
    private readonly DeviceId _device;

    internal Drafts(SealedStore store, DeviceId device) => (_store, _rows, _device) = (store, new DraftRows(store), device);

    public Draft? Find(GroupId group, DraftKey key) => _rows.Find(group, key);

    /// <summary>The reports that were begun in a group, in no order.</summary>
    public IReadOnlyList<(Guid Report, Draft Draft)> Reports(GroupId group) => [.. _rows.Reports(group)];

    /// <summary>
    /// Nothing, when it has been sent meanwhile: a page's last word may arrive after its form. An empty content is no draft.
    /// </summary>
    public void Keep(GroupId group, DraftKey key, Draft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        _store.Write(writer =>
        {
            if (writer.Exists(RowKind.Entry, group.ToOpaque(), EntryRows.MessageRow(_device, draft.Message)))
            {
                return;
            }

            if (draft.Content.Length == 0)
            {
                DraftRows.Delete(writer, group, key);
            }
            else
            {
                DraftRows.Put(writer, group, key, draft);
            }
        });
    }

    public void Discard(GroupId group, DraftKey key) => _store.Write(writer => DraftRows.Delete(writer, group, key));
}
