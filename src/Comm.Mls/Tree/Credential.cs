using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// Who somebody is (RFC 9420 §5.3): <c>CredentialType credential_type; select { basic: opaque identity&lt;V&gt;; x509: Certificate
/// certificates&lt;V&gt;; }</c>. A type that is neither is a refusal: its length is unknown. Whether to believe it is for the
/// application's <see cref="Groups.IMembershipRules"/> to say.
/// </summary>
public sealed record Credential : IMlsStruct<Credential>
{
    private Credential(CredentialType type, Opaque identity, ImmutableArray<Opaque> certificates)
    {
        Type = type;
        Identity = identity;
        Certificates = certificates;
    }

    /// <summary>Which of the two it is.</summary>
    public CredentialType Type { get; }

    /// <summary>Of a basic credential; empty otherwise.</summary>
    public Opaque Identity { get; }

    /// <summary>Of an X.509 credential, the end entity's first, each in DER; empty otherwise.</summary>
    public ImmutableArray<Opaque> Certificates { get; }

    /// <summary>A basic credential: a name that the application gives a meaning to.</summary>
    public static Credential Basic(Opaque identity) => new(CredentialType.Basic, identity, []);

    /// <summary>An X.509 credential; a client that has one lists <see cref="CredentialType.X509"/> among its capabilities.</summary>
    /// <param name="certificates">The end entity's first, each in DER. Its key is the leaf's signature key (§5.3).</param>
    public static Credential X509(params ImmutableArray<Opaque> certificates) => new(CredentialType.X509, default, certificates);

    static bool IMlsStruct<Credential>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Credential? value)
    {
        value = null;
        if (!reader.TryReadUInt16(out ushort type) || !reader.TryReadVector(out Opaque body))
        {
            return false;
        }

        switch ((CredentialType)type)
        {
            case CredentialType.Basic:
                value = Basic(body);
                return true;
            case CredentialType.X509:
                var certificates = ImmutableArray.CreateBuilder<Opaque>();
                var inner = new MlsReader(body.Memory);
                while (!inner.IsAtEnd)
                {
                    if (!inner.TryReadVector(out Opaque certificate))
                    {
                        return false;
                    }

                    certificates.Add(certificate);
                }

                value = X509(certificates.ToImmutable());
                return true;
            // V-CODEC-07
            default:
                return false;
        }
    }

    void IMlsStruct<Credential>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)Type);
        if (Type == CredentialType.Basic)
        {
            writer.WriteVector(Identity.Span);
            return;
        }

        int start = writer.BeginVector();
        foreach (Opaque certificate in Certificates)
        {
            writer.WriteVector(certificate.Span);
        }

        writer.EndVector(start);
    }

    /// <summary>The same identity, or the same certificates in the same order.</summary>
    public bool Equals(Credential? other) =>
        other is not null
        && Type == other.Type
        && Identity == other.Identity
        && Certificates.AsSpan().SequenceEqual(other.Certificates.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Identity, Certificates.Length);
}
