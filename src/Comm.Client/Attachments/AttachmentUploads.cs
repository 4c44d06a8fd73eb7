using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Shared.Messaging;

namespace Comm.Client.Attachments;

internal enum UploadStep
{
    /// <summary>Nothing waits: the message may go.</summary>
    None = 1,

    /// <summary>One file more is on the server; there may be another.</summary>
    Uploaded = 2,
    Refused = 3,
}

/// <summary>
/// Brings the files of a message to the server before it. A file is crossed off when the server has it; stopped in between, the same
/// bytes are offered again under the same name, and the server says that it has them.
/// </summary>
internal sealed class AttachmentUploads(SealedStore store, IServer server)
{
    private readonly AttachmentRows _files = new(store);
    private readonly UploadRows _waiting = new(store);

    /// <summary>With a code of <see cref="AttachmentRefusal"/> when the file is refused for good.</summary>
    public async Task<(UploadStep Step, string? Code)> StepAsync(
        GroupId group,
        MessageId message,
        CancellationToken cancellationToken
    )
    {
        if (_waiting.First(message) is not { } upload)
        {
            return (UploadStep.None, null);
        }

        string? refusal = _files.Find(upload.SealedHash) is { } file
            ? await server.UploadAttachmentAsync(group, upload.Id, upload.SealedHash, file, cancellationToken)
            : await MissedAsync(group, upload, cancellationToken);
        if (refusal is not null)
        {
            return (UploadStep.Refused, refusal);
        }

        _waiting.Delete(message, upload.Id);
        return (UploadStep.Uploaded, null);
    }

    /// <summary>
    /// Not in this vault: the officer corrects on one device what another has attached, or the disk is damaged. It is well if the server
    /// has it.
    /// </summary>
    private async Task<string?> MissedAsync(GroupId group, WaitingUpload upload, CancellationToken cancellationToken)
    {
        (byte[]? file, string? refusal) = await server.AttachmentAsync(
            group,
            upload.Id,
            WireLimits.MaxSealedAttachmentBytes,
            cancellationToken
        );
        return file is not null && HashFunction.Sha256.Hash(file) == upload.SealedHash ? null
            : refusal == AttachmentRefusal.NotAMember ? refusal
            : AttachmentRefusal.Lost;
    }
}
