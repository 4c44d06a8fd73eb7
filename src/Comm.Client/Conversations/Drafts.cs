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

    public Draft? Find(GroupId group, DraftKind kind) => _rows.Find(group, kind);

    /// <summary>
    /// Nothing, when it has been sent meanwhile: a page's last word may arrive after its form. An empty content is no draft.
    /// </summary>
    public void Keep(GroupId group, DraftKind kind, Draft draft)
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
                DraftRows.Delete(writer, group, kind);
            }
            else
            {
                DraftRows.Put(writer, group, kind, draft);
            }
        });
    }

    public void Discard(GroupId group, DraftKind kind) => _store.Write(writer => DraftRows.Delete(writer, group, kind));
}
