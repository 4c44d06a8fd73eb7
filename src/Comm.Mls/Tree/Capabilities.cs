using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// What a client can do (RFC 9420 §7.2): <c>ProtocolVersion versions&lt;V&gt;; CipherSuite cipher_suites&lt;V&gt;; ExtensionType
/// extensions&lt;V&gt;; ProposalType proposals&lt;V&gt;; CredentialType credentials&lt;V&gt;;</c> as the numbers of the wire, so that
/// unknown and GREASE values (§13.5) survive a round trip.
/// </summary>
public sealed record Capabilities : IMlsStruct<Capabilities>
{
    internal Capabilities(
        ImmutableArray<ushort> versions,
        ImmutableArray<ushort> cipherSuites,
        ImmutableArray<ushort> extensions,
        ImmutableArray<ushort> proposals,
        ImmutableArray<ushort> credentials
    )
    {
        Versions = versions;
        CipherSuites = cipherSuites;
        Extensions = extensions;
        Proposals = proposals;
        Credentials = credentials;
    }

    /// <summary>Numbers of <see cref="CipherSuiteId"/>; the group's is one of them.</summary>
    public ImmutableArray<ushort> CipherSuites { get; init; }

    /// <summary>Numbers of <see cref="ExtensionType"/> and private ones, without those of RFC 9420, which everybody has.</summary>
    public ImmutableArray<ushort> Extensions { get; init; }

    /// <summary>Numbers of <see cref="CredentialType"/>; those of all members' credentials are among them.</summary>
    public ImmutableArray<ushort> Credentials { get; init; }

    internal ImmutableArray<ushort> Versions { get; init; }

    internal ImmutableArray<ushort> Proposals { get; init; }

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

    /// <summary>Whether the type is listed, or one that every client has without saying so: those of RFC 9420 (§7.2).</summary>
    public bool Supports(ExtensionType type) =>
        (ushort)type is >= (ushort)ExtensionType.ApplicationId and <= (ushort)ExtensionType.ExternalSenders
        || Extensions.Contains((ushort)type);

    /// <summary>The proposal types every client has without saying so are those RFC 9420 itself defines (§7.2).</summary>
    internal bool Supports(ProposalType type) =>
        (ushort)type is >= (ushort)ProposalType.Add and <= (ushort)ProposalType.GroupContextExtensions
        || Proposals.Contains((ushort)type);

    internal bool Supports(CredentialType type) => Credentials.Contains((ushort)type);

    internal bool Supports(CipherSuiteId suite) => CipherSuites.Contains((ushort)suite);

    internal bool Supports(ProtocolVersion version) => Versions.Contains((ushort)version);

    /// <summary>
    /// With a number that means nothing (RFC 9420 §13.5) in each list that may have one, so that a peer that trips over unknown ones is
    /// noticed early. For what is sent, never for comparing: each call takes other numbers.
    /// </summary>
    public Capabilities WithGrease() =>
        this with
        {
            CipherSuites = Grease.Into(CipherSuites),
            Extensions = Grease.Into(Extensions),
            Proposals = Grease.Into(Proposals),
            Credentials = Grease.Into(Credentials),
        };

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

    static bool IMlsStruct<Capabilities>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Capabilities? value)
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

    void IMlsStruct<Capabilities>.Write(MlsWriter writer)
    {
        writer.WriteUInt16List(Versions);
        writer.WriteUInt16List(CipherSuites);
        writer.WriteUInt16List(Extensions);
        writer.WriteUInt16List(Proposals);
        writer.WriteUInt16List(Credentials);
    }

    /// <summary>The same numbers in the same order.</summary>
    public bool Equals(Capabilities? other) =>
        other is not null
        && Versions.AsSpan().SequenceEqual(other.Versions.AsSpan())
        && CipherSuites.AsSpan().SequenceEqual(other.CipherSuites.AsSpan())
        && Extensions.AsSpan().SequenceEqual(other.Extensions.AsSpan())
        && Proposals.AsSpan().SequenceEqual(other.Proposals.AsSpan())
        && Credentials.AsSpan().SequenceEqual(other.Credentials.AsSpan());

    /// <inheritdoc/>
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
