using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Suites;

/// <summary>
/// HPKE (RFC 9180) in base mode, one message per encapsulation: all that MLS asks of it (RFC 9420 §5.1.3).
/// The sequence number is always 0, so the nonce is the base nonce.
/// </summary>
internal sealed class Hpke
{
    private const byte ModeBase = 0x00;

    private readonly LabeledHkdf _kdf;
    private readonly AeadAlgorithm _aead;

    // LabeledExtract("", "psk_id_hash", ""): the same for every message in base mode.
    private readonly byte[] _emptyPskIdHash;

    internal Hpke(DhKem kem, HpkeKdf kdf, AeadAlgorithm aead, ushort aeadId)
    {
        Kem = kem;
        _aead = aead;
        using var suiteId = new MlsWriter();
        suiteId.WriteFixed("HPKE"u8);
        suiteId.WriteUInt16(kem.Id);
        suiteId.WriteUInt16(kdf.Id);
        suiteId.WriteUInt16(aeadId);
        _kdf = new LabeledHkdf(kdf.Hkdf, suiteId.ToArray());
        using Secret pskIdHash = _kdf.Extract([], "psk_id_hash"u8, []);
        _emptyPskIdHash = pskIdHash.Span.ToArray();
    }

    internal DhKem Kem { get; }

    /// <summary>SealBase (RFC 9180 §6.1).</summary>
    /// <exception cref="ArgumentException">Not a public key of this KEM.</exception>
    internal HpkeCiphertext Seal(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext
    )
    {
        using HpkeKeyPair ephemeral = Kem.GenerateKeyPair();
        return Seal(ephemeral, publicKey, info, associatedData, plaintext);
    }

    /// <summary>The same with the info's context worked out before, for one info and many recipients.</summary>
    /// <exception cref="ArgumentException">Not a public key of this KEM.</exception>
    internal HpkeCiphertext Seal(ReadOnlySpan<byte> publicKey, HpkeContext context, ReadOnlySpan<byte> plaintext)
    {
        using HpkeKeyPair ephemeral = Kem.GenerateKeyPair();
        return Seal(ephemeral, publicKey, context, [], plaintext);
    }

    /// <summary>With an ephemeral key of the caller's choice: published vectors only.</summary>
    internal HpkeCiphertext Seal(
        HpkeKeyPair ephemeral,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext
    ) => Seal(ephemeral, publicKey, ContextOf(info), associatedData, plaintext);

    /// <summary><c>key_schedule_context</c> (RFC 9180 §5.1) in base mode.</summary>
    internal HpkeContext ContextOf(ReadOnlySpan<byte> info)
    {
        using Secret infoHash = _kdf.Extract([], "info_hash"u8, info);
        return new HpkeContext([ModeBase, .. _emptyPskIdHash, .. infoHash.Span]);
    }

    private HpkeCiphertext Seal(
        HpkeKeyPair ephemeral,
        ReadOnlySpan<byte> publicKey,
        HpkeContext context,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext
    )
    {
        using Secret shared =
            Kem.TryEncapsulate(ephemeral, publicKey)
            ?? throw new ArgumentException("Not a public key of this suite.", nameof(publicKey));
        (Secret key, Secret nonce) = Schedule(shared, context);
        using (key)
        using (nonce)
        {
            return new HpkeCiphertext(ephemeral.PublicKey, _aead.Encrypt(key.Span, nonce.Span, associatedData, plaintext));
        }
    }

    /// <summary>OpenBase (RFC 9180 §6.1); null, and never why.</summary>
    internal Secret? TryOpen(
        Secret privateKey,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> associatedData,
        HpkeCiphertext sealedMessage
    )
    {
        using Secret? shared = Kem.TryDecapsulate(privateKey, publicKey, sealedMessage.KemOutput);
        if (shared is null || sealedMessage.Ciphertext.Length < _aead.TagSize)
        {
            return null;
        }

        (Secret key, Secret nonce) = Schedule(shared, ContextOf(info));
        using (key)
        using (nonce)
        {
            return _aead.DecryptSecret(key.Span, nonce.Span, associatedData, sealedMessage.Ciphertext);
        }
    }

    /// <summary>
    /// SetupBaseS and Export (RFC 9180 §5.1.1, §5.3) with empty info: a secret for both sides, and nothing sealed. The secret has
    /// the length of the KDF's output.
    /// </summary>
    /// <exception cref="ArgumentException">Not a public key of this KEM.</exception>
    internal (Opaque KemOutput, Secret Exported) SendExport(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> exporterContext)
    {
        using HpkeKeyPair ephemeral = Kem.GenerateKeyPair();
        using Secret shared =
            Kem.TryEncapsulate(ephemeral, publicKey)
            ?? throw new ArgumentException("Not a public key of this suite.", nameof(publicKey));
        return (ephemeral.PublicKey, Export(shared, exporterContext));
    }

    /// <summary>SetupBaseR and Export, the other side of <see cref="SendExport"/>; null for an encapsulation that is not one.</summary>
    internal Secret? TryReceiveExport(HpkeKeyPair keys, ReadOnlySpan<byte> kemOutput, ReadOnlySpan<byte> exporterContext)
    {
        using Secret? shared = Kem.TryDecapsulate(keys.PrivateKey, keys.PublicKey, kemOutput);
        return shared is null ? null : Export(shared, exporterContext);
    }

    private Secret Export(Secret shared, ReadOnlySpan<byte> exporterContext)
    {
        using Secret secret = _kdf.Extract(shared.Span, "secret"u8, []);
        using Secret exporter = _kdf.Expand(secret, "exp"u8, ContextOf([]).Bytes, _kdf.Size);
        return _kdf.Expand(exporter, "sec"u8, exporterContext, _kdf.Size);
    }

    /// <summary>KeySchedule (RFC 9180 §5.1) in base mode: psk and psk_id are empty.</summary>
    private (Secret Key, Secret BaseNonce) Schedule(Secret shared, HpkeContext context)
    {
        using Secret secret = _kdf.Extract(shared.Span, "secret"u8, []);
        return (
            _kdf.Expand(secret, "key"u8, context.Bytes, _aead.KeySize),
            _kdf.Expand(secret, "base_nonce"u8, context.Bytes, _aead.NonceSize)
        );
    }
}

/// <summary>What HPKE's key schedule makes of an info, which is the same for all its recipients.</summary>
internal sealed class HpkeContext(byte[] bytes)
{
    internal ReadOnlySpan<byte> Bytes => bytes;
}
