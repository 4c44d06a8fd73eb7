using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests;

/// <summary>A vault as enrolment leaves it, cheap to unlock; nothing answers at its server's address.</summary>
internal static class EnrolledVault
{
    public const string Passphrase = "tangerine harbour 42";

    public static async Task CreateAsync(DataDirectory directory)
    {
        var authority = DemoAuthority.Create(
            new Uri("http://127.0.0.1:9/"),
            [new DemoInvitee(AdministrationCode.Of("FR"), "Claire Dubois", Roles.Officer | Roles.Coordinator)],
            TimeProvider.System
        );
        DemoInvitation invitation = authority.Invitations.Single();
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        DeviceCertificate certificate = authority
            .Administrations[0]
            .Certify(
                Identifier.Create<DeviceId>(),
                invitation.Officer,
                invitation.Name,
                invitation.Roles,
                SignatureAlgorithm.Ed25519.GetPublicKey(key),
                DemoAuthority.ValidityFrom(TimeProvider.System)
            );
        directory.Create();
        using var vault = new VaultFile(directory, TimeProvider.System)
        {
            NewVaultCost = new Argon2idCost(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses),
        };
        await vault.CreateAsync(
            Passphrase.AsMemory(),
            writer =>
                DeviceIdentity.Write(writer, new Uri(authority.Server), new Opaque(authority.RootPublicKey), certificate, key),
            default
        );
    }
}
