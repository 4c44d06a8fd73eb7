using Comm.Crypto;

namespace Comm.Mls.Suites;

/// <summary>A key derivation function of RFC 9180 §7.2, and the hash it stands on, which MLS uses beside it (RFC 9420 §5.1).</summary>
internal sealed record HpkeKdf(ushort Id, Hkdf Hkdf, HashFunction Hash)
{
    internal static HpkeKdf Sha256 { get; } = new(0x0001, Hkdf.Sha256, HashFunction.Sha256);

    internal static HpkeKdf Sha384 { get; } = new(0x0002, Hkdf.Sha384, HashFunction.Sha384);

    internal static HpkeKdf Sha512 { get; } = new(0x0003, Hkdf.Sha512, HashFunction.Sha512);
}
