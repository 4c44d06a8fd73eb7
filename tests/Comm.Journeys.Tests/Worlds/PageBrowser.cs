using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Comm.Demo;

namespace Comm.Journeys.Tests.Worlds;

/// <summary>An officer's page as plain HTTP: let in by a link of <c>comm open</c>, sending what the page's form sends.</summary>
internal sealed partial class PageBrowser : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _origin;
    private string _token = "";

    private PageBrowser(Uri link)
    {
        _origin = link.GetLeftPart(UriPartial.Authority);
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = new CookieContainer(),
                // A browser finds every name under .localhost on the loopback address (RFC 6761 §6.3).
                ConnectCallback = async (_, end) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, link.Port, end);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri(_origin),
        };
    }

    public static async Task<PageBrowser> OpenAsync(Officer officer, string group)
    {
        Uri link = new(await officer.LinkAsync());
        PageBrowser browser = new(link);
        using HttpResponseMessage entered = await browser._http.GetAsync(link);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        string page = await browser._http.GetStringAsync(AddressOf(group));
        browser._token = TokenField().Match(page).Groups[1].Value;
        Assert.NotEmpty(browser._token);
        return browser;
    }

    /// <summary>Returns when the client has it in its outbox.</summary>
    public async Task SendAsync(string group, string text)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"{AddressOf(group)}/messages")
        {
            Content = new FormUrlEncodedContent([new("_token", _token), new("text", text)]),
        };
        request.Headers.Add("Origin", _origin);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using HttpResponseMessage answer = await _http.SendAsync(request);
        Assert.True((int)answer.StatusCode is 302 or 303, $"The page answered {answer.StatusCode} to {text}.");
    }

    public Task<string> GetAsync(string address) => _http.GetStringAsync(address);

    public void Dispose() => _http.Dispose();

    private static string AddressOf(string group) => $"/groups/{Guid.ParseExact(group, "N"):D}";

    [GeneratedRegex("name=\"_token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
