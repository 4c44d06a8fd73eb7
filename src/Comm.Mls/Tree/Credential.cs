using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>
/// RFC 9420 §5.3: <c>CredentialType credential_type; select { basic: opaque identity&lt;V&gt;; x509: Certificate
/// certificates&lt;V&gt;; }</c>. A type that is neither is a refusal: its length is unknown.
/// </summary>
public sealed record Credential : IMlsStruct<Credential>
{
    private Credential(CredentialType type, Opaque identity, ImmutableArray<Opaque> certificates)
    {
        Type = type;
        Identity = identity;
        Certificates = certificates;
    }

    public CredentialType Type { get; }

    /// <summary>Of a basic credential; empty otherwise.</summary>
    public Opaque Identity { get; }

    /// <summary>Of an X.509 credential, leaf first; empty otherwise.</summary>
    public ImmutableArray<Opaque> Certificates { get; }

    public static Credential Basic(Opaque identity) => new(CredentialType.Basic, identity, []);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Credential? value)
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

                value = new Credential(CredentialType.X509, default, certificates.ToImmutable());
                return true;
            // V-CODEC-07
            default:
                return false;
        }
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
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

    public bool Equals(Credential? other) =>
        other is not null
        && Type == other.Type
        && Identity == other.Identity
        && Certificates.AsSpan().SequenceEqual(other.Certificates.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Type, Identity, Certificates.Length);
}
