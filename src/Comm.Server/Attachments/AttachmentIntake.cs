using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Comm.Server.Attachments;

/// <summary>Takes a sealed file in, part by part. Whatever ends an upload before its end, nothing of it stays.</summary>
internal sealed class AttachmentIntake(
    AttachmentStore store,
    IOptions<AttachmentOptions> options,
    TimeProvider clock,
    ILogger<AttachmentIntake> logger
)
{
    public async Task<AttachmentRefusal> AcceptAsync(AttachmentRow attachment, Stream body, CancellationToken cancellationToken)
    {
        AttachmentRefusal refusal = await TakeAsync(attachment, body, cancellationToken);
        if (refusal != AttachmentRefusal.None)
        {
            AttachmentLog.Refused(logger, attachment.DeviceId, attachment.GroupId, refusal);
        }

        return refusal;
    }

    private async Task<AttachmentRefusal> TakeAsync(AttachmentRow attachment, Stream body, CancellationToken cancellationToken)
    {
        (AttachmentRefusal refusal, bool isHere) = await store.CheckAsync(attachment, cancellationToken);
        if (refusal != AttachmentRefusal.None || isHere)
        {
            return refusal;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(options.Value.MaxUploadMinutes), clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        bool isKept = false;
        try
        {
            if (!await WriteAsync(attachment, body, ending.Token))
            {
                return AttachmentRefusal.Mismatch;
            }

            (refusal, isKept) = await store.CompleteAsync(attachment, cancellationToken);
            if (isKept)
            {
                AttachmentLog.Stored(logger, attachment.AttachmentId, attachment.GroupId, attachment.DeviceId, attachment.Length);
            }

            return refusal;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return AttachmentRefusal.TooSlow;
        }
        finally
        {
            if (!isKept)
            {
                await store.DiscardAsync(attachment.UploadId);
            }
        }
    }

    /// <summary>False when they are not the bytes that were announced.</summary>
    private async Task<bool> WriteAsync(AttachmentRow attachment, Stream body, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int left = attachment.Length;
        for (int number = 0; left > 0; number++)
        {
            byte[] part = new byte[Math.Min(left, AttachmentStore.PartSize)];
            if (await body.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken) < part.Length)
            {
                return false;
            }

            hash.AppendData(part);
            left -= part.Length;
            await store.WritePartAsync(attachment.UploadId, number, part, cancellationToken);
        }

        return hash.GetHashAndReset().AsSpan().SequenceEqual(attachment.SealedHash);
    }
}
