using System.Net;
using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Server.Tests.Hosting;

public sealed class EndpointTests
{
    [Fact]
    public async Task EveryEndpointButTheNamedOnesAsksWhoCalls()
    {
        await using TestServer server = TestServer.Create();
        string[] open =
        [
            .. server
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
                .Select(endpoint =>
                    $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "ANY"} {endpoint.RoutePattern.RawText}"
                )
                .Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            [
                "ANY /health",
                "GET /enrolment/requests/{id}",
                "POST /connect/nonce",
                "POST /connect/token",
                "POST /enrolment/requests/",
            ],
            open
        );
    }

    [Fact]
    public async Task AnonymousCallersAreLimited()
    {
        await using TestServer server = TestServer.Create(("Hosting:AnonymousRequestsPerMinute", "3"));
        using HttpClient http = server.CreateHttpClient();
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage response = await http.PostAsync(ServerRoutes.Nonce, null);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task LargeBodyWhereASmallOneBelongsIsRefused()
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync();
        using var content = new StringContent(new string(' ', 100_000), null, "application/json");

        // A connection of its own: the server closes the one on which it has not read a body to its end.
        using HttpClient stranger = server.CreateHttpClient();

        using HttpResponseMessage response = await client.Http.PostAsync(ServerRoutes.KeyPackageClaims, content);
        using HttpResponseMessage anonymous = await stranger.PostAsync(ServerRoutes.EnrolmentRequests, content);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, anonymous.StatusCode);
    }

    [Fact]
    public async Task AnswerNamesNeitherServerNorException()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        await using (var database = await server.OpenDatabaseAsync())
        {
            await database.Database.EnsureDeletedAsync();
        }

        using HttpResponseMessage response = await room.Coordinator.Http.GetAsync(ServerRoutes.Groups);
        string body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.False(response.Headers.Contains("Server"));
        Assert.Contains("\"code\":\"server-fault\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Sqlite", body, StringComparison.OrdinalIgnoreCase);
        using HttpResponseMessage health = await room.Coordinator.Http.GetAsync(ServerRoutes.Health);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("""{"status":"unavailable"}""", await health.Content.ReadAsStringAsync());
    }
}
