using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>RFC 9420 §12.1.8.1: <c>SignaturePublicKey signature_key; Credential credential;</c></summary>
public sealed record ExternalSender(Opaque SignatureKey, Credential Credential) : IMlsStruct<ExternalSender>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out ExternalSender? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque signatureKey) || !reader.TryRead(out Credential? credential))
        {
            return false;
        }

        value = new ExternalSender(signatureKey, credential);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(SignatureKey.Span);
        Credential.Write(writer);
    }
}

/// <summary>
/// RFC 9420 §12.1.8.1: <c>ExternalSender external_senders&lt;V&gt;;</c> in the GroupContext: who, outside the group, may send
/// proposals to it. A message names its sender by the place in this list.
/// </summary>
public sealed record ExternalSenders(ImmutableArray<ExternalSender> Senders) : IMlsStruct<ExternalSenders>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out ExternalSenders? value)
    {
        value = reader.TryReadList(out ImmutableArray<ExternalSender> senders) ? new ExternalSenders(senders) : null;
        return value is not null;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteList(Senders);
    }

    public Extension ToContextExtension() => new(ExtensionType.ExternalSenders, MlsCodec.Encode(this));

    /// <summary>The sender of that number; null when the group has no such sender, or none at all.</summary>
    internal static ExternalSender? Find(Extensions contextExtensions, uint index) =>
        // V-XPROP-01
        contextExtensions.TryFind(ExtensionType.ExternalSenders, out Opaque bytes)
        && MlsCodec.TryDecode(bytes.Span, out ExternalSenders? list)
        && index < (uint)list.Senders.Length
            ? list.Senders[(int)index]
            : null;
}
