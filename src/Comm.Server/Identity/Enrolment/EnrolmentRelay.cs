using Comm.Mls.Codec;
using Comm.Server.Directory;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity.Enrolment;

internal enum AnswerRefusal
{
    None = 0,
    UnknownRequest,

    /// <summary>Answered already; the first answer stands.</summary>
    Answered,

    /// <summary>Not a certificate of this platform, of the contact point's administration, for the device and key that asked.</summary>
    Certificate,
}

/// <summary>
/// Carries a new device's request to its contact point and the certificate back (a demonstration, until the real enrolment
/// exists). It need not be trusted: the request is authenticated by the invitation's secret, the certificate by the chain to the
/// root. In memory: a request that a restart forgets is made again.
/// </summary>
internal sealed class EnrolmentRelay(DeviceDirectory directory, IOptions<IdentityOptions> options, TimeProvider clock)
{
    public const int MaxRequestBytes = 1_024;
    private const int MaxWaiting = 1_000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Waiting> _requests = [];

    /// <summary>False for what is not a request.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out EnrolmentRequest? request)
    {
        request = null;
        return bytes.Length <= MaxRequestBytes && MlsCodec.TryDecode(bytes.Span, out request);
    }

    /// <summary>Null when too many are waiting. The same request again is the same ticket.</summary>
    public EnrolmentTicket? Submit(EnrolmentRequest request)
    {
        lock (_gate)
        {
            DropExpired();
            foreach ((Guid known, Waiting waiting) in _requests)
            {
                if (waiting.Request == request)
                {
                    return new EnrolmentTicket(known);
                }
            }

            if (_requests.Count >= MaxWaiting)
            {
                return null;
            }

            var id = Guid.NewGuid();
            _requests.Add(id, new Waiting(request, clock.GetUtcNow() + s_lifetime));
            return new EnrolmentTicket(id);
        }
    }

    /// <summary>Null for a request that is not here, or no longer.</summary>
    public EnrolmentStatus? Find(Guid id)
    {
        lock (_gate)
        {
            DropExpired();
            return _requests.TryGetValue(id, out Waiting? waiting)
                ? new EnrolmentStatus(waiting.State, waiting.Certificate)
                : null;
        }
    }

    public IReadOnlyList<PendingEnrolment> ListPending()
    {
        lock (_gate)
        {
            DropExpired();
            return
            [
                .. _requests
                    .Where(request => request.Value.State == EnrolmentState.Waiting)
                    .Select(request => new PendingEnrolment(request.Key, MlsCodec.Encode(request.Value.Request))),
            ];
        }
    }

    public async Task<AnswerRefusal> AnswerAsync(
        DeviceId contactPoint,
        Guid id,
        EnrolmentAnswer answer,
        CancellationToken cancellationToken
    )
    {
        DeviceCertificate? own = await directory.FindAsync(contactPoint, cancellationToken);
        lock (_gate)
        {
            DropExpired();
            if (!_requests.TryGetValue(id, out Waiting? waiting))
            {
                return AnswerRefusal.UnknownRequest;
            }

            if (waiting.State != EnrolmentState.Waiting)
            {
                return AnswerRefusal.Answered;
            }

            if (answer.Certificate is not { } certificate)
            {
                waiting.State = EnrolmentState.Refused;
                return AnswerRefusal.None;
            }

            if (!IsFor(certificate, waiting.Request, own))
            {
                return AnswerRefusal.Certificate;
            }

            waiting.State = EnrolmentState.Certified;
            waiting.Certificate = certificate;
            return AnswerRefusal.None;
        }
    }

    private bool IsFor(ReadOnlyMemory<byte> bytes, EnrolmentRequest request, DeviceCertificate? contactPoint) =>
        MlsCodec.TryDecode(bytes.Span, out DeviceCertificate? certificate)
        && certificate.Device == request.Device
        && certificate.DeviceKey == request.DeviceKey
        && certificate.Administration == contactPoint?.Administration
        && certificate.ChainsTo(options.Value.RootKeyBytes.Span)
        && certificate.IsValidAt(clock.GetUtcNow());

    private void DropExpired()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((Guid id, Waiting waiting) in _requests)
        {
            if (waiting.ExpiresAt <= now)
            {
                _requests.Remove(id);
            }
        }
    }

    private sealed class Waiting(EnrolmentRequest request, DateTimeOffset expiresAt)
    {
        public EnrolmentRequest Request => request;

        public DateTimeOffset ExpiresAt => expiresAt;

        public EnrolmentState State { get; set; } = EnrolmentState.Waiting;

        public ReadOnlyMemory<byte>? Certificate { get; set; }
    }
}
