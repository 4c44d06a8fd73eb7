using Comm.Client.Engine;
using Comm.Client.Engine.Network;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>
/// DEMO ONLY. Answers enrolment requests by itself, as each administration's contact point would by hand. The server takes an
/// answer only from the administration that certifies, so there is one contact point, and one connection, for each.
/// </summary>
internal sealed class DemoContactPoint(DataDirectory directory, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _file = new();

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(DemoAuthority.Load(directory).Administrations.Select(one => RunAsync(one.Code, cancellationToken)));

    private async Task RunAsync(string administration, CancellationToken cancellationToken)
    {
        using DeviceIdentity identity = Identity(DemoAuthority.Load(directory), administration);
        using var server = new Server(identity, clock);
        var backOff = new BackOff();
        while (true)
        {
            TimeSpan wait = LookEvery;
            try
            {
                await AnswerAllAsync(server, administration, cancellationToken);
                backOff.Reset();
            }
            catch (OfflineException)
            {
                wait = backOff.Next();
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private async Task AnswerAllAsync(Server server, string administration, CancellationToken cancellationToken)
    {
        foreach (PendingEnrolment pending in await server.PendingEnrolmentsAsync(cancellationToken))
        {
            if (DemoAuthority.Load(directory).AdministrationOf(pending.Request)?.Code != administration)
            {
                continue;
            }

            ReadOnlyMemory<byte>? answer = Decide(pending);
            await server.AnswerEnrolmentAsync(pending.Id, new EnrolmentAnswer(answer), cancellationToken);
        }
    }

    /// <summary>On the disk before it is said: a second device must not get the same invitation answered after a crash.</summary>
    private ReadOnlyMemory<byte>? Decide(PendingEnrolment pending)
    {
        lock (_file)
        {
            (DemoAuthority next, DeviceCertificate? certificate) = DemoAuthority.Load(directory).Answer(pending.Request, clock);
            next.Save(directory);
            return certificate is null ? null : MlsCodec.Encode(certificate);
        }
    }

    private DeviceIdentity Identity(DemoAuthority authority, string administration)
    {
        DemoAdministration own = authority.Administrations.First(one => one.Code == administration);
        using Secret key = Secret.CopyOf(own.ContactPointKey.Span);
        return MlsCodec.TryDecode(own.ContactPointCertificate.Span, out DeviceCertificate? certificate)
            ? DeviceIdentity.Of(new Uri(authority.Server), new Opaque(authority.RootPublicKey), certificate, key, clock)
            : throw new InvalidOperationException("The demo authority's file is damaged.");
    }
}
