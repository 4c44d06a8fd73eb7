namespace Comm.Mls.Suites;

/// <summary>
/// A signature key that signs without showing itself: in memory, or in a card or a token of the administration. The scheme is the
/// suite's (RFC 9420 §5.1.2); an ECDSA signature is a DER sequence.
/// <list type="table">
/// <listheader><term>Suites</term><description>Scheme; public key, signature in bytes</description></listheader>
/// <item><term>0x0001, 0x0003</term><description>Ed25519 (RFC 8032); 32, 64</description></item>
/// <item><term>0x0002</term><description>ECDSA P-256 with SHA-256; 65 (uncompressed point), up to 72</description></item>
/// <item><term>0x0005</term><description>ECDSA P-521 with SHA-512; 133, up to 139</description></item>
/// <item><term>0x0007</term><description>ECDSA P-384 with SHA-384; 97, up to 104</description></item>
/// </list>
/// </summary>
public interface ISigner
{
    /// <summary>The same for as long as the signer lives.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>A signature of the whole data, which MLS has labelled already (RFC 9420 §5.1.2). What it throws reaches the caller.</summary>
    byte[] Sign(ReadOnlySpan<byte> data);
}
