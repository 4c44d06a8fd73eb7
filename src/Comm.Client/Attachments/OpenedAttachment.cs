using Comm.Shared.Attachments;
using Microsoft.Net.Http.Headers;

namespace Comm.Client.Attachments;

/// <summary>A file as its author attached it. As an answer to the browser it is shown in the page or saved, and never run.</summary>
public sealed class OpenedAttachment : IResult
{
    private const string Unnamed = "application/octet-stream";

    /// <summary>What a browser draws without a program in it: not SVG, not PDF, not HTML.</summary>
    private static readonly string[] Drawn = ["image/jpeg", "image/png", "image/webp"];

    private readonly byte[] _content;

    internal OpenedAttachment(AttachmentReference reference, byte[] content) => (Reference, _content) = (reference, content);

    public AttachmentReference Reference { get; }

    /// <summary>Whether the page may show it in itself.</summary>
    public bool IsShown => Drawn.Contains(Reference.MediaType);

    public Stream OpenRead() => new MemoryStream(_content, writable: false);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        HttpResponse response = httpContext.Response;
        var disposition = new ContentDispositionHeaderValue(IsShown ? "inline" : "attachment");
        disposition.SetHttpFileName(Reference.Name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        // Opened in a tab of its own it is a document, and gets nothing to work with.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        // An officer's machine may act on what another member calls a type; saved, it is bytes with a name.
        response.ContentType = IsShown ? Reference.MediaType : Unnamed;
        response.ContentLength = _content.Length;
        await response.Body.WriteAsync(_content, httpContext.RequestAborted);
    }

    /// <summary>Never what it holds.</summary>
    public override string ToString() => $"{nameof(OpenedAttachment)} {Reference.Id}";
}
