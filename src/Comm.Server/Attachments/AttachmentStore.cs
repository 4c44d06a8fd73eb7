using System.Runtime.CompilerServices;
using Comm.Server.Storage;
using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Comm.Server.Attachments;

internal enum AttachmentRefusal
{
    None = 0,

    /// <summary>No identifier, no digest or no length of ours.</summary>
    Malformed,

    LengthMissing,

    TooLarge,

    /// <summary>The group is not this device's, or not any more.</summary>
    NotAMember,

    /// <summary>Another file lies under this identifier.</summary>
    Differs,

    /// <summary>The group or the device has as much as it may have.</summary>
    Full,

    /// <summary>The bytes are not those that were announced.</summary>
    Mismatch,

    TooSlow,
}

/// <summary>
/// The sealed files in the database, where every node of a larger server finds them. The parts of a file are written first, each on
/// the disk before the next is read, and its row last: what has no row is not there, and whoever is told that it is there finds it.
/// </summary>
internal sealed class AttachmentStore(
    IDbContextFactory<ServerDbContext> databases,
    IOptions<AttachmentOptions> options,
    TimeProvider clock
)
{
    /// <summary>Bytes to a part: the writer of the log waits no longer than one of them takes.</summary>
    public const int PartSize = 1024 * 1024;

    public async Task<bool> IsMemberAsync(GroupId group, DeviceId device, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await IsMemberAsync(database, group, device, cancellationToken);
    }

    public async Task<AttachmentRow?> FindAsync(GroupId group, AttachmentId attachment, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(database, group, attachment, cancellationToken);
    }

    public async Task WritePartAsync(Guid upload, int number, byte[] content, CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        database.AttachmentParts.Add(
            new AttachmentPartRow
            {
                UploadId = upload,
                Number = number,
                Content = content,
            }
        );
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Whether this file may come, or is here already; asked before its first byte is read, and again before it counts.
    /// </summary>
    public async Task<(AttachmentRefusal Refusal, bool IsHere)> CheckAsync(
        AttachmentRow attachment,
        CancellationToken cancellationToken
    )
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await CheckAsync(database, attachment, cancellationToken);
    }

    /// <summary>The row that makes the written parts a file. False: it was here already, and the parts are nobody's.</summary>
    public async Task<(AttachmentRefusal Refusal, bool IsNew)> CompleteAsync(
        AttachmentRow attachment,
        CancellationToken cancellationToken
    )
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        // It has the write lock from its beginning: two at the same moment do not both find room.
        await using IDbContextTransaction transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        (AttachmentRefusal refusal, bool isHere) = await CheckAsync(database, attachment, cancellationToken);
        if (refusal != AttachmentRefusal.None || isHere)
        {
            return (refusal, false);
        }

        database.Attachments.Add(attachment);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (AttachmentRefusal.None, true);
    }

    public AttachmentRow NewRow(GroupId group, AttachmentId attachment, DeviceId device, byte[] sealedHash, int length) =>
        new()
        {
            GroupId = group,
            AttachmentId = attachment,
            DeviceId = device,
            UploadId = Guid.NewGuid(),
            SealedHash = sealedHash,
            Length = length,
            StoredAt = clock.GetUtcNow(),
        };

    /// <summary>The parts of an upload that came to nothing.</summary>
    public async Task DiscardAsync(Guid upload)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(CancellationToken.None);
        await database.AttachmentParts.Where(part => part.UploadId == upload).ExecuteDeleteAsync(CancellationToken.None);
    }

    /// <summary>What uploads have left behind that a crash ended; called before the first one begins.</summary>
    public async Task<int> DiscardUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
        return await database
            .AttachmentParts.Where(part => !database.Attachments.Any(row => row.UploadId == part.UploadId))
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>One part after the other: no more than one of them is in memory.</summary>
    public async IAsyncEnumerable<byte[]> ReadAsync(
        AttachmentRow attachment,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (int number = 0; number * (long)PartSize < attachment.Length; number++)
        {
            await using ServerDbContext database = await databases.CreateDbContextAsync(cancellationToken);
            int wanted = number;
            yield return await database
                .AttachmentParts.Where(part => part.UploadId == attachment.UploadId && part.Number == wanted)
                .Select(part => part.Content)
                .SingleAsync(cancellationToken);
        }
    }

    private async Task<(AttachmentRefusal Refusal, bool IsHere)> CheckAsync(
        ServerDbContext database,
        AttachmentRow attachment,
        CancellationToken cancellationToken
    )
    {
        if (!await IsMemberAsync(database, attachment.GroupId, attachment.DeviceId, cancellationToken))
        {
            return (AttachmentRefusal.NotAMember, false);
        }

        if (await FindAsync(database, attachment.GroupId, attachment.AttachmentId, cancellationToken) is { } before)
        {
            bool isSame = before.Length == attachment.Length && before.SealedHash.AsSpan().SequenceEqual(attachment.SealedHash);
            return (isSame ? AttachmentRefusal.None : AttachmentRefusal.Differs, isSame);
        }

        long ofGroup = await database
            .Attachments.Where(row => row.GroupId == attachment.GroupId)
            .SumAsync(row => (long)row.Length, cancellationToken);
        long ofDevice = await database
            .Attachments.Where(row => row.DeviceId == attachment.DeviceId)
            .SumAsync(row => (long)row.Length, cancellationToken);
        bool hasRoom =
            ofGroup + attachment.Length <= options.Value.MaxGroupBytes
            && ofDevice + attachment.Length <= options.Value.MaxDeviceBytes;
        return (hasRoom ? AttachmentRefusal.None : AttachmentRefusal.Full, false);
    }

    private static Task<bool> IsMemberAsync(
        ServerDbContext database,
        GroupId group,
        DeviceId device,
        CancellationToken cancellationToken
    ) =>
        database.Memberships.AnyAsync(
            row => row.GroupId == group && row.DeviceId == device && row.EndedSequence == null,
            cancellationToken
        );

    private static Task<AttachmentRow?> FindAsync(
        ServerDbContext database,
        GroupId group,
        AttachmentId attachment,
        CancellationToken cancellationToken
    ) =>
        database.Attachments.SingleOrDefaultAsync(
            row => row.GroupId == group && row.AttachmentId == attachment,
            cancellationToken
        );
}
