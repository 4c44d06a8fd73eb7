using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;

namespace Comm.Mls.Framing;

/// <summary>
/// What travels (RFC 9420 §6): <c>ProtocolVersion version = mls10; WireFormat wire_format; select { … };</c> Exactly one of the five
/// bodies is there.
/// </summary>
public sealed record MlsMessage : IMlsStruct<MlsMessage>
{
    private MlsMessage() { }

    /// <summary>Which of the five it is.</summary>
    public WireFormat WireFormat { get; private init; }

    /// <summary>Null for another one.</summary>
    public PublicMessage? PublicMessage { get; private init; }

    /// <summary>Null for another one.</summary>
    public PrivateMessage? PrivateMessage { get; private init; }

    /// <summary>Null for another one.</summary>
    public Welcome? Welcome { get; private init; }

    /// <summary>Null for another one.</summary>
    public GroupInfo? GroupInfo { get; private init; }

    /// <summary>Null for another one.</summary>
    public KeyPackage? KeyPackage { get; private init; }

    /// <summary>A handshake, as it was inside another MLSMessage.</summary>
    public static MlsMessage Of(PublicMessage message) =>
        new() { WireFormat = WireFormat.PublicMessage, PublicMessage = message };

    internal static MlsMessage Of(PrivateMessage message) =>
        new() { WireFormat = WireFormat.PrivateMessage, PrivateMessage = message };

    internal static MlsMessage Of(Welcome message) => new() { WireFormat = WireFormat.Welcome, Welcome = message };

    /// <summary>A group's description, to be published or uploaded.</summary>
    public static MlsMessage Of(GroupInfo message) => new() { WireFormat = WireFormat.GroupInfo, GroupInfo = message };

    /// <summary>A KeyPackage, to be published.</summary>
    public static MlsMessage Of(KeyPackage message) => new() { WireFormat = WireFormat.KeyPackage, KeyPackage = message };

    static bool IMlsStruct<MlsMessage>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out MlsMessage? value)
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

    void IMlsStruct<MlsMessage>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)ProtocolVersion.Mls10);
        writer.WriteUInt16((ushort)WireFormat);
        switch (WireFormat)
        {
            case WireFormat.PublicMessage:
                writer.Write(PublicMessage!);
                break;
            case WireFormat.PrivateMessage:
                writer.Write(PrivateMessage!);
                break;
            case WireFormat.Welcome:
                writer.Write(Welcome!);
                break;
            case WireFormat.GroupInfo:
                writer.Write(GroupInfo!);
                break;
            default:
                writer.Write(KeyPackage!);
                break;
        }
    }
}
