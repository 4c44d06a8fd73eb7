using Comm.Mls.Codec;
using Comm.Server.Directory;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity.Enrolment;

internal enum SubmitRefusal
{
    None = 0,

    /// <summary>As many requests are kept as may be.</summary>
    Full,

    /// <summary>As many requests of this address wait as may.</summary>
    AddressFull,
}

internal enum AnswerRefusal
{
    None = 0,

    /// <summary>Not here, or another administration's.</summary>
    UnknownRequest,

    /// <summary>Answered already; the first answer stands.</summary>
    Answered,

    /// <summary>Not a certificate of this platform, of the administration that was asked, for the device and key that asked.</summary>
    Certificate,
}

/// <summary>
/// Carries a new device's request to its contact point and the certificate back (a demonstration, until the real enrolment
/// exists). It need not be trusted: the request is authenticated by the invitation's secret, the certificate by the chain to the
/// root. In memory: a request that a restart forgets is made again.
/// </summary>
internal sealed class EnrolmentRelay(
    DeviceDirectory directory,
    IOptions<IdentityOptions> identity,
    IOptions<EnrolmentOptions> options,
    TimeProvider clock
)
{
    public const int MaxRequestBytes = 1_024;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Waiting> _requests = [];

    /// <summary>False for what is not a request.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out EnrolmentRequest? request)
    {
        request = null;
        return bytes.Length <= MaxRequestBytes && MlsCodec.TryDecode(bytes.Span, out request);
    }

    /// <summary>No ticket when there is a refusal. The same request again is the same ticket.</summary>
    public (EnrolmentTicket? Ticket, SubmitRefusal Refusal) Submit(EnrolmentRequest request, string address)
    {
        lock (_gate)
        {
            DropExpired();
            int ofAddress = 0;
            foreach ((Guid known, Waiting waiting) in _requests)
            {
                if (waiting.Request == request)
                {
                    return (new EnrolmentTicket(known), SubmitRefusal.None);
                }

                if (waiting.State == EnrolmentState.Waiting && waiting.Address == address)
                {
                    ofAddress++;
                }
            }

            if (_requests.Count >= options.Value.MaxKept)
            {
                return (null, SubmitRefusal.Full);
            }

            if (ofAddress >= options.Value.MaxWaitingPerAddress)
            {
                return (null, SubmitRefusal.AddressFull);
            }

            var id = Guid.NewGuid();
            _requests.Add(id, new Waiting(request, address, clock.GetUtcNow() + s_lifetime));
            return (new EnrolmentTicket(id), SubmitRefusal.None);
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

    /// <summary>Those that the contact point's own administration is asked.</summary>
    public async Task<IReadOnlyList<PendingEnrolment>> ListPendingAsync(
        DeviceId contactPoint,
        CancellationToken cancellationToken
    )
    {
        DeviceCertificate? own = await directory.FindAsync(contactPoint, cancellationToken);
        lock (_gate)
        {
            DropExpired();
            return
            [
                .. _requests
                    .Where(request =>
                        request.Value.State == EnrolmentState.Waiting
                        && request.Value.Request.Administration == own?.Administration
                    )
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
            // A refusal carries no signature: who may give one, only this says.
            if (!_requests.TryGetValue(id, out Waiting? waiting) || waiting.Request.Administration != own?.Administration)
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

            if (!IsFor(certificate, waiting.Request))
            {
                return AnswerRefusal.Certificate;
            }

            waiting.State = EnrolmentState.Certified;
            waiting.Certificate = certificate;
            return AnswerRefusal.None;
        }
    }

    private bool IsFor(ReadOnlyMemory<byte> bytes, EnrolmentRequest request) =>
        MlsCodec.TryDecode(bytes.Span, out DeviceCertificate? certificate)
        && certificate.Device == request.Device
        && certificate.DeviceKey == request.DeviceKey
        && certificate.Administration == request.Administration
        && certificate.ChainsTo(identity.Value.RootKeyBytes.Span)
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

    private sealed class Waiting(EnrolmentRequest request, string address, DateTimeOffset expiresAt)
    {
        public EnrolmentRequest Request => request;

        public string Address => address;

        public DateTimeOffset ExpiresAt => expiresAt;

        public EnrolmentState State { get; set; } = EnrolmentState.Waiting;

        public ReadOnlyMemory<byte>? Certificate { get; set; }
    }
}
