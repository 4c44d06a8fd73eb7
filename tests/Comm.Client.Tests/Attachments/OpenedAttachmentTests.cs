using Comm.Client.Attachments;
using Comm.Shared.Attachments;
using Microsoft.AspNetCore.Http;

namespace Comm.Client.Tests.Attachments;

public sealed class OpenedAttachmentTests
{
    [Theory]
    [InlineData("image/jpeg", "inline", "image/jpeg")]
    [InlineData("image/png", "inline", "image/png")]
    [InlineData("image/webp", "inline", "image/webp")]
    [InlineData("image/svg+xml", "attachment", "application/octet-stream")]
    [InlineData("text/html", "attachment", "application/octet-stream")]
    [InlineData("application/pdf", "attachment", "application/octet-stream")]
    [InlineData("image/gif", "attachment", "application/octet-stream")]
    public async Task TheBrowserShowsThePicturesThatItDrawsAndSavesTheRest(string type, string disposition, string answered)
    {
        DefaultHttpContext context = await AnswerAsync("photo.bin", type);
        IHeaderDictionary headers = context.Response.Headers;

        Assert.StartsWith(disposition + ";", headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal(answered, context.Response.ContentType);
        Assert.Equal("nosniff", headers.XContentTypeOptions);
        Assert.Equal("no-store", headers.CacheControl);
        Assert.Contains("sandbox", headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], ((MemoryStream)context.Response.Body).ToArray());
    }

    [Theory]
    [InlineData("conteneur é.jpg", "filename*=UTF-8''conteneur%20%C3%A9.jpg")]
    [InlineData("a;b=c.jpg", "filename=\"a;b=c.jpg\"")]
    public async Task AFileIsSavedUnderItsName(string name, string expected)
    {
        DefaultHttpContext context = await AnswerAsync(name, "image/jpeg");

        Assert.Contains(expected, context.Response.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
    }

    private static async Task<DefaultHttpContext> AnswerAsync(string name, string type)
    {
        AttachmentReference reference = FileSealer.Seal([1, 2, 3], name, type, AttachmentKind.Document).Reference;
        var context = new DefaultHttpContext();
        context.Response.Body = new MemoryStream();
        await new OpenedAttachment(reference, [1, 2, 3]).ExecuteAsync(context);
        return context;
    }
}
