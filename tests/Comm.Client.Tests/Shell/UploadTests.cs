using System.Net;
using Comm.Client.Pages.Reports.Bulk;
using Comm.Client.Shell;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Comm.Client.Tests.Shell;

public sealed class UploadTests(ShellHost host) : IClassFixture<ShellHost>
{
    [Theory]
    [InlineData("bulk/upload", BulkReading.MostBytes - 10_000, true)]
    [InlineData("bulk/upload", BulkEndpoints.MostRequestBytes + 1, false)]
    [InlineData("draft", BulkReading.MostBytes - 10_000, false)]
    public async Task OnlyASpreadsheetMayBeLargeAndOnlyAsLargeAsThePageSays(string path, int bytes, bool isTaken)
    {
        (HttpClient browser, string token) = await host.EnterAsync();
        using (browser)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(token), AntiforgeryField.Name },
                { new ByteArrayContent(new byte[bytes]), "file", "seizures.csv" },
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/groups/{Guid.NewGuid():D}/report/{path}")
            {
                Content = form,
            };
            request.Headers.Add("Origin", host.Origin);
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            using HttpResponseMessage answer = await browser.SendAsync(request);
            // Nobody is enrolled here: what the guard lets in is sent to the enrolment.
            Assert.Equal(isTaken, answer.StatusCode == HttpStatusCode.SeeOther);
        }
    }

    [Fact]
    public void NoUploadIsEverWrittenToTheDiskAsItIs() =>
        Assert.True(
            host.App.Services.GetRequiredService<IOptions<FormOptions>>().Value.MemoryBufferThreshold
                >= BulkEndpoints.MostRequestBytes
        );
}
