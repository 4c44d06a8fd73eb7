using System.Net;
using System.Text;
using Comm.Client.Shell;

namespace Comm.Client.Tests.Shell;

/// <summary>Bodies that are no form, or a broken one: a refusal, never a fault.</summary>
public sealed class HostileFormTests(ShellHost host) : IClassFixture<ShellHost>
{
    private static readonly (string? Type, string Body)[] s_bodies =
    [
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc"),
        ("multipart/form-data", "abc"),
        ("multipart/form-data; boundary=", "abc"),
        ("application/x-www-form-urlencoded; charset=utf-7", "a=b"),
        ("text/plain", "a"),
        ("application/json", "{}"),
        ("not a type", "a=b"),
        (null, "a=b"),
        ("application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 5_000).Select(i => $"k{i}=v"))),
        ("application/x-www-form-urlencoded", $"{new string('k', 10_000)}=v"),
    ];

    [Theory]
    [InlineData("/enrol")]
    [InlineData("/unlock")]
    [InlineData("/lock")]
    [InlineData("/language")]
    [InlineData("/groups")]
    public async Task ABodyThatIsNoFormIsRefused(string path)
    {
        (HttpClient browser, string token) = await host.EnterAsync();
        using (browser)
        {
            foreach ((string? type, string body) in s_bodies)
            {
                foreach (bool hasToken in new[] { false, true })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, path);
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                    if (type is not null)
                    {
                        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                    }

                    request.Headers.Add("Sec-Fetch-Site", "same-origin");
                    request.Headers.Add("Origin", host.Origin);
                    if (hasToken)
                    {
                        request.Headers.Add(AntiforgeryField.Header, token);
                    }

                    using HttpResponseMessage answer = await browser.SendAsync(request);
                    Assert.True(HttpStatusCode.BadRequest == answer.StatusCode, $"{path}, {type}: {answer.StatusCode}");
                }
            }
        }
    }
}
