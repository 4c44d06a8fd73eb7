using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// Pictures, scans and documents. A page keeps the file (it is sealed into the vault), keeps the reference with its draft
/// (<see cref="AttachmentReferences"/>), and sends it with the message, which leaves when the server has the file. Whoever opens the
/// message finds the reference in <see cref="Conversations.OpenedEntry.Attachments"/>, and opens the file by it.
/// </summary>
public sealed partial class Workspace
{
    private readonly AttachmentShelf _attachments;

    /// <summary>Sealed and in the vault when it returns, offline too.</summary>
    /// <param name="content">Read to its end, or to one byte more than <see cref="WireLimits.MaxAttachmentBytes"/>.</param>
    /// <param name="name">As the officer's machine calls it; what may be in no name is taken out.</param>
    /// <param name="mediaType">As the browser says; what is none becomes <c>application/octet-stream</c>.</param>
    /// <param name="kind">Of a <see cref="AttachmentKind.Picture"/> the page has taken the EXIF data out before.</param>
    /// <param name="cancellationToken">Ends the reading; nothing is kept then.</param>
    public Task<KeepAttachmentOutcome> KeepAttachmentAsync(
        Stream content,
        string name,
        string mediaType,
        AttachmentKind kind,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(mediaType);
        return _attachments.KeepAsync(content, name, mediaType, kind, cancellationToken);
    }

    /// <summary>Taken out of a draft again. Of a message that waits or was sent, nothing changes for anybody.</summary>
    public Task DiscardAttachmentAsync(AttachmentReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        _attachments.Discard(reference);
        return Task.CompletedTask;
    }

    /// <summary>From the vault, or fetched from the server once and checked; otherwise a code of <see cref="AttachmentRefusal"/>.</summary>
    public Task<OpenAttachmentOutcome> OpenAttachmentAsync(
        GroupId group,
        AttachmentReference reference,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(reference);
        return _attachments.OpenAsync(group, reference, cancellationToken);
    }

    private static MessagePayload WithAttachments(MessagePayload payload, IReadOnlyList<AttachmentReference>? attachments)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attachments?.Count ?? 0, AttachmentReference.MaxInMessage);
        return payload with { Attachments = attachments ?? [] };
    }
}
