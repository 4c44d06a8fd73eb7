using System.Security.Cryptography;
using Comm.Mls.Codec;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>The forms that a group's coordinators have sent, by their hashes: what a hash names never changes.</summary>
internal sealed class FormRows(SealedStore store)
{
    public static void Put(SealedWriter writer, GroupId group, FormPack pack)
    {
        foreach (FormDocument definition in pack.Definitions)
        {
            PutOne(writer, RowKind.FormDefinition, group, definition.ToUtf8());
        }

        if (pack.Set is { } set)
        {
            PutOne(writer, RowKind.FormSet, group, set.ToUtf8());
        }
    }

    public FormSet? FindSet(GroupId group, Opaque hash) =>
        store.Find(RowKind.FormSet, group.ToOpaque(), hash)?.Opened is { } opened ? FormSet.Read(opened) : null;

    /// <summary>Over all groups.</summary>
    public int CountSets() => store.Count(RowKind.FormSet);

    /// <summary>Over all groups.</summary>
    public int CountDefinitions() => store.Count(RowKind.FormDefinition);

    /// <summary>Of all groups.</summary>
    public IEnumerable<FormSet> Sets() =>
        store.ListAll(RowKind.FormSet).Select(row => row.Opened is null ? null : FormSet.Read(row.Opened)).OfType<FormSet>();

    /// <summary>Every definition that was ever sent.</summary>
    public IEnumerable<FormDocument> Definitions(GroupId group) =>
        store
            .List(RowKind.FormDefinition, group.ToOpaque())
            .Select(row => row.Opened is null ? null : FormDocument.Read(row.Opened, out _))
            .OfType<FormDocument>();

    private static void PutOne(SealedWriter writer, RowKind kind, GroupId group, byte[] content)
    {
        Opaque hash = SHA256.HashData(content);
        if (!writer.Exists(kind, group.ToOpaque(), hash))
        {
            writer.Put(kind, group.ToOpaque(), hash, 0, content);
        }
    }
}
