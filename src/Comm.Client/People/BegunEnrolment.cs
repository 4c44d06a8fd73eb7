using System.Security.Cryptography;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>
/// The device that an invitation is being used for, on the disk before the server hears of it: an invitation is good for one
/// device, so whoever is cut off between the request and the answer must be able to ask again as the same one.
/// </summary>
internal sealed class BegunEnrolment(DeviceId device, Secret key) : IDisposable
{
    public DeviceId Device => device;

    public Secret Key => key;

    public static BegunEnrolment Create() => new(Identifier.Create<DeviceId>(), SignatureAlgorithm.Ed25519.GeneratePrivateKey());

    /// <summary>The row's id. The invitation's own id is no secret: the server is told it in clear.</summary>
    public static Opaque RowOf(Invitation invitation) => invitation.Id.ToByteArray(bigEndian: true);

    /// <summary>Null when a row does not open: then nothing is left to go on with.</summary>
    public static BegunEnrolment? TryLoad(SealedStore store, Invitation invitation)
    {
        byte[]? device = store.Find(RowKind.PendingEnrolment, Opaque.Empty, RowOf(invitation))?.Opened;
        byte[]? key = store.Find(RowKind.DeviceKey, Opaque.Empty, Opaque.Empty)?.Opened;
        try
        {
            return key is not null && Identifier.TryFromBytes(device, out DeviceId id)
                ? new BegunEnrolment(id, Secret.CopyOf(key))
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public void Write(SealedWriter writer, Invitation invitation)
    {
        writer.Put(RowKind.PendingEnrolment, Opaque.Empty, RowOf(invitation), 0, device.ToBytes());
        writer.Put(RowKind.DeviceKey, Opaque.Empty, Opaque.Empty, 0, key.Span);
    }

    public static void Delete(SealedWriter writer) => writer.DeleteAll(RowKind.PendingEnrolment, Opaque.Empty);

    public void Dispose() => key.Dispose();
}
