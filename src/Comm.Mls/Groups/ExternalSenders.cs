using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// Somebody outside a group who may send proposals to it (RFC 9420 §12.1.8.1): <c>SignaturePublicKey signature_key; Credential
/// credential;</c>
/// </summary>
/// <param name="SignatureKey">Its public key, of the group's suite; sizes at <see cref="Suites.ISigner.PublicKey"/>.</param>
/// <param name="Credential">Who it is.</param>
public sealed record ExternalSender(Opaque SignatureKey, Credential Credential) : IMlsStruct<ExternalSender>
{
    static bool IMlsStruct<ExternalSender>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out ExternalSender? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque signatureKey) || !reader.TryRead(out Credential? credential))
        {
            return false;
        }

        value = new ExternalSender(signatureKey, credential);
        return true;
    }

    void IMlsStruct<ExternalSender>.Write(MlsWriter writer)
    {
        writer.WriteVector(SignatureKey.Span);
        writer.Write(Credential);
    }
}

/// <summary>
/// RFC 9420 §12.1.8.1: <c>ExternalSender external_senders&lt;V&gt;;</c> in the GroupContext: who, outside the group, may send
/// proposals to it. A message names its sender by the place in this list.
/// </summary>
/// <param name="Senders">In the order that messages count by.</param>
public sealed record ExternalSenders(ImmutableArray<ExternalSender> Senders) : IMlsStruct<ExternalSenders>
{
    static bool IMlsStruct<ExternalSenders>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out ExternalSenders? value)
    {
        value = reader.TryReadList(out ImmutableArray<ExternalSender> senders) ? new ExternalSenders(senders) : null;
        return value is not null;
    }

    void IMlsStruct<ExternalSenders>.Write(MlsWriter writer)
    {
        writer.WriteList(Senders);
    }

    /// <summary>As a group's GroupContext has it.</summary>
    public Extension ToContextExtension() => new(ExtensionType.ExternalSenders, MlsCodec.Encode(this));

    /// <summary>The same senders in the same order.</summary>
    public bool Equals(ExternalSenders? other) => other is not null && Senders.AsSpan().SequenceEqual(other.Senders.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Senders.Length;

    /// <summary>The sender of that number; null when the group has no such sender, or none at all.</summary>
    internal static ExternalSender? Find(Extensions contextExtensions, uint index) =>
        // V-XPROP-01
        contextExtensions.TryFind(ExtensionType.ExternalSenders, out Opaque bytes)
        && MlsCodec.TryDecode(bytes.Span, out ExternalSenders? list)
        && index < (uint)list.Senders.Length
            ? list.Senders[(int)index]
            : null;
}
