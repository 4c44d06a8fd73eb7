using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// What every member's leaf must say it can do (RFC 9420 §11.1): <c>ExtensionType extension_types&lt;V&gt;; ProposalType
/// proposal_types&lt;V&gt;; CredentialType credential_types&lt;V&gt;;</c> as the numbers of the wire.
/// </summary>
/// <param name="ExtensionTypes">Numbers of <see cref="ExtensionType"/> and private ones, without those of RFC 9420.</param>
/// <param name="ProposalTypes">Numbers of the IANA registry (§17.4), without those of RFC 9420, which everybody has.</param>
/// <param name="CredentialTypes">Numbers of <see cref="CredentialType"/>.</param>
public sealed record RequiredCapabilities(
    ImmutableArray<ushort> ExtensionTypes,
    ImmutableArray<ushort> ProposalTypes,
    ImmutableArray<ushort> CredentialTypes
) : IMlsStruct<RequiredCapabilities>
{
    static bool IMlsStruct<RequiredCapabilities>.TryRead(
        ref MlsReader reader,
        [NotNullWhen(true)] out RequiredCapabilities? value
    )
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

    void IMlsStruct<RequiredCapabilities>.Write(MlsWriter writer)
    {
        writer.WriteUInt16List(ExtensionTypes);
        writer.WriteUInt16List(ProposalTypes);
        writer.WriteUInt16List(CredentialTypes);
    }

    /// <summary>As a group's GroupContext has it.</summary>
    public Extension ToContextExtension() => new(ExtensionType.RequiredCapabilities, MlsCodec.Encode(this));

    /// <summary>Whether a leaf with these capabilities may be in a group that requires this.</summary>
    internal bool AreMetBy(Capabilities capabilities) =>
        ExtensionTypes.All(type => capabilities.Supports((ExtensionType)type))
        && ProposalTypes.All(type => capabilities.Supports((ProposalType)type))
        && CredentialTypes.All(type => capabilities.Supports((CredentialType)type));

    /// <summary>The same types in the same order.</summary>
    public bool Equals(RequiredCapabilities? other) =>
        other is not null
        && ExtensionTypes.AsSpan().SequenceEqual(other.ExtensionTypes.AsSpan())
        && ProposalTypes.AsSpan().SequenceEqual(other.ProposalTypes.AsSpan())
        && CredentialTypes.AsSpan().SequenceEqual(other.CredentialTypes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ExtensionTypes.Length, ProposalTypes.Length, CredentialTypes.Length);
}
