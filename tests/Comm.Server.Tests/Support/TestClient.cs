using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Support;

/// <summary>A signed-in device, speaking the wire.</summary>
internal sealed class TestClient
{
    public TestClient(TestServer server, TestDevice device, HttpClient http, TokenJson token)
    {
        Server = server;
        Device = device;
        Http = http;
        Token = token.access_token;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public TestServer Server { get; }

    public TestDevice Device { get; }

    public HttpClient Http { get; }

    public string Token { get; }

    public Task<HubPeer> ConnectAsync() => HubPeer.ConnectAsync(Server.Address, Token);

    public async Task<T> GetAsync<T>(string address)
    {
        using HttpResponseMessage response = await Http.GetAsync(address);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<T>(WireJson.Options))!;
    }

    public Task<LogPage> ReadLogAsync(GroupId group, long after = 0, int take = WireLimits.MaxLogPage) =>
        GetAsync<LogPage>(ServerRoutes.Log(group, after, take));

    /// <summary>The first page.</summary>
    public async Task<IReadOnlyList<WaitingWelcome>> ReadWelcomesAsync() =>
        (await GetAsync<WaitingWelcomePage>(ServerRoutes.Welcomes)).Welcomes;

    public Task<HttpResponseMessage> PostJsonAsync<T>(string address, T value) =>
        Http.PostAsJsonAsync(address, value, WireJson.Options);

    public async Task<CommitOutcome> CommitAsync(GroupId group, CommitUpload upload) =>
        (await CommitAsync(group, MlsCodec.Encode(upload))).Outcome;

    public async Task<(HttpStatusCode Status, CommitOutcome Outcome)> CommitAsync(GroupId group, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(CommitUpload.ContentType);
        using HttpResponseMessage response = await Http.PostAsync(ServerRoutes.Commits(group), content);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<CommitOutcome>(WireJson.Options))!);
    }

    public async Task<HttpResponseMessage> CreateGroupAsync(byte[] groupInfo)
    {
        using var content = new ByteArrayContent(groupInfo);
        return await Http.PostAsync(ServerRoutes.Groups, content);
    }
}
