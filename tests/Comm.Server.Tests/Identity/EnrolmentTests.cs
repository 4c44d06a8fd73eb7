using System.Net;
using System.Net.Http.Json;
using Comm.Mls.Codec;
using Comm.Server.Tests.Support;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Identity;

public sealed class EnrolmentTests
{
    [Fact]
    public async Task RequestReachesTheContactPointAndItsCertificateTheDevice()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        TestClient contactPoint = await server.SignInAsync(Roles.ContactPoint);
        TestDevice device = server.Platform.CreateDevice();
        byte[] request = Request(device);

        EnrolmentTicket ticket = await SubmitAsync(stranger, request);
        EnrolmentTicket again = await SubmitAsync(stranger, request);
        Assert.Equal(ticket, again);
        Assert.Equal(EnrolmentState.Waiting, (await StatusAsync(stranger, ticket)).State);
        PendingEnrolment pending = Assert.Single(await contactPoint.GetAsync<PendingEnrolment[]>(ServerRoutes.EnrolmentRequests));
        Assert.True(pending.Request.Span.SequenceEqual(request));

        byte[] certificate = MlsCodec.Encode(device.Certificate);
        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(contactPoint, ticket, certificate));

        EnrolmentStatus status = await StatusAsync(stranger, ticket);
        Assert.Equal(EnrolmentState.Certified, status.State);
        Assert.True(status.Certificate!.Value.Span.SequenceEqual(certificate));
        Assert.Empty(await contactPoint.GetAsync<PendingEnrolment[]>(ServerRoutes.EnrolmentRequests));
        Assert.Equal(HttpStatusCode.Conflict, await AnswerAsync(contactPoint, ticket, certificate: null));
        await server.SignInAsync(device);
    }

    [Fact]
    public async Task RefusalReachesTheDeviceToo()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        TestClient contactPoint = await server.SignInAsync(Roles.ContactPoint);
        EnrolmentTicket ticket = await SubmitAsync(stranger, Request(server.Platform.CreateDevice()));

        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(contactPoint, ticket, certificate: null));

        EnrolmentStatus status = await StatusAsync(stranger, ticket);
        Assert.Equal(EnrolmentState.Refused, status.State);
        Assert.Null(status.Certificate);
    }

    [Theory]
    [InlineData("another device")]
    [InlineData("another key")]
    [InlineData("another administration")]
    [InlineData("another root")]
    [InlineData("bytes")]
    public async Task CertificateThatIsNotForTheRequestIsNotPassedOn(string fault)
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        TestClient contactPoint = await server.SignInAsync(Roles.ContactPoint);
        TestDevice device = server.Platform.CreateDevice();
        DeviceCertificate good = device.Certificate;
        EnrolmentTicket ticket = await SubmitAsync(stranger, Request(device));
        DeviceCertificate bad = fault switch
        {
            "another device" => server.Platform.Certify(
                "FR",
                Identifier.Create<DeviceId>(),
                good.Officer,
                good.Roles,
                good.DeviceKey,
                good.Validity
            ),
            "another key" => server.Platform.Certify(
                "FR",
                device.Id,
                good.Officer,
                good.Roles,
                server.Platform.CreateDevice().Certificate.DeviceKey,
                good.Validity
            ),
            "another administration" => server.Platform.Certify(
                "DE",
                device.Id,
                good.Officer,
                good.Roles,
                good.DeviceKey,
                good.Validity
            ),
            _ => new TestPlatform().Certify("FR", device.Id, good.Officer, good.Roles, good.DeviceKey, good.Validity),
        };
        byte[] answer = fault == "bytes" ? [1, 2, 3] : MlsCodec.Encode(bad);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await AnswerAsync(contactPoint, ticket, answer));

        Assert.Equal(EnrolmentState.Waiting, (await StatusAsync(stranger, ticket)).State);
    }

    [Fact]
    public async Task OnlyAContactPointSeesAndAnswersRequests()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        TestClient officer = await server.SignInAsync(Roles.Officer | Roles.Coordinator);
        TestDevice device = server.Platform.CreateDevice();
        EnrolmentTicket ticket = await SubmitAsync(stranger, Request(device));

        using HttpResponseMessage list = await officer.Http.GetAsync(ServerRoutes.EnrolmentRequests);
        using HttpResponseMessage anonymous = await stranger.GetAsync(ServerRoutes.EnrolmentRequests);

        Assert.Equal(HttpStatusCode.Forbidden, list.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await AnswerAsync(officer, ticket, MlsCodec.Encode(device.Certificate)));
    }

    [Fact]
    public async Task ContactPointOfAnotherAdministrationNeitherSeesNorAnswersARequest()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        TestClient foreign = await server.SignInAsync(Roles.ContactPoint, "DE");
        TestClient own = await server.SignInAsync(Roles.ContactPoint, "FR");
        TestDevice device = server.Platform.CreateDevice("FR");
        EnrolmentTicket ticket = await SubmitAsync(stranger, Request(device));

        Assert.Empty(await foreign.GetAsync<PendingEnrolment[]>(ServerRoutes.EnrolmentRequests));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(foreign, ticket, certificate: null));
        Assert.Equal(HttpStatusCode.NotFound, await AnswerAsync(foreign, ticket, MlsCodec.Encode(device.Certificate)));

        Assert.Equal(EnrolmentState.Waiting, (await StatusAsync(stranger, ticket)).State);
        Assert.Single(await own.GetAsync<PendingEnrolment[]>(ServerRoutes.EnrolmentRequests));
        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(own, ticket, MlsCodec.Encode(device.Certificate)));
    }

    [Fact]
    public async Task OneAddressHasAFewRequestsWaitingAndGetsItsPlacesBackWithTheAnswers()
    {
        await using TestServer server = TestServer.Create(("Enrolment:MaxWaitingPerAddress", "2"));
        using HttpClient stranger = server.CreateHttpClient();
        TestClient contactPoint = await server.SignInAsync(Roles.ContactPoint);
        byte[] request = Request(server.Platform.CreateDevice());
        EnrolmentTicket first = await SubmitAsync(stranger, request);
        await SubmitAsync(stranger, Request(server.Platform.CreateDevice()));

        Assert.Equal(HttpStatusCode.TooManyRequests, await SubmitOneMoreAsync());
        // The same one again is no further one.
        Assert.Equal(first, await SubmitAsync(stranger, request));

        Assert.Equal(HttpStatusCode.NoContent, await AnswerAsync(contactPoint, first, certificate: null));
        Assert.Equal(HttpStatusCode.OK, await SubmitOneMoreAsync());

        async Task<HttpStatusCode> SubmitOneMoreAsync()
        {
            using HttpResponseMessage response = await stranger.PostAsJsonAsync(
                ServerRoutes.EnrolmentRequests,
                new EnrolmentSubmission(Request(server.Platform.CreateDevice())),
                WireJson.Options
            );
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task RequestIsForgottenAfterTenMinutes()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        EnrolmentTicket ticket = await SubmitAsync(stranger, Request(server.Platform.CreateDevice()));
        server.Clock.Turn(TimeSpan.FromMinutes(10));

        using HttpResponseMessage response = await stranger.GetAsync(ServerRoutes.EnrolmentRequest(ticket.Id));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task WaitingRequestsAreBounded()
    {
        await using TestServer server = TestServer.Create(("Enrolment:MaxKept", "5"));
        using HttpClient stranger = server.CreateHttpClient();
        TestDevice device = server.Platform.CreateDevice();
        for (int i = 0; i < 5; i++)
        {
            await SubmitAsync(stranger, Request(device));
        }

        using HttpResponseMessage response = await stranger.PostAsJsonAsync(
            ServerRoutes.EnrolmentRequests,
            new EnrolmentSubmission(Request(device)),
            WireJson.Options
        );

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task BytesThatAreNoRequestAreRefused()
    {
        await using TestServer server = TestServer.Create();
        using HttpClient stranger = server.CreateHttpClient();
        byte[] good = Request(server.Platform.CreateDevice());
        foreach (byte[] bad in new byte[][] { [], good[..^1], [.. good, 0], new byte[2_000] })
        {
            using HttpResponseMessage response = await stranger.PostAsJsonAsync(
                ServerRoutes.EnrolmentRequests,
                new EnrolmentSubmission(bad),
                WireJson.Options
            );
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    /// <summary>A new invitation each time; its secret, and so the mac, is nothing the server could check.</summary>
    private static byte[] Request(TestDevice device) =>
        MlsCodec.Encode(
            new EnrolmentRequest(
                Guid.NewGuid(),
                device.Certificate.Administration,
                device.Id,
                device.Certificate.DeviceKey,
                new byte[32]
            )
        );

    private static async Task<EnrolmentTicket> SubmitAsync(HttpClient http, byte[] request)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync(
            ServerRoutes.EnrolmentRequests,
            new EnrolmentSubmission(request),
            WireJson.Options
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<EnrolmentTicket>(WireJson.Options))!;
    }

    private static async Task<EnrolmentStatus> StatusAsync(HttpClient http, EnrolmentTicket ticket) =>
        (await http.GetFromJsonAsync<EnrolmentStatus>(ServerRoutes.EnrolmentRequest(ticket.Id), WireJson.Options))!;

    private static async Task<HttpStatusCode> AnswerAsync(TestClient contactPoint, EnrolmentTicket ticket, byte[]? certificate)
    {
        using HttpResponseMessage response = await contactPoint.PostJsonAsync(
            ServerRoutes.EnrolmentAnswer(ticket.Id),
            new EnrolmentAnswer(certificate is null ? null : (ReadOnlyMemory<byte>?)certificate)
        );
        return response.StatusCode;
    }
}
