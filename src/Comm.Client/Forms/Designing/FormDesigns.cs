using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Forms.Designing;

/// <summary>The forms that a coordinator is designing: each change is kept at once, and outlives the page, the lock and the program.</summary>
public sealed class FormDesigns
{
    private readonly SealedStore _store;
    private readonly DesignRows _rows;
    private readonly TimeProvider _clock;

    internal FormDesigns(SealedStore store, TimeProvider clock) =>
        (_store, _rows, _clock) = (store, new DesignRows(store), clock);

    /// <summary>The newest first; those whose row is damaged have no design.</summary>
    internal IReadOnlyList<(Guid Id, FormDesign? Design)> List(GroupId group) =>
        [.. _rows.List(group).OrderByDescending(row => row.Design?.ChangedAt ?? DateTimeOffset.MinValue)];

    internal FormDesign? Find(GroupId group, Guid id) => _rows.Find(group, id);

    /// <summary>Null for a document that is larger than a form may be.</summary>
    internal FormDesign? Begin(GroupId group, FormDocument document, FormOrigin? origin)
    {
        if (!Fits(document))
        {
            return null;
        }

        var design = new FormDesign(Guid.CreateVersion7(), document, origin, _clock.GetUtcNow());
        _store.Write(writer => DesignRows.Put(writer, group, design));
        return design;
    }

    /// <summary>
    /// Reads, changes and keeps in one go. Null when the design is not there, the change cannot be done (null), or makes it larger than
    /// a form may be: then it stays what it was.
    /// </summary>
    internal FormDesign? Change(GroupId group, Guid id, Func<FormDocument, FormDocument?> change)
    {
        FormDesign? changed = null;
        _store.Write(writer =>
        {
            if (
                DesignRows.Find(writer, group, id) is not { } design
                || change(design.Document) is not { } document
                || !Fits(document)
            )
            {
                return;
            }

            changed = design with { Document = document, ChangedAt = _clock.GetUtcNow() };
            DesignRows.Put(writer, group, changed);
        });
        return changed;
    }

    internal void Discard(GroupId group, Guid id) => _store.Write(writer => DesignRows.Delete(writer, group, id));

    /// <summary>What is kept must be readable again, to the last byte.</summary>
    private static bool Fits(FormDocument document) => FormDocument.Read(document.ToUtf8(), out _) is not null;
}
