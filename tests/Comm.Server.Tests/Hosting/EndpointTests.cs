using System.Net;
using System.Text;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
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
                "PUT /tables/{hash}",
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

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "\"\\ud800\"")]
    [InlineData("application/json", "{\"request\":1,\"keyPackages\":[null],\"devices\":[null],\"certificate\":\"!\"}")]
    [InlineData("application/json; charset=utf-7", "{}")]
    [InlineData("application/json; charset=utf-16", "{}")]
    [InlineData("application/json; charset=nonsense", "{}")]
    [InlineData("application/json; charset=", "{}")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n")]
    [InlineData("nonsense", "{}")]
    public async Task BodyThatIsNoJsonOfOursIsTheCallersFault(string type, string body)
    {
        await using TestServer server = TestServer.Create();
        TestClient client = await server.SignInAsync(Roles.Coordinator | Roles.ContactPoint);
        string[] routes =
        [
            ServerRoutes.EnrolmentRequests,
            ServerRoutes.EnrolmentAnswer(Guid.NewGuid()),
            ServerRoutes.KeyPackages,
            ServerRoutes.KeyPackageClaims,
            ServerRoutes.Groups,
            ServerRoutes.Commits(Identifier.Create<GroupId>()),
        ];
        foreach (string route in routes)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);

            using HttpResponseMessage response = await client.Http.PostAsync(route, content);

            Assert.True(
                response.StatusCode
                    is HttpStatusCode.BadRequest
                        or HttpStatusCode.UnsupportedMediaType
                        or HttpStatusCode.UnprocessableEntity,
                $"{route}: {response.StatusCode}"
            );
        }
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
