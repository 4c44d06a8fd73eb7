using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.People;

public sealed class EnrolmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly DemoAuthority _authority;
    private readonly Invitation _invitation;
    private readonly Secret _deviceKey = SignatureAlgorithm.Ed25519.GeneratePrivateKey();

    public EnrolmentTests()
    {
        _authority = NewAuthority();
        _invitation = InvitationOf(_authority);
    }

    public void Dispose()
    {
        _invitation.Dispose();
        _deviceKey.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TheContactPointsAnswerIsTheInvitedOfficersCertificate()
    {
        EnrolmentRequest request = Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey);

        (_, DeviceCertificate? certificate) = Answer(_authority, request);

        Assert.NotNull(certificate);
        Assert.Equal("Claire Dubois", certificate.OfficerName);
        Assert.True(IsOurs(certificate, request));
    }

    [Fact]
    public void ARequestWhoseKeyWasExchangedOnTheWayIsRefused()
    {
        using Secret foreign = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        EnrolmentRequest request = Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey) with
        {
            DeviceKey = SignatureAlgorithm.Ed25519.GetPublicKey(foreign),
        };

        Assert.Null(Answer(_authority, request).Certificate);
    }

    [Fact]
    public void ARequestWhoseAdministrationWasExchangedOnTheWayIsRefused()
    {
        EnrolmentRequest request = Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey);

        Assert.Equal(AdministrationCode.Of("FR"), request.Administration);
        Assert.Null(Answer(_authority, request with { Administration = AdministrationCode.Of("DE") }).Certificate);
    }

    [Fact]
    public void AnInvitationIsGoodForOneDeviceWhichMayAskAgain()
    {
        EnrolmentRequest first = Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey);
        EnrolmentRequest second = Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey);

        (DemoAuthority used, DeviceCertificate? certificate) = Answer(_authority, first);

        Assert.NotNull(certificate);
        Assert.Null(Answer(used, second).Certificate);
        Assert.NotNull(Answer(used, first).Certificate);
    }

    [Fact]
    public void ACertificateOfAnotherRootDeviceOfficerOrRoleIsNotOurs()
    {
        EnrolmentRequest request = Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey);
        DeviceCertificate good = Answer(_authority, request).Certificate!;
        DemoAuthority other = NewAuthority();
        using Invitation foreign = InvitationOf(other);
        DeviceCertificate ofOtherRoot = Answer(
            other,
            Enrolment.RequestFor(foreign, Identifier.Create<DeviceId>(), _deviceKey)
        ).Certificate!;

        Assert.True(IsOurs(good, request));
        Assert.False(IsOurs(ofOtherRoot, request));
        Assert.False(IsOurs(good, request with { Device = Identifier.Create<DeviceId>() }));
        Assert.False(IsOurs(good with { Roles = Roles.Officer | Roles.ContactPoint }, request));
        Assert.False(IsOurs(good with { Officer = Identifier.Create<OfficerId>() }, request));
        _clock.Advance(TimeSpan.FromDays(4000));
        Assert.False(IsOurs(good, request));
    }

    [Fact]
    public void TheAuthoritysFileIsReadAgainAndSaysLoudlyWhatItIs()
    {
        var directory = new DataDirectory(_folder.Path);
        _authority.Save(directory);

        DemoAuthority read = DemoAuthority.Load(directory);

        Assert.NotNull(Answer(read, Enrolment.RequestFor(_invitation, Identifier.Create<DeviceId>(), _deviceKey)).Certificate);
        string file = File.ReadAllText(Path.Combine(_folder.Path, "demo-authority.json"));
        Assert.Contains("DEMO ONLY", file, StringComparison.Ordinal);
    }

    [Fact]
    public void VerificationWordsChangeWithEachOfTheThreeKeys()
    {
        byte[] a = [.. Enumerable.Repeat((byte)1, 32)];
        byte[] b = [.. Enumerable.Repeat((byte)2, 32)];
        string[] words =
        [
            VerificationWords.Of(a, a, a),
            VerificationWords.Of(b, a, a),
            VerificationWords.Of(a, b, a),
            VerificationWords.Of(a, a, b),
        ];

        Assert.Equal(4, words.Distinct().Count());
        Assert.All(words, one => Assert.Matches("^[0-9]{5}( [0-9]{5}){5}$", one));
        Assert.Equal(words[0], VerificationWords.Of(a, a, a));
    }

    private (DemoAuthority Next, DeviceCertificate? Certificate) Answer(DemoAuthority authority, EnrolmentRequest request) =>
        authority.Answer(MlsCodec.Encode(request), _clock);

    private bool IsOurs(DeviceCertificate certificate, EnrolmentRequest request)
    {
        using var vault = new VaultFile(new DataDirectory(_folder.Path), _clock);
        using var enrolment = new Enrolment(vault, _clock);
        return enrolment.IsOurs(certificate, _invitation, request);
    }

    private DemoAuthority NewAuthority() =>
        DemoAuthority.Create(
            new Uri("http://localhost:5000/"),
            [new DemoInvitee(AdministrationCode.Of("FR"), "Claire Dubois", Roles.Officer | Roles.Coordinator)],
            _clock
        );

    private static Invitation InvitationOf(DemoAuthority authority)
    {
        Assert.True(Invitation.TryParse(authority.WriteInvitation(authority.Invitations[0]), out Invitation? invitation));
        return invitation;
    }
}
