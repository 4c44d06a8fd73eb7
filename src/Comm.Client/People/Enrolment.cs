using System.Net;
using Comm.Client.Engine;
using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>
/// From an invitation to a vault with a certified device key. The server only carries the request and the answer: the request
/// is authenticated by the invitation's secret, the answer by the invitation's root key.
/// </summary>
internal sealed class Enrolment(VaultFile vault, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    /// <summary>The server keeps a request for ten minutes; a little less, so that this end is the first to give up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    private readonly HttpMessageHandler _handler = ServerHttp.NewHandler();

    public async Task<EnrolOutcome> RunAsync(
        string invitationText,
        ReadOnlyMemory<char> passphrase,
        IProgress<EnrolStep>? progress,
        CancellationToken cancellationToken
    )
    {
        if (!Invitation.TryParse(invitationText, out Invitation? parsed))
        {
            return EnrolOutcome.BadInvitation;
        }

        using Invitation invitation = parsed;
        if (!Passphrase.IsStrongEnough(passphrase.Span))
        {
            return EnrolOutcome.PassphraseTooWeak;
        }

        using Secret deviceKey = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        EnrolmentRequest request = RequestFor(invitation, deviceKey);
        EnrolmentStatus? answer;
        try
        {
            answer = await AskAsync(invitation.Server, request, progress, cancellationToken);
        }
        catch (OfflineException)
        {
            return EnrolOutcome.ServerUnreachable;
        }

        if (answer is null)
        {
            return EnrolOutcome.Expired;
        }

        if (answer.State != EnrolmentState.Certified)
        {
            return EnrolOutcome.Refused;
        }

        progress?.Report(EnrolStep.CheckingCertificate);
        if (
            answer.Certificate is not { } bytes
            || !MlsCodec.TryDecode(bytes.Span, out DeviceCertificate? certificate)
            || !IsOurs(certificate, invitation, request)
        )
        {
            return EnrolOutcome.UntrustedCertificate;
        }

        progress?.Report(EnrolStep.CreatingVault);
        await vault.CreateAsync(
            passphrase,
            writer => DeviceIdentity.Write(writer, invitation.Server, invitation.RootKey, certificate, deviceKey),
            cancellationToken
        );
        return EnrolOutcome.Enrolled;
    }

    public void Dispose() => _handler.Dispose();

    internal static EnrolmentRequest RequestFor(Invitation invitation, Secret deviceKey)
    {
        var request = new EnrolmentRequest(
            invitation.Id,
            Identifier.Create<DeviceId>(),
            SignatureAlgorithm.Ed25519.GetPublicKey(deviceKey),
            Mac: default
        );
        return request with { Mac = HashFunction.Sha256.Hmac(invitation.Secret.Span, request.ToBeAuthenticated()) };
    }

    /// <summary>The chain ends in the invitation's root, and it is about this officer and this device and nothing more.</summary>
    internal bool IsOurs(DeviceCertificate certificate, Invitation invitation, EnrolmentRequest request) =>
        certificate.ChainsTo(invitation.RootKey.Span)
        && certificate.IsValidAt(clock.GetUtcNow())
        && certificate.Administration == invitation.Administration
        && certificate.Officer == invitation.Officer
        && certificate.OfficerName == invitation.OfficerName
        && certificate.Roles == invitation.Roles
        && certificate.Device == request.Device
        && certificate.DeviceKey == request.DeviceKey;

    /// <summary>The contact point's answer; null when none came in time.</summary>
    private async Task<EnrolmentStatus?> AskAsync(
        Uri server,
        EnrolmentRequest request,
        IProgress<EnrolStep>? progress,
        CancellationToken cancellationToken
    )
    {
        using var http = new ServerHttp(server, _handler);
        progress?.Report(EnrolStep.Requesting);
        using var content = JsonContent.Create(new EnrolmentSubmission(MlsCodec.Encode(request)), options: WireJson.Options);
        using HttpResponseMessage submitted = await http.SendAsync(
            HttpMethod.Post,
            ServerRoutes.EnrolmentRequests,
            content,
            bearer: null,
            cancellationToken
        );
        EnrolmentTicket ticket = await ServerHttp.ReadAsync<EnrolmentTicket>(submitted, cancellationToken);
        progress?.Report(EnrolStep.WaitingForContactPoint);
        long began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < Patience)
        {
            using HttpResponseMessage response = await http.SendAsync(
                HttpMethod.Get,
                ServerRoutes.EnrolmentRequest(ticket.Id),
                content: null,
                bearer: null,
                cancellationToken
            );
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            EnrolmentStatus status = await ServerHttp.ReadAsync<EnrolmentStatus>(response, cancellationToken);
            if (status.State != EnrolmentState.Waiting)
            {
                return status;
            }

            await Task.Delay(PollEvery, clock, cancellationToken);
        }

        return null;
    }
}
