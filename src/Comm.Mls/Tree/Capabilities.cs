using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// RFC 9420 §7.2: <c>ProtocolVersion versions&lt;V&gt;; CipherSuite cipher_suites&lt;V&gt;; ExtensionType extensions&lt;V&gt;;
/// ProposalType proposals&lt;V&gt;; CredentialType credentials&lt;V&gt;;</c> as the numbers of the wire, so that unknown and
/// GREASE values (§13.5) survive a round trip.
/// </summary>
public sealed record Capabilities(
    ImmutableArray<ushort> Versions,
    ImmutableArray<ushort> CipherSuites,
    ImmutableArray<ushort> Extensions,
    ImmutableArray<ushort> Proposals,
    ImmutableArray<ushort> Credentials
) : IMlsStruct<Capabilities>
{
    /// <summary>MLS 1.0, one suite, basic credentials, and the given extension types beyond the default ones.</summary>
    public static Capabilities Of(CipherSuiteId suite, params ReadOnlySpan<ExtensionType> extensions)
    {
        var types = ImmutableArray.CreateBuilder<ushort>(extensions.Length);
        foreach (ExtensionType type in extensions)
        {
            types.Add((ushort)type);
        }

        return new Capabilities(
            [(ushort)ProtocolVersion.Mls10],
            [(ushort)suite],
            types.ToImmutable(),
            [],
            [(ushort)CredentialType.Basic]
        );
    }

    /// <summary>The extension types every client has without saying so (RFC 9420 §7.2: those the RFC itself defines).</summary>
    public bool Supports(ExtensionType type) =>
        (ushort)type is >= (ushort)ExtensionType.ApplicationId and <= (ushort)ExtensionType.ExternalSenders
        || Extensions.Contains((ushort)type);

    /// <summary>The proposal types every client has without saying so are those RFC 9420 itself defines (§7.2).</summary>
    public bool Supports(ProposalType type) =>
        (ushort)type is >= (ushort)ProposalType.Add and <= (ushort)ProposalType.GroupContextExtensions
        || Proposals.Contains((ushort)type);

    public bool Supports(CredentialType type) => Credentials.Contains((ushort)type);

    public bool Supports(CipherSuiteId suite) => CipherSuites.Contains((ushort)suite);

    public bool Supports(ProtocolVersion version) => Versions.Contains((ushort)version);

    /// <summary>What both have: whatever is supported by both is supported by this, and nothing else is.</summary>
    internal Capabilities InCommonWith(Capabilities other) =>
        Equals(other)
            ? this
            : new Capabilities(
                InCommon(Versions, other.Versions),
                InCommon(CipherSuites, other.CipherSuites),
                InCommon(Extensions, other.Extensions),
                InCommon(Proposals, other.Proposals),
                InCommon(Credentials, other.Credentials)
            );

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Capabilities? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16List(out ImmutableArray<ushort> versions)
            || !reader.TryReadUInt16List(out ImmutableArray<ushort> suites)
            || !reader.TryReadUInt16List(out ImmutableArray<ushort> extensions)
            || !reader.TryReadUInt16List(out ImmutableArray<ushort> proposals)
            || !reader.TryReadUInt16List(out ImmutableArray<ushort> credentials)
        )
        {
            return false;
        }

        value = new Capabilities(versions, suites, extensions, proposals, credentials);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16List(Versions);
        writer.WriteUInt16List(CipherSuites);
        writer.WriteUInt16List(Extensions);
        writer.WriteUInt16List(Proposals);
        writer.WriteUInt16List(Credentials);
    }

    public bool Equals(Capabilities? other) =>
        other is not null
        && Versions.AsSpan().SequenceEqual(other.Versions.AsSpan())
        && CipherSuites.AsSpan().SequenceEqual(other.CipherSuites.AsSpan())
        && Extensions.AsSpan().SequenceEqual(other.Extensions.AsSpan())
        && Proposals.AsSpan().SequenceEqual(other.Proposals.AsSpan())
        && Credentials.AsSpan().SequenceEqual(other.Credentials.AsSpan());

    public override int GetHashCode() =>
        HashCode.Combine(Versions.Length, CipherSuites.Length, Extensions.Length, Proposals.Length, Credentials.Length);

    // Long lists by a set, not list against list: who makes a leaf chooses how long its lists are.
    private static ImmutableArray<ushort> InCommon(ImmutableArray<ushort> left, ImmutableArray<ushort> right)
    {
        if (left.AsSpan().SequenceEqual(right.AsSpan()))
        {
            return left;
        }

        const int Short = 16;
        HashSet<ushort>? set = right.Length > Short ? [.. right] : null;
        return [.. left.Where(value => set?.Contains(value) ?? right.Contains(value))];
    }
}
