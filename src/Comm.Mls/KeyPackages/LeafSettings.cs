using System.Text;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.KeyPackages;

/// <summary>What a client says of itself in its leaf (RFC 9420 §7.2), wherever the leaf is made.</summary>
/// <param name="Credential">Who it is.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="Extensions">Of the leaf; their types are among the capabilities.</param>
public sealed record LeafSettings(Credential Credential, Capabilities Capabilities, Extensions Extensions)
{
    /// <summary>With a basic credential (RFC 9420 §5.3) of that name, one suite, and nothing more.</summary>
    public static LeafSettings Basic(string name, CipherSuiteId suite) =>
        new(Credential.Basic(Encoding.UTF8.GetBytes(name)), Capabilities.Of(suite), Extensions.None);

    /// <summary>A leaf yet without an encryption key and unsigned.</summary>
    internal LeafNode ToLeaf(ReadOnlyMemory<byte> signatureKey) =>
        new(
            Opaque.Empty,
            Opaque.CopyOf(signatureKey.Span),
            Credential,
            Capabilities,
            LeafNodeSource.Commit,
            null,
            Opaque.Empty,
            Extensions,
            Opaque.Empty
        );

    internal LeafNode ApplyTo(LeafNode leaf) =>
        leaf with
        {
            Credential = Credential,
            Capabilities = Capabilities,
            Extensions = Extensions,
        };
}
