using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// RFC 9420 §11.1: <c>ExtensionType extension_types&lt;V&gt;; ProposalType proposal_types&lt;V&gt;; CredentialType
/// credential_types&lt;V&gt;;</c> what every member's leaf must say it can do.
/// </summary>
public sealed record RequiredCapabilities(
    ImmutableArray<ushort> ExtensionTypes,
    ImmutableArray<ushort> ProposalTypes,
    ImmutableArray<ushort> CredentialTypes
) : IMlsStruct<RequiredCapabilities>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out RequiredCapabilities? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16List(out ImmutableArray<ushort> extensions)
            || !reader.TryReadUInt16List(out ImmutableArray<ushort> proposals)
            || !reader.TryReadUInt16List(out ImmutableArray<ushort> credentials)
        )
        {
            return false;
        }

        value = new RequiredCapabilities(extensions, proposals, credentials);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16List(ExtensionTypes);
        writer.WriteUInt16List(ProposalTypes);
        writer.WriteUInt16List(CredentialTypes);
    }

    public Extension ToContextExtension() => new(ExtensionType.RequiredCapabilities, MlsCodec.Encode(this));

    /// <summary>Whether a leaf with these capabilities may be in a group that requires this.</summary>
    public bool AreMetBy(Capabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return ExtensionTypes.All(type => capabilities.Supports((ExtensionType)type))
            && ProposalTypes.All(type => capabilities.Supports((ProposalType)type))
            && CredentialTypes.All(type => capabilities.Supports((CredentialType)type));
    }
}
