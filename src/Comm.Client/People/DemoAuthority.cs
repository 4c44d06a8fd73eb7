using System.Text.Json;
using Comm.Client.Tables;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;

namespace Comm.Client.People;

/// <summary>Somebody the demo invites.</summary>
internal sealed record DemoInvitee(AdministrationCode Administration, string Name, Roles Roles);

/// <summary>
/// DEMO ONLY. A root, administrations and their contact points in one throwaway file, so that the product can be tried on one machine:
/// in the real world these keys never meet. The file holds private keys in clear (mode 0600), which is the loudest difference.
/// </summary>
internal sealed record DemoAuthority(
    string Warning,
    string Server,
    ReadOnlyMemory<byte> RootKey,
    ReadOnlyMemory<byte> RootPublicKey,
    IReadOnlyList<DemoAdministration> Administrations,
    IReadOnlyList<DemoInvitation> Invitations
)
{
    private const string FileName = "demo-authority.json";
    private const string Loud =
        "DEMO ONLY: throwaway root and administration keys in clear text. Whoever reads this file can impersonate every officer of the demo.";

    private static readonly TimeSpan Valid = TimeSpan.FromDays(365);
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    public static DemoAuthority Create(Uri server, IReadOnlyList<DemoInvitee> invitees, TimeProvider clock)
    {
        using Secret root = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        Lifetime validity = ValidityFrom(clock);
        AdministrationCode[] codes = [.. invitees.Select(invitee => invitee.Administration).Distinct()];
        DemoAdministration[] administrations = [.. codes.Select(code => DemoAdministration.Create(root, code, validity))];
        return new DemoAuthority(
            Loud,
            server.AbsoluteUri,
            root.Span.ToArray(),
            SignatureAlgorithm.Ed25519.GetPublicKey(root),
            administrations,
            [.. invitees.Select(DemoInvitation.Create)]
        );
    }

    public static Lifetime ValidityFrom(TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new Lifetime((ulong)(now - TimeSpan.FromHours(1)).ToUnixTimeSeconds(), (ulong)(now + Valid).ToUnixTimeSeconds());
    }

    public static bool Exists(DataDirectory directory) => File.Exists(Path.Combine(directory.Path, FileName));

    public static DemoAuthority Load(DataDirectory directory) =>
        JsonSerializer.Deserialize<DemoAuthority>(File.ReadAllBytes(Path.Combine(directory.Path, FileName)), WireJson.Options)
        ?? throw new InvalidOperationException("The demo authority's file is empty.");

    public void Save(DataDirectory directory)
    {
        directory.Create();
        DataDirectory.ReplacePrivate(Path.Combine(directory.Path, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Indented));
    }

    /// <summary>Lets somebody publish code tables: the file that <c>comm codes import --publisher</c> takes.</summary>
    public void WritePublisher(string name, string path, TimeProvider clock)
    {
        using Secret root = Secret.CopyOf(RootKey.Span);
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        var certificate = PublisherCertificate.Issue(
            root,
            name,
            SignatureAlgorithm.Ed25519.GetPublicKey(key),
            ValidityFrom(clock)
        );
        PublisherFile.Write(path, key, certificate);
    }

    public string WriteInvitation(DemoInvitation invitation)
    {
        using Secret secret = Secret.CopyOf(invitation.Secret.Span);
        using var text = new Invitation
        {
            Server = new Uri(Server),
            RootKey = new Opaque(RootPublicKey),
            Administration = AdministrationCode.Of(invitation.Administration),
            Officer = invitation.Officer,
            OfficerName = invitation.Name,
            Roles = invitation.Roles,
            Id = invitation.Id,
            Secret = secret,
        };
        return text.Write();
    }

    /// <summary>
    /// What the contact point says to a request, and this authority with that said. An invitation is good for one device; that
    /// same device may ask again, since an answer can be lost.
    /// </summary>
    public (DemoAuthority Next, DeviceCertificate? Certificate) Answer(ReadOnlyMemory<byte> requestBytes, TimeProvider clock)
    {
        if (
            !MlsCodec.TryDecode(requestBytes.Span, out EnrolmentRequest? request)
            || Invitations.FirstOrDefault(one => one.Id == request.Invitation) is not { } invitation
            || !HashFunction.Sha256.VerifyHmac(invitation.Secret.Span, request.ToBeAuthenticated(), request.Mac.Span)
            || (invitation.UsedBy is { } used && (used != request.Device || invitation.DeviceKey != Hex(request)))
        )
        {
            return (this, null);
        }

        DeviceCertificate certificate = Administrations
            .First(one => one.Code == invitation.Administration)
            .Certify(
                request.Device,
                invitation.Officer,
                invitation.Name,
                invitation.Roles,
                request.DeviceKey,
                ValidityFrom(clock)
            );
        DemoInvitation bound = invitation with { UsedBy = request.Device, DeviceKey = Hex(request) };
        return (this with { Invitations = [.. Invitations.Select(one => one.Id == bound.Id ? bound : one)] }, certificate);
    }

    /// <summary>Whose contact point answers a request; null for an invitation that nobody here gave.</summary>
    public DemoAdministration? AdministrationOf(ReadOnlyMemory<byte> requestBytes) =>
        MlsCodec.TryDecode(requestBytes.Span, out EnrolmentRequest? request)
        && Invitations.FirstOrDefault(one => one.Id == request.Invitation) is { } invitation
            ? Administrations.First(one => one.Code == invitation.Administration)
            : null;

    private static string Hex(EnrolmentRequest request) => request.DeviceKey.ToString();
}

internal sealed record DemoAdministration(
    string Code,
    ReadOnlyMemory<byte> PrivateKey,
    ReadOnlyMemory<byte> Certificate,
    ReadOnlyMemory<byte> ContactPointKey,
    ReadOnlyMemory<byte> ContactPointCertificate
)
{
    public static DemoAdministration Create(Secret root, AdministrationCode code, Lifetime validity)
    {
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        using Secret contactPoint = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        Opaque publicKey = SignatureAlgorithm.Ed25519.GetPublicKey(key);
        var issuer = AdministrationCertificate.Issue(root, code, publicKey, validity);
        var certificate = DeviceCertificate.Issue(
            key,
            issuer,
            Identifier.Create<DeviceId>(),
            Identifier.Create<OfficerId>(),
            $"DEMO contact point {code}",
            Roles.ContactPoint,
            SignatureAlgorithm.Ed25519.GetPublicKey(contactPoint),
            validity
        );
        return new DemoAdministration(
            code.Value,
            key.Span.ToArray(),
            MlsCodec.Encode(issuer),
            contactPoint.Span.ToArray(),
            MlsCodec.Encode(certificate)
        );
    }

    public DeviceCertificate Certify(
        DeviceId device,
        OfficerId officer,
        string name,
        Roles roles,
        Opaque deviceKey,
        Lifetime validity
    )
    {
        using Secret key = Secret.CopyOf(PrivateKey.Span);
        return MlsCodec.TryDecode(Certificate.Span, out AdministrationCertificate? issuer)
            ? DeviceCertificate.Issue(key, issuer, device, officer, name, roles, deviceKey, validity)
            : throw new InvalidOperationException("The demo authority's file is damaged.");
    }
}

internal sealed record DemoInvitation(
    Guid Id,
    string Administration,
    OfficerId Officer,
    string Name,
    Roles Roles,
    ReadOnlyMemory<byte> Secret,
    DeviceId? UsedBy,
    string? DeviceKey
)
{
    public static DemoInvitation Create(DemoInvitee invitee)
    {
        using Secret secret = Invitation.NewSecret();
        return new DemoInvitation(
            Guid.NewGuid(),
            invitee.Administration.Value,
            Identifier.Create<OfficerId>(),
            invitee.Name,
            invitee.Roles,
            secret.Span.ToArray(),
            UsedBy: null,
            DeviceKey: null
        );
    }
}
