using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Shared.Membership;

namespace Comm.Shared.Messaging;

/// <summary>
/// A new device asks its contact point for a certificate; the server only carries the request. <c>opaque invitation[16]; opaque
/// administration&lt;V&gt;; opaque device[16]; opaque device_key&lt;V&gt;; opaque mac&lt;V&gt;;</c> The mac is HMAC-SHA256 under the
/// invitation's secret over a label and the four fields before it: the server, which never sees the secret, cannot put another
/// key in its place. The administration says whose contact point is asked, and nobody else's may answer.
/// </summary>
public sealed record EnrolmentRequest(
    Guid Invitation,
    AdministrationCode Administration,
    DeviceId Device,
    Opaque DeviceKey,
    Opaque Mac
) : IMlsStruct<EnrolmentRequest>
{
    private static ReadOnlySpan<byte> Label => "CustomsComm 2 enrolment"u8;

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out EnrolmentRequest? value)
    {
        value = null;
        if (
            !reader.TryReadFixed(Identifier.Size, out Opaque invitation)
            || !reader.TryReadVector(out Opaque code)
            || !AdministrationCode.TryFromBytes(code.Span, out AdministrationCode administration)
            || !reader.TryReadFixed(Identifier.Size, out Opaque deviceBytes)
            || !Identifier.TryFromBytes(deviceBytes.Span, out DeviceId device)
            || !reader.TryReadVector(out Opaque deviceKey)
            || !reader.TryReadVector(out Opaque mac)
        )
        {
            return false;
        }

        value = new EnrolmentRequest(new Guid(invitation.Span, bigEndian: true), administration, device, deviceKey, mac);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteFields(writer);
        writer.WriteVector(Mac.Span);
    }

    /// <summary>What the mac covers.</summary>
    public byte[] ToBeAuthenticated()
    {
        using var writer = new MlsWriter();
        writer.WriteVector(Label);
        WriteFields(writer);
        return writer.ToArray();
    }

    private void WriteFields(MlsWriter writer)
    {
        writer.WriteFixed(Invitation.ToByteArray(bigEndian: true));
        writer.WriteVector(Administration.ToBytes());
        writer.WriteFixed(Device.ToBytes());
        writer.WriteVector(DeviceKey.Span);
    }
}

/// <summary>How far an enrolment is.</summary>
public enum EnrolmentState
{
    Waiting = 1,
    Certified = 2,
    Refused = 3,
}

/// <summary>A request as the server holds it: <paramref name="Request"/> is <see cref="EnrolmentRequest"/>'s bytes.</summary>
public sealed record EnrolmentSubmission(ReadOnlyMemory<byte> Request);

public sealed record EnrolmentTicket(Guid Id);

public sealed record PendingEnrolment(Guid Id, ReadOnlyMemory<byte> Request);

/// <summary>The contact point's word: a certificate, or none for a refusal.</summary>
public sealed record EnrolmentAnswer(ReadOnlyMemory<byte>? Certificate);

public sealed record EnrolmentStatus(EnrolmentState State, ReadOnlyMemory<byte>? Certificate);
