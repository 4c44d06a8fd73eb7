using Comm.Client.Engine;
using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>DEMO ONLY. Answers enrolment requests by itself, as a contact point would by hand.</summary>
internal sealed class DemoContactPoint(DataDirectory directory, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using DeviceIdentity identity = Identity(DemoAuthority.Load(directory));
        using var server = new Server(identity, clock);
        var backOff = new BackOff();
        while (true)
        {
            TimeSpan wait = LookEvery;
            try
            {
                await AnswerAllAsync(server, cancellationToken);
                backOff.Reset();
            }
            catch (OfflineException)
            {
                wait = backOff.Next();
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private async Task AnswerAllAsync(Server server, CancellationToken cancellationToken)
    {
        foreach (PendingEnrolment pending in await server.PendingEnrolmentsAsync(cancellationToken))
        {
            DemoAuthority authority = DemoAuthority.Load(directory);
            (DemoAuthority next, DeviceCertificate? certificate) = authority.Answer(pending.Request, clock);
            // On the disk before it is said: a second device must not get the same invitation answered after a crash.
            next.Save(directory);
            ReadOnlyMemory<byte>? answer = certificate is null ? null : MlsCodec.Encode(certificate);
            await server.AnswerEnrolmentAsync(pending.Id, new EnrolmentAnswer(answer), cancellationToken);
        }
    }

    private DeviceIdentity Identity(DemoAuthority authority)
    {
        using Secret key = Secret.CopyOf(authority.ContactPointKey.Span);
        return MlsCodec.TryDecode(authority.ContactPointCertificate.Span, out DeviceCertificate? certificate)
            ? DeviceIdentity.Of(new Uri(authority.Server), new Opaque(authority.RootPublicKey), certificate, key, clock)
            : throw new InvalidOperationException("The demo authority's file is damaged.");
    }
}
