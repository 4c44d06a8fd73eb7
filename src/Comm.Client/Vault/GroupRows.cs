using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>Null <paramref name="Record"/>: the row does not open.</summary>
internal sealed record PlacedGroup(GroupId Id, GroupRecord? Record);

internal sealed class GroupRows(SealedStore store)
{
    private static readonly Opaque Only = Opaque.Empty;

    public IReadOnlyList<PlacedGroup> ListAll() =>
        [
            .. store
                .ListAll(RowKind.Group)
                .Where(row => row.Parent.Length == Identifier.Size)
                .Select(row => new PlacedGroup(
                    Identifier.TryFromBytes(row.Parent.Span, out GroupId id) ? id : default,
                    row.Opened is null ? null : VaultJson.Read<GroupRecord>(row.Opened)
                )),
        ];

    public GroupRecord? Find(GroupId group) =>
        store.Find(RowKind.Group, group.ToOpaque(), Only)?.Opened is { } opened ? VaultJson.Read<GroupRecord>(opened) : null;

    public static void Put(SealedWriter writer, GroupRecord record) =>
        writer.Put(RowKind.Group, record.Id.ToOpaque(), Only, 0, VaultJson.Write(record));

    /// <summary>Null when it is missing or does not open.</summary>
    public GroupKeepsake? FindKeepsake(GroupId group) =>
        store.Find(RowKind.GroupKeepsake, group.ToOpaque(), Only)?.Opened is { } opened
            ? VaultJson.Read<GroupKeepsake>(opened)
            : null;

    public static void PutKeepsake(SealedWriter writer, GroupId group, GroupKeepsake keepsake) =>
        writer.Put(RowKind.GroupKeepsake, group.ToOpaque(), Only, 0, VaultJson.Write(keepsake));

    /// <summary>Null when a part is missing or does not open.</summary>
    public Group? TryLoadState(GroupId group)
    {
        byte[]? epoch = store.Find(RowKind.GroupEpoch, group.ToOpaque(), Only)?.Opened;
        byte[]? secrets = store.Find(RowKind.MessageSecrets, group.ToOpaque(), Only)?.Opened;
        try
        {
            return epoch is null || secrets is null ? null : Group.TryLoad(epoch, secrets);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(epoch);
            CryptographicOperations.ZeroMemory(secrets);
        }
    }

    /// <summary>What of the state is public; it may open where the rest does not.</summary>
    public PublicGroup? TryLoadPublic(GroupId group)
    {
        byte[]? epoch = store.Find(RowKind.GroupEpoch, group.ToOpaque(), Only)?.Opened;
        try
        {
            return epoch is null ? null : Group.TryLoadPublic(epoch);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(epoch);
        }
    }

    /// <summary>Without <paramref name="epoch"/> when the epoch is the one that is stored already.</summary>
    public static void PutState(SealedWriter writer, GroupId group, Secret? epoch, Secret secrets)
    {
        if (epoch is not null)
        {
            writer.Put(RowKind.GroupEpoch, group.ToOpaque(), Only, 0, epoch.Span);
        }

        writer.Put(RowKind.MessageSecrets, group.ToOpaque(), Only, 0, secrets.Span);
    }

    /// <summary>For a group that has ended: from here on nobody can compute what follows.</summary>
    public static void DeleteState(SealedWriter writer, GroupId group)
    {
        writer.DeleteAll(RowKind.GroupEpoch, group.ToOpaque());
        writer.DeleteAll(RowKind.MessageSecrets, group.ToOpaque());
        writer.DeleteAll(RowKind.StagedCommit, group.ToOpaque());
        writer.DeleteAll(RowKind.Outbox, group.ToOpaque());
    }

    /// <summary>The one staged change of a group; null when there is none. Dispose of it.</summary>
    public StagedChange? FindStaged(GroupId group)
    {
        byte[]? opened = store.Find(RowKind.StagedCommit, group.ToOpaque(), Only)?.Opened;
        try
        {
            return opened is null ? null : StagedChange.Read(opened);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    public static void PutStaged(SealedWriter writer, GroupId group, StagedChange change)
    {
        using var bytes = new MlsWriter();
        change.Write(bytes);
        writer.Put(RowKind.StagedCommit, group.ToOpaque(), Only, 0, bytes.WrittenSpan);
    }

    public static void DeleteStaged(SealedWriter writer, GroupId group) =>
        writer.Delete(RowKind.StagedCommit, group.ToOpaque(), Only);
}
