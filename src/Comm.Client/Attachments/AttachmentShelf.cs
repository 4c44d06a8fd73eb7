using Comm.Client.Engine;
using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Attachments;

public enum KeepAttachmentResult
{
    /// <summary>In the vault, sealed.</summary>
    Kept = 1,
    Empty = 2,

    /// <summary>More than <see cref="WireLimits.MaxAttachmentBytes"/>.</summary>
    TooLarge = 3,
}

/// <summary><paramref name="Reference"/> with <see cref="KeepAttachmentResult.Kept"/> only.</summary>
public sealed record KeepAttachmentOutcome(KeepAttachmentResult Result, AttachmentReference? Reference);

/// <summary>The file, or a code of <see cref="AttachmentRefusal"/>.</summary>
public sealed record OpenAttachmentOutcome(OpenedAttachment? File, string? Refusal);

/// <summary>The sealed files of this device: those that it attaches, and those that it has fetched once.</summary>
internal sealed class AttachmentShelf(SealedStore store, IServer server) : IDisposable
{
    private readonly AttachmentRows _files = new(store);
    private readonly UploadRows _waiting = new(store);

    // One at a time: a page asks for all its pictures at once, and for one of them perhaps twice.
    private readonly SemaphoreSlim _fetching = new(1, 1);

    /// <summary>Seals a file into the vault. Whatever ends this before it returns, nothing is there.</summary>
    public async Task<KeepAttachmentOutcome> KeepAsync(
        Stream content,
        string name,
        string mediaType,
        AttachmentKind kind,
        CancellationToken cancellationToken
    )
    {
        byte[] buffer = new byte[WireLimits.MaxAttachmentBytes + 1];
        int length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length is 0 or > WireLimits.MaxAttachmentBytes)
        {
            return new KeepAttachmentOutcome(length == 0 ? KeepAttachmentResult.Empty : KeepAttachmentResult.TooLarge, null);
        }

        (AttachmentReference reference, byte[] file) = FileSealer.Seal(buffer.AsSpan(0, length), name, mediaType, kind);
        _files.Put(reference.SealedHash, file);
        return new KeepAttachmentOutcome(KeepAttachmentResult.Kept, reference);
    }

    /// <summary>Taken out of what is being written. One that a message waits for stays.</summary>
    public void Discard(AttachmentReference reference)
    {
        if (!_waiting.IsWaiting(reference.SealedHash))
        {
            _files.Delete(reference.SealedHash);
        }
    }

    /// <summary>From the vault, or fetched, checked and kept there.</summary>
    public async Task<OpenAttachmentOutcome> OpenAsync(
        GroupId group,
        AttachmentReference reference,
        CancellationToken cancellationToken
    )
    {
        if (TryOpenKept(reference) is { } kept)
        {
            return kept;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            return TryOpenKept(reference) ?? await FetchAsync(group, reference, cancellationToken);
        }
        catch (OfflineException)
        {
            return Refused(AttachmentRefusal.Offline);
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    /// <summary>Null for one that is not here, or damaged on this disk: it is fetched anew.</summary>
    private OpenAttachmentOutcome? TryOpenKept(AttachmentReference reference) =>
        _files.Find(reference.SealedHash) is { } file && FileSealer.IsMeant(reference, file) ? Open(reference, file) : null;

    private async Task<OpenAttachmentOutcome> FetchAsync(
        GroupId group,
        AttachmentReference reference,
        CancellationToken cancellationToken
    )
    {
        (byte[]? file, string? refusal) = await server.AttachmentAsync(
            group,
            reference.Id,
            SealedFile.LengthOf(reference.Length),
            cancellationToken
        );
        if (file is null)
        {
            return Refused(refusal ?? AttachmentRefusal.Missing);
        }

        OpenAttachmentOutcome opened = Open(reference, file);
        if (opened.File is not null)
        {
            _files.Put(reference.SealedHash, file);
        }

        return opened;
    }

    private static OpenAttachmentOutcome Open(AttachmentReference reference, byte[] file) =>
        FileSealer.TryOpen(reference, file) is { } content
            ? new OpenAttachmentOutcome(new OpenedAttachment(reference, content), null)
            : Refused(AttachmentRefusal.Damaged);

    private static OpenAttachmentOutcome Refused(string code) => new(null, code);
}
