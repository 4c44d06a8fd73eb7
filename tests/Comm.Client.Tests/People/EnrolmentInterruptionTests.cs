using System.Net;
using System.Net.Http.Json;
using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.People;

/// <summary>An enrolment that stops anywhere, and what the same officer can do afterwards on the same machine.</summary>
public sealed class EnrolmentInterruptionTests : IDisposable
{
    private const string Passphrase = "tangerine harbour 42";

    private readonly ManualClock _clock = new();
    private readonly TemporaryFolder _folder = new();
    private DataDirectory _directory;
    private ContactPoint _contactPoint;

    public EnrolmentInterruptionTests()
    {
        _directory = new DataDirectory(Path.Combine(_folder.Path, "first"));
        _contactPoint = new ContactPoint(_clock);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhereverItIsCutShortTheSameInvitationAndPassphraseGoOn()
    {
        int cuts = 0;
        for (bool ran = false; !ran; )
        {
            _directory = new DataDirectory(Path.Combine(_folder.Path, $"cut {cuts}"));
            _contactPoint = new ContactPoint(_clock) { StepsLeft = cuts };
            try
            {
                Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync());
                ran = true;
            }
            catch (PowerFailure)
            {
                cuts++;
            }

            if (!ran)
            {
                using (VaultFile vault = Vault())
                {
                    Assert.False(vault.Exists);
                    Assert.NotNull(vault.PendingEnrolment);
                }

                _contactPoint.StepsLeft = null;
                Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync());
            }

            await AssertEnrolledAsync();
        }

        // Before and after the contact point's word, on either side of both requests, and within the last transaction.
        Assert.True(cuts >= 8, $"Only {cuts} places to cut at.");
    }

    [Fact]
    public async Task AnotherPassphraseDoesNotTakeThePlaceOfTheFirst()
    {
        await CutOffAsync();

        Assert.Equal(EnrolOutcome.OtherPassphrase, await EnrolAsync(passphrase: "quite another passphrase"));
        Assert.Equal(EnrolOutcome.TooEarly, await EnrolAsync());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync());
        await AssertEnrolledAsync();
    }

    [Fact]
    public async Task AnotherInvitationBeginsAnew()
    {
        await CutOffAsync();

        Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync(invitation: 1, passphrase: "quite another passphrase"));
        await AssertEnrolledAsync("Omar Alaoui", "quite another passphrase");
    }

    [Fact]
    public async Task ThatTheServerCannotBeReachedOrRefusesLosesNothing()
    {
        _contactPoint.Status = HttpStatusCode.ServiceUnavailable;
        Assert.Equal(EnrolOutcome.ServerUnreachable, await EnrolAsync());
        _contactPoint.Status = HttpStatusCode.OK;
        _contactPoint.Lies = true;
        Assert.Equal(EnrolOutcome.Refused, await EnrolAsync());
        _contactPoint.Lies = false;

        Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync());
        await AssertEnrolledAsync();
    }

    [Fact]
    public async Task ADamagedPendingVaultHoldsNothingAndIsBegunAnew()
    {
        _contactPoint.Status = HttpStatusCode.ServiceUnavailable;
        await EnrolAsync();
        _contactPoint.Status = HttpStatusCode.OK;
        using (var connection = VaultFormat.Open(_directory.Vault))
        {
            using var damage = connection.CreateCommand();
            damage.CommandText = "UPDATE rows SET sealed = zeroblob(64) WHERE kind = 2";
            Assert.Equal(1, damage.ExecuteNonQuery());
        }

        Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync());
        await AssertEnrolledAsync();
    }

    [Fact]
    public async Task APendingMarkDoesNotMakeAnEnrolledVaultOneThatMayBeGivenUp()
    {
        Assert.Equal(EnrolOutcome.Enrolled, await EnrolAsync());
        using (var connection = VaultFormat.Open(_directory.Vault))
        {
            using var forgery = connection.CreateCommand();
            forgery.CommandText =
                "INSERT INTO rows (kind, parent, id, position, version, sealed) VALUES (13, x'', x'01', 0, 1, x'00')";
            Assert.Equal(1, forgery.ExecuteNonQuery());
        }

        using VaultFile vault = Vault();
        Assert.True(vault.Exists);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            vault.CreateAsync(Passphrase.AsMemory(), _ => { }, CancellationToken.None)
        );
    }

    private async Task CutOffAsync()
    {
        _contactPoint.StepsLeft = 2;
        await Assert.ThrowsAsync<PowerFailure>(() => EnrolAsync());
        _contactPoint.StepsLeft = null;
    }

    /// <summary>One process's life: nothing of it is left in memory afterwards.</summary>
    private async Task<EnrolOutcome> EnrolAsync(int invitation = 0, string passphrase = Passphrase)
    {
        using VaultFile vault = Vault();
        _contactPoint.Client = vault;
        using var enrolment = new Enrolment(vault, _clock, new Line(_contactPoint));
        return await enrolment.RunAsync(
            _contactPoint.Invitation(invitation),
            passphrase.AsMemory(),
            null,
            CancellationToken.None
        );
    }

    private async Task AssertEnrolledAsync(string officer = "Claire Dubois", string passphrase = Passphrase)
    {
        using VaultFile vault = Vault();
        Assert.True(vault.Exists);
        Assert.Null(vault.PendingEnrolment);
        Assert.Equal(UnlockResult.Unlocked, (await vault.UnlockAsync(passphrase.AsMemory(), CancellationToken.None)).Result);
        using DeviceIdentity identity = DeviceIdentity.TryLoad(vault.Store, _clock)!;
        Assert.Equal(officer, identity.Certificate.OfficerName);
        Assert.Equal(_contactPoint.DeviceOf(officer), identity.Device);
        Assert.Equal(identity.Certificate.DeviceKey.Span, identity.Signer.PublicKey.Span);
    }

    private VaultFile Vault() =>
        new(_directory, _clock) { NewVaultCost = new Argon2idCost(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses) };

    private sealed class PowerFailure : Exception;

    /// <summary>The server and the contact point behind it, which answers at once.</summary>
    private sealed class ContactPoint(TimeProvider clock)
    {
        private readonly Guid _ticket = Guid.NewGuid();
        private DemoAuthority _authority = DemoAuthority.Create(
            new Uri("http://localhost:5000/"),
            [
                new DemoInvitee(AdministrationCode.Of("FR"), "Claire Dubois", Roles.Officer),
                new DemoInvitee(AdministrationCode.Of("MA"), "Omar Alaoui", Roles.Officer),
            ],
            clock
        );
        private ReadOnlyMemory<byte>? _certificate;

        /// <summary>How many steps are left until the client's machine stops; null: it does not.</summary>
        public int? StepsLeft { get; set; }

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        /// <summary>The server says "refused", whatever the contact point says.</summary>
        public bool Lies { get; set; }

        public VaultFile Client { get; set; } = null!;

        public string Invitation(int number) => _authority.WriteInvitation(_authority.Invitations[number]);

        public DeviceId? DeviceOf(string officer) => _authority.Invitations.Single(one => one.Name == officer).UsedBy;

        public async Task<HttpResponseMessage> HandleAsync(HttpRequestMessage request, CancellationToken end)
        {
            Client.Store.BeforeStep = Step;
            Step();
            if (Status != HttpStatusCode.OK)
            {
                return new HttpResponseMessage(Status);
            }

            object answer;
            if (request.Method == HttpMethod.Post)
            {
                var submission = await request.Content!.ReadFromJsonAsync<EnrolmentSubmission>(WireJson.Options, end);
                (_authority, DeviceCertificate? certificate) = _authority.Answer(submission!.Request, clock);
                _certificate = certificate is null ? null : Mls.Codec.MlsCodec.Encode(certificate);
                answer = new EnrolmentTicket(_ticket);
            }
            else
            {
                answer =
                    _certificate is null || Lies
                        ? new EnrolmentStatus(EnrolmentState.Refused, null)
                        : new EnrolmentStatus(EnrolmentState.Certified, _certificate);
            }

            Step();
            return new HttpResponseMessage { Content = JsonContent.Create(answer, answer.GetType(), options: WireJson.Options) };
        }

        private void Step()
        {
            if (StepsLeft is { } left)
            {
                StepsLeft = left - 1;
                if (left == 0)
                {
                    throw new PowerFailure();
                }
            }
        }
    }

    private sealed class Line(ContactPoint contactPoint) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            contactPoint.HandleAsync(request, cancellationToken);
    }
}
