using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Shared.Membership;

/// <summary>
/// An officer that a group's policy names. Each administration chooses its officers' ids for itself, and everybody in a group sees
/// them: an id says who only together with the administration whose key signed it.
/// </summary>
/// <remarks><c>opaque administration&lt;V&gt;; opaque officer[16];</c></remarks>
public sealed record Coordinator(AdministrationCode Administration, OfficerId Officer) : IMlsStruct<Coordinator>
{
    public static Coordinator Of(DeviceCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new Coordinator(certificate.Administration, certificate.Officer);
    }

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Coordinator? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque code)
            || !AdministrationCode.TryFromBytes(code.Span, out AdministrationCode administration)
            || !reader.TryReadFixed(Identifier.Size, out Opaque officerBytes)
            || !Identifier.TryFromBytes(officerBytes.Span, out OfficerId officer)
        )
        {
            return false;
        }

        value = new Coordinator(administration, officer);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(Administration.ToBytes());
        writer.WriteFixed(Officer.ToBytes());
    }
}
