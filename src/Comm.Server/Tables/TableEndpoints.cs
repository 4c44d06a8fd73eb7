using System.Buffers.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Server.Hosting;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Comm.Server.Tables;

internal static class TableEndpoints
{
    /// <summary>What there is. A client asks often and gets the list only when it has changed.</summary>
    public static async Task<IResult> List(HttpContext context, TableShelf shelf, CancellationToken cancellationToken)
    {
        IReadOnlyList<PublishedTableInfo> tables = await shelf.ListAsync(cancellationToken);
        byte[] manifests = [.. tables.SelectMany(table => table.Manifest.ToArray())];
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(HashFunction.Sha256.Hash(manifests))}\"");
        return IsKnown(context, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(tables);
    }

    /// <summary>One table, packed and whole: what of it somebody looks up is not asked here.</summary>
    public static async Task<IResult> Download(
        string hash,
        HttpContext context,
        TableShelf shelf,
        CancellationToken cancellationToken
    )
    {
        if (!TryReadHash(hash, out Opaque known) || !await shelf.HasAsync(known, cancellationToken))
        {
            return Problem.NotFound("unknown-table");
        }

        if (IsKnown(context, new EntityTagHeaderValue($"\"{known}\"")))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return await shelf.FindAsync(known, cancellationToken) is { } packed
            ? TypedResults.Bytes(packed, PublishedTable.ContentType)
            : Problem.NotFound("unknown-table");
    }

    /// <summary>
    /// Whoever has a publisher's signature may put a table here, from wherever. The manifest is in a header, so that it is checked before a
    /// byte of the table is read.
    /// </summary>
    public static async Task<IResult> Upload(
        string hash,
        HttpRequest request,
        TableShelf shelf,
        ILogger<TableShelf> logger,
        CancellationToken cancellationToken
    )
    {
        if (request.ContentType != PublishedTable.ContentType)
        {
            return Problem.UnsupportedMediaType("not-a-table");
        }

        TableRefusal refusal = CheckManifest(hash, request, shelf, out TableManifest? manifest);
        if (refusal == TableRefusal.None && !await shelf.HasAsync(manifest!.ContentHash, cancellationToken))
        {
            byte[]? packed = await RequestBody.ReadAsync(request, PublishedTable.MaxPackedBytes, cancellationToken);
            refusal = packed is null
                ? TableRefusal.TooLarge
                : await shelf.StoreAsync(new PublishedTable(manifest, packed), cancellationToken);
            if (refusal == TableRefusal.None)
            {
                TablesLog.Stored(logger, manifest.ContentHash.ToString(), packed!.Length);
            }
        }

        if (refusal != TableRefusal.None)
        {
            TablesLog.Refused(logger, refusal);
        }

        return refusal switch
        {
            TableRefusal.None => TypedResults.NoContent(),
            TableRefusal.Malformed => Problem.BadRequest("table-manifest"),
            TableRefusal.NotPublished => Problem.Forbidden("table-publisher"),
            TableRefusal.TooLarge => Problem.TooLarge("table-too-large"),
            TableRefusal.Full => Problem.Conflict("tables-full"),
            _ => Problem.Unprocessable("table-mismatch"),
        };
    }

    private static TableRefusal CheckManifest(string hash, HttpRequest request, TableShelf shelf, out TableManifest? manifest)
    {
        manifest = null;
        string header = request.Headers[PublishedTable.ManifestHeader].ToString();
        return TryReadHash(hash, out Opaque named) && header.Length <= TableManifest.MaxBytes * 2 && Base64Url.IsValid(header)
            ? shelf.Check(Base64Url.DecodeFromChars(header), named, out manifest)
            : TableRefusal.Malformed;
    }

    /// <summary>The answer depends on its address only and never changes; a browser or proxy in between may keep neither.</summary>
    private static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        ResponseHeaders headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));
    }

    private static bool TryReadHash(string text, out Opaque hash)
    {
        byte[] bytes = new byte[HashFunction.Sha256.Size];
        bool valid =
            text.Length == bytes.Length * 2
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        hash = bytes;
        return valid;
    }
}
