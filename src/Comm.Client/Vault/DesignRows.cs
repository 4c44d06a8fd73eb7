using System.Text;
using Comm.Client.Forms.Designing;
using Comm.Mls.Codec;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>Designs of forms at rest, sealed like everything else. A group may have several.</summary>
internal sealed class DesignRows(SealedStore store)
{
    /// <summary>By id; null for a row that does not open, or that holds what is no form any more.</summary>
    public IEnumerable<(Guid Id, FormDesign? Design)> List(GroupId group) =>
        store.List(RowKind.FormDesign, group.ToOpaque()).Select(row => (IdOf(row.Id), Read(row)));

    public FormDesign? Find(GroupId group, Guid id) =>
        store.Find(RowKind.FormDesign, group.ToOpaque(), IdOf(id)) is { } row ? Read(row) : null;

    public static FormDesign? Find(SealedWriter writer, GroupId group, Guid id) =>
        writer.Find(RowKind.FormDesign, group.ToOpaque(), IdOf(id)) is { } row ? Read(row) : null;

    public static void Put(SealedWriter writer, GroupId group, FormDesign design) =>
        writer.Put(
            RowKind.FormDesign,
            group.ToOpaque(),
            IdOf(design.Id),
            0,
            VaultJson.Write(new Kept(Encoding.UTF8.GetString(design.Document.ToUtf8()), design.Origin, design.ChangedAt))
        );

    public static void Delete(SealedWriter writer, GroupId group, Guid id) =>
        writer.Delete(RowKind.FormDesign, group.ToOpaque(), IdOf(id));

    private static FormDesign? Read(StoredRow row)
    {
        if (row.Opened is not { } opened)
        {
            return null;
        }

        Kept kept = VaultJson.Read<Kept>(opened);
        return FormDocument.Read(Encoding.UTF8.GetBytes(kept.Document), out _) is { } document
            ? new FormDesign(IdOf(row.Id), document, kept.Origin, kept.ChangedAt)
            : null;
    }

    private static Opaque IdOf(Guid id) => id.ToByteArray(bigEndian: true);

    private static Guid IdOf(Opaque id) => new(id.Span, bigEndian: true);

    /// <param name="Document">As a form is written down, which is stricter than the vault's own JSON.</param>
    /// <param name="Origin">Null for a form of nothing.</param>
    /// <param name="ChangedAt">For the list of designs.</param>
    private sealed record Kept(string Document, FormOrigin? Origin, DateTimeOffset ChangedAt);
}
