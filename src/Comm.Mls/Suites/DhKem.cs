using System.Buffers.Binary;
using Comm.Crypto;
using Comm.Mls.Codec;

namespace Comm.Mls.Suites;

/// <summary>DHKEM (RFC 9180 §4.1): a Diffie-Hellman group made into a key encapsulation mechanism.</summary>
internal abstract class DhKem
{
    private readonly LabeledHkdf _kdf;

    private DhKem(ushort id, KeyAgreementAlgorithm group, Hkdf hkdf)
    {
        Id = id;
        Group = group;
        byte[] suiteId = [.. "KEM"u8, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(suiteId.AsSpan(3), id);
        _kdf = new LabeledHkdf(hkdf, suiteId);
    }

    /// <summary>DHKEM(X25519, HKDF-SHA256)</summary>
    internal static DhKem X25519 { get; } = new X25519Kem();

    /// <summary>DHKEM(P-256, HKDF-SHA256)</summary>
    internal static DhKem P256 { get; } = new NistKem(0x0010, KeyAgreementAlgorithm.EcdhP256, Hkdf.Sha256, 0xff);

    /// <summary>DHKEM(P-384, HKDF-SHA384)</summary>
    internal static DhKem P384 { get; } = new NistKem(0x0011, KeyAgreementAlgorithm.EcdhP384, Hkdf.Sha384, 0xff);

    /// <summary>DHKEM(P-521, HKDF-SHA512)</summary>
    internal static DhKem P521 { get; } = new NistKem(0x0012, KeyAgreementAlgorithm.EcdhP521, Hkdf.Sha512, 0x01);

    /// <summary>RFC 9180 §7.1.</summary>
    internal ushort Id { get; }

    internal KeyAgreementAlgorithm Group { get; }

    /// <summary>DeriveKeyPair (RFC 9180 §7.1.3).</summary>
    internal HpkeKeyPair DeriveKeyPair(ReadOnlySpan<byte> ikm)
    {
        using Secret prk = _kdf.Extract([], "dkp_prk"u8, ikm);
        return WithPublicKey(DerivePrivateKey(_kdf, prk));
    }

    internal HpkeKeyPair GenerateKeyPair() => WithPublicKey(Group.GeneratePrivateKey());

    /// <summary>Encap (RFC 9180 §4.1), the ephemeral key given; null for a public key that is not one.</summary>
    internal Secret? TryEncapsulate(HpkeKeyPair ephemeral, ReadOnlySpan<byte> recipient) =>
        TryShare(ephemeral.PrivateKey, recipient, ephemeral.PublicKey, recipient);

    /// <summary>Decap (RFC 9180 §4.1); null for an encapsulation that is not one.</summary>
    internal Secret? TryDecapsulate(Secret privateKey, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> encapsulated) =>
        TryShare(privateKey, encapsulated, encapsulated, publicKey);

    private protected abstract Secret DerivePrivateKey(LabeledHkdf kdf, Secret prk);

    private HpkeKeyPair WithPublicKey(Secret privateKey) => new(new Opaque(Group.GetPublicKey(privateKey)), privateKey);

    /// <summary>ExtractAndExpand (RFC 9180 §4.1) over <c>kem_context = enc || pkR</c>.</summary>
    private Secret? TryShare(
        Secret privateKey,
        ReadOnlySpan<byte> otherPublicKey,
        ReadOnlySpan<byte> encapsulated,
        ReadOnlySpan<byte> recipient
    )
    {
        using Secret? shared = Group.TryAgree(privateKey, otherPublicKey);
        if (shared is null)
        {
            return null;
        }

        Span<byte> context = stackalloc byte[2 * Group.PublicKeySize];
        encapsulated.CopyTo(context);
        recipient.CopyTo(context[Group.PublicKeySize..]);
        using Secret prk = _kdf.Extract([], "eae_prk"u8, shared.Span);
        return _kdf.Expand(prk, "shared_secret"u8, context, _kdf.Size);
    }

    private sealed class X25519Kem() : DhKem(0x0020, KeyAgreementAlgorithm.X25519, Hkdf.Sha256)
    {
        private protected override Secret DerivePrivateKey(LabeledHkdf kdf, Secret prk) =>
            kdf.Expand(prk, "sk"u8, [], Group.PrivateKeySize);
    }

    /// <summary>The mask takes the surplus bits off a candidate's first byte: P-521 has seven (RFC 9180 §7.1.3).</summary>
    private sealed class NistKem(ushort id, KeyAgreementAlgorithm group, Hkdf hkdf, byte bitmask) : DhKem(id, group, hkdf)
    {
        private protected override Secret DerivePrivateKey(LabeledHkdf kdf, Secret prk)
        {
            // At most one candidate in 2^32 is refused; 256 in a row will not be.
            for (int counter = 0; counter <= byte.MaxValue; counter++)
            {
                using Secret bytes = kdf.Expand(prk, "candidate"u8, [(byte)counter], Group.PrivateKeySize);
                Secret candidate = Masked(bytes);
                if (Group.IsValidPrivateKey(candidate.Span))
                {
                    return candidate;
                }

                candidate.Dispose();
            }

            throw new InvalidOperationException("No candidate was a private key (RFC 9180 §7.1.3, DeriveKeyPairError).");
        }

        private Secret Masked(Secret bytes) =>
            Secret.Create(
                bytes.Length,
                (bytes, bitmask),
                static (masked, from) =>
                {
                    from.bytes.Span.CopyTo(masked);
                    masked[0] &= from.bitmask;
                }
            );
    }
}
