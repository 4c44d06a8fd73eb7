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
/// is authenticated by the invitation's secret, the answer by the invitation's root key. The vault, with the device's key and the
/// mark that it is pending, is on the disk before the request goes out; whatever happens then, the same invitation and
/// passphrase go on from there, with the same request.
/// </summary>
internal sealed class Enrolment(VaultFile vault, TimeProvider clock, HttpMessageHandler? handler = null) : IDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);

    /// <summary>The server keeps a request for ten minutes; a little less, so that this end is the first to give up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    private readonly HttpMessageHandler _handler = handler ?? ServerHttp.NewHandler();

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
        try
        {
            progress?.Report(EnrolStep.CreatingVault);
            (BegunEnrolment? begun, EnrolOutcome problem) = await BeginAsync(invitation, passphrase, cancellationToken);
            using (begun)
            {
                return begun is null ? problem : await FinishAsync(invitation, begun, progress, cancellationToken);
            }
        }
        finally
        {
            // Open only with a certificate; until then the keys are needed here alone.
            if (vault.PendingEnrolment is not null)
            {
                vault.Lock();
            }
        }
    }

    public void Dispose() => _handler.Dispose();

    internal static EnrolmentRequest RequestFor(Invitation invitation, DeviceId device, Secret deviceKey)
    {
        var request = new EnrolmentRequest(
            invitation.Id,
            invitation.Administration,
            device,
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

    /// <summary>The device that was begun with this invitation before, or a new one that is on the disk when this returns.</summary>
    private async Task<(BegunEnrolment? Begun, EnrolOutcome Problem)> BeginAsync(
        Invitation invitation,
        ReadOnlyMemory<char> passphrase,
        CancellationToken cancellationToken
    )
    {
        if (vault.PendingEnrolment == BegunEnrolment.RowOf(invitation))
        {
            UnlockOutcome unlocked = await vault.UnlockAsync(passphrase, cancellationToken);
            switch (unlocked.Result)
            {
                case UnlockResult.WrongPassphrase:
                    return (null, EnrolOutcome.OtherPassphrase);
                case UnlockResult.TooEarly:
                    return (null, EnrolOutcome.TooEarly);
                case UnlockResult.Unlocked when BegunEnrolment.TryLoad(vault.Store, invitation) is { } earlier:
                    return (earlier, default);
            }

            // Damaged, and nothing in it but what is damaged.
            vault.Lock();
        }

        if (!Passphrase.IsStrongEnough(passphrase.Span))
        {
            return (null, EnrolOutcome.PassphraseTooWeak);
        }

        var begun = BegunEnrolment.Create();
        try
        {
            await vault.CreateAsync(passphrase, writer => begun.Write(writer, invitation), cancellationToken);
            return (begun, default);
        }
        catch
        {
            begun.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and saves the certificate in the place of the pending mark.</summary>
    private async Task<EnrolOutcome> FinishAsync(
        Invitation invitation,
        BegunEnrolment begun,
        IProgress<EnrolStep>? progress,
        CancellationToken cancellationToken
    )
    {
        EnrolmentRequest request = RequestFor(invitation, begun.Device, begun.Key);
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

        vault.Store.Write(writer =>
        {
            DeviceIdentity.Write(writer, invitation.Server, invitation.RootKey, certificate, begun.Key);
            BegunEnrolment.Delete(writer);
        });
        return EnrolOutcome.Enrolled;
    }

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
