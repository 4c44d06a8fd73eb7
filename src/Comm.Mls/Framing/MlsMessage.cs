using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §6: <c>ProtocolVersion version = mls10; WireFormat wire_format; select { … };</c> Exactly one of the five bodies
/// is there.
/// </summary>
public sealed record MlsMessage : IMlsStruct<MlsMessage>
{
    private MlsMessage() { }

    public WireFormat WireFormat { get; private init; }

    public PublicMessage? PublicMessage { get; private init; }

    public PrivateMessage? PrivateMessage { get; private init; }

    public Welcome? Welcome { get; private init; }

    public GroupInfo? GroupInfo { get; private init; }

    public KeyPackage? KeyPackage { get; private init; }

    public static MlsMessage Of(PublicMessage message) =>
        new() { WireFormat = WireFormat.PublicMessage, PublicMessage = message };

    public static MlsMessage Of(PrivateMessage message) =>
        new() { WireFormat = WireFormat.PrivateMessage, PrivateMessage = message };

    public static MlsMessage Of(Welcome message) => new() { WireFormat = WireFormat.Welcome, Welcome = message };

    public static MlsMessage Of(GroupInfo message) => new() { WireFormat = WireFormat.GroupInfo, GroupInfo = message };

    public static MlsMessage Of(KeyPackage message) => new() { WireFormat = WireFormat.KeyPackage, KeyPackage = message };

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out MlsMessage? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort version)
            // V-FRAME-01
            || (ProtocolVersion)version != ProtocolVersion.Mls10
            || !reader.TryReadUInt16(out ushort wireFormat)
        )
        {
            return false;
        }

        value = (WireFormat)wireFormat switch
        {
            WireFormat.PublicMessage when reader.TryRead(out PublicMessage? message) => Of(message),
            WireFormat.PrivateMessage when reader.TryRead(out PrivateMessage? message) => Of(message),
            WireFormat.Welcome when reader.TryRead(out Welcome? message) => Of(message),
            WireFormat.GroupInfo when reader.TryRead(out GroupInfo? message) => Of(message),
            WireFormat.KeyPackage when reader.TryRead(out KeyPackage? message) => Of(message),
            // V-CODEC-07
            _ => null,
        };
        return value is not null;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16((ushort)ProtocolVersion.Mls10);
        writer.WriteUInt16((ushort)WireFormat);
        PublicMessage?.Write(writer);
        PrivateMessage?.Write(writer);
        Welcome?.Write(writer);
        GroupInfo?.Write(writer);
        KeyPackage?.Write(writer);
    }
}
