using System.Security.Claims;
using Comm.Mls.Codec;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Shared.Messaging;

namespace Comm.Server.Attachments;

internal static class AttachmentEndpoints
{
    /// <summary>Name, hash and length come before the bytes: what is refused, or is here, is not sent.</summary>
    public static async Task<IResult> Upload(
        string id,
        string attachment,
        HttpRequest request,
        ClaimsPrincipal caller,
        AttachmentStore store,
        AttachmentIntake intake,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentType != AttachmentTransfer.ContentType)
        {
            return Problem.UnsupportedMediaType("not-an-attachment");
        }

        if (!Identifier.TryParse(id, out GroupId groupId))
        {
            return Problem.NotFound("unknown-group");
        }

        AttachmentRefusal refusal = ReadHeaders(attachment, request, out AttachmentId name, out Opaque hash, out int length);
        if (refusal == AttachmentRefusal.None)
        {
            AttachmentRow row = store.NewRow(groupId, name, caller.Device(), hash.ToArray(), length);
            refusal = await intake.AcceptAsync(row, request.Body, cancellationToken);
        }

        return refusal switch
        {
            AttachmentRefusal.None => TypedResults.NoContent(),
            AttachmentRefusal.Malformed => Problem.BadRequest("attachment-headers"),
            AttachmentRefusal.LengthMissing => Problem.LengthRequired("attachment-length"),
            AttachmentRefusal.TooLarge => Problem.TooLarge("attachment-too-large"),
            AttachmentRefusal.NotAMember => Problem.Forbidden("not-a-member"),
            AttachmentRefusal.Differs => Problem.Conflict("attachment-differs"),
            AttachmentRefusal.Full => Problem.Conflict("attachments-full"),
            AttachmentRefusal.TooSlow => Problem.TimedOut("attachment-too-slow"),
            _ => Problem.Unprocessable("attachment-mismatch"),
        };
    }

    public static async Task<IResult> Download(
        string id,
        string attachment,
        HttpResponse response,
        ClaimsPrincipal caller,
        AttachmentStore store,
        CancellationToken cancellationToken
    )
    {
        if (!Identifier.TryParse(id, out GroupId groupId))
        {
            return Problem.NotFound("unknown-group");
        }

        if (!await store.IsMemberAsync(groupId, caller.Device(), cancellationToken))
        {
            return Problem.Forbidden("not-a-member");
        }

        if (
            !Identifier.TryParse(attachment, out AttachmentId name)
            || await store.FindAsync(groupId, name, cancellationToken) is not { } row
        )
        {
            return Problem.NotFound("unknown-attachment");
        }

        response.ContentLength = row.Length;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(body => WriteAsync(row, store, body, cancellationToken), AttachmentTransfer.ContentType);
    }

    private static AttachmentRefusal ReadHeaders(
        string attachment,
        HttpRequest request,
        out AttachmentId name,
        out Opaque hash,
        out int length
    )
    {
        hash = default;
        length = 0;
        if (
            !Identifier.TryParse(attachment, out name)
            || !AttachmentTransfer.TryReadDigest(request.Headers[AttachmentTransfer.DigestHeader], out hash)
        )
        {
            return AttachmentRefusal.Malformed;
        }

        if (request.ContentLength is not { } announced)
        {
            return AttachmentRefusal.LengthMissing;
        }

        length = (int)Math.Min(announced, int.MaxValue);
        return length switch
        {
            0 => AttachmentRefusal.Malformed,
            > WireLimits.MaxSealedAttachmentBytes => AttachmentRefusal.TooLarge,
            _ => AttachmentRefusal.None,
        };
    }

    private static async Task WriteAsync(
        AttachmentRow attachment,
        AttachmentStore store,
        Stream body,
        CancellationToken cancellationToken
    )
    {
        await foreach (byte[] part in store.ReadAsync(attachment, cancellationToken))
        {
            await body.WriteAsync(part, cancellationToken);
        }
    }
}
