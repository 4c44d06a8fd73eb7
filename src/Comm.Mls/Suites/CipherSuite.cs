using System.Buffers.Binary;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;

namespace Comm.Mls.Suites;

/// <summary>
/// The algorithms a group agreed on (RFC 9420 §5.1, §17.1) and the labelled functions that everything else is made of
/// (§5.1.2, §5.1.3, §5.2, §8, §9). Labels are given without their prefix "MLS 1.0 ", except to <see cref="RefHash"/>.
/// </summary>
internal sealed class CipherSuite
{
    private static readonly CipherSuite[] s_all =
    [
        new(
            CipherSuiteId.X25519Aes128GcmSha256Ed25519,
            SignatureAlgorithm.Ed25519,
            DhKem.X25519,
            HpkeKdf.Sha256,
            AeadAlgorithm.Aes128Gcm,
            HpkeAeadId.Aes128Gcm
        ),
        new(
            CipherSuiteId.P256Aes128GcmSha256P256,
            SignatureAlgorithm.EcdsaP256,
            DhKem.P256,
            HpkeKdf.Sha256,
            AeadAlgorithm.Aes128Gcm,
            HpkeAeadId.Aes128Gcm
        ),
        new(
            CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
            SignatureAlgorithm.Ed25519,
            DhKem.X25519,
            HpkeKdf.Sha256,
            AeadAlgorithm.ChaCha20Poly1305,
            HpkeAeadId.ChaCha20Poly1305
        ),
        new(
            CipherSuiteId.P521Aes256GcmSha512P521,
            SignatureAlgorithm.EcdsaP521,
            DhKem.P521,
            HpkeKdf.Sha512,
            AeadAlgorithm.Aes256Gcm,
            HpkeAeadId.Aes256Gcm
        ),
        new(
            CipherSuiteId.P384Aes256GcmSha384P384,
            SignatureAlgorithm.EcdsaP384,
            DhKem.P384,
            HpkeKdf.Sha384,
            AeadAlgorithm.Aes256Gcm,
            HpkeAeadId.Aes256Gcm
        ),
    ];

    // Longest vector whose length takes one byte (RFC 9420 §2.1.2).
    private const int MaxShort = 63;

    private readonly HashFunction _hash;
    private readonly Hkdf _hkdf;
    private readonly AeadAlgorithm _aead;
    private readonly Hpke _hpke;

    private CipherSuite(
        CipherSuiteId id,
        SignatureAlgorithm signature,
        DhKem kem,
        HpkeKdf kdf,
        AeadAlgorithm aead,
        HpkeAeadId aeadId
    )
    {
        Id = id;
        Signature = signature;
        _hash = kdf.Hash;
        _hkdf = kdf.Hkdf;
        _aead = aead;
        _hpke = new Hpke(kem, kdf, aead, (ushort)aeadId);
    }

    /// <summary>RFC 9180 §7.3.</summary>
    private enum HpkeAeadId : ushort
    {
        Aes128Gcm = 0x0001,
        Aes256Gcm = 0x0002,
        ChaCha20Poly1305 = 0x0003,
    }

    private static ReadOnlySpan<byte> LabelPrefix => "MLS 1.0 "u8;

    public CipherSuiteId Id { get; }

    public SignatureAlgorithm Signature { get; }

    /// <summary>Nh: of a hash, and of every secret of the key schedule.</summary>
    public int HashSize => _hash.Size;

    /// <summary>Nk</summary>
    public int AeadKeySize => _aead.KeySize;

    /// <summary>Nn</summary>
    public int AeadNonceSize => _aead.NonceSize;

    /// <summary>Length of the tag at the end of a ciphertext.</summary>
    public int AeadTagSize => _aead.TagSize;

    internal Hpke Hpke => _hpke;

    /// <summary>Null for a suite that we do not implement.</summary>
    public static CipherSuite? Find(CipherSuiteId id) => Array.Find(s_all, suite => suite.Id == id);

    /// <exception cref="ArgumentException">A suite that we do not implement.</exception>
    public static CipherSuite Get(CipherSuiteId id) =>
        Find(id) ?? throw new ArgumentException($"Cipher suite 0x{(ushort)id:x4} is not implemented.", nameof(id));

    public byte[] Hash(ReadOnlySpan<byte> data) => _hash.Hash(data);

    public Secret Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> ikm) => _hkdf.Extract(salt, ikm);

    /// <summary>RFC 9420 §8: <c>KDFLabel: uint16 length; opaque label&lt;V&gt;; opaque context&lt;V&gt;;</c></summary>
    /// <exception cref="ArgumentException">A secret shorter than <see cref="HashSize"/>: check those that others chose.</exception>
    public Secret ExpandWithLabel(ReadOnlySpan<byte> secret, string label, ReadOnlySpan<byte> context, int length)
    {
        if (LabelPrefix.Length + label.Length <= MaxShort && context.Length <= MaxShort)
        {
            return ExpandShort(secret, label, context, length);
        }

        using var kdfLabel = new MlsWriter();
        kdfLabel.WriteUInt16(checked((ushort)length));
        WriteLabelled(kdfLabel, label, context);
        return _hkdf.Expand(secret, kdfLabel.WrittenSpan, length);
    }

    /// <summary>RFC 9420 §8.</summary>
    public Secret DeriveSecret(ReadOnlySpan<byte> secret, string label) => ExpandWithLabel(secret, label, [], HashSize);

    /// <summary>RFC 9420 §9.</summary>
    public Secret DeriveTreeSecret(ReadOnlySpan<byte> secret, string label, uint generation, int length)
    {
        Span<byte> context = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(context, generation);
        return ExpandWithLabel(secret, label, context, length);
    }

    public byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => _hash.Hmac(key, data);

    public bool VerifyMac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag) =>
        _hash.VerifyHmac(key, data, tag);

    public byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext) =>
        _aead.Encrypt(key, nonce, aad, plaintext);

    /// <summary>Null, and never why.</summary>
    public byte[]? Open(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> ciphertext
    ) => _aead.Decrypt(key, nonce, aad, ciphertext);

    /// <summary>RFC 9420 §5.1.2: <c>SignContent: opaque label&lt;V&gt;; opaque content&lt;V&gt;;</c></summary>
    public byte[] SignWithLabel(ISigner signer, string label, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (signer.PublicKey.Length != Signature.PublicKeySize)
        {
            throw new ArgumentException("The signer is of another suite.", nameof(signer));
        }

        using var signContent = new MlsWriter();
        WriteLabelled(signContent, label, content);
        return signer.Sign(signContent.WrittenSpan);
    }

    public bool VerifyWithLabel(
        ReadOnlySpan<byte> publicKey,
        string label,
        ReadOnlySpan<byte> content,
        ReadOnlySpan<byte> signature
    )
    {
        using var signContent = new MlsWriter();
        WriteLabelled(signContent, label, content);
        return Signature.Verify(publicKey, signContent.WrittenSpan, signature);
    }

    /// <summary>RFC 9420 §5.1.3: <c>EncryptContext: opaque label&lt;V&gt;; opaque context&lt;V&gt;;</c> is HPKE's info.</summary>
    /// <exception cref="ArgumentException">Not an HPKE public key: <see cref="IsValidHpkePublicKey"/> says so before.</exception>
    public HpkeCiphertext EncryptWithLabel(
        ReadOnlySpan<byte> publicKey,
        string label,
        ReadOnlySpan<byte> context,
        ReadOnlySpan<byte> plaintext
    )
    {
        using var info = new MlsWriter();
        WriteLabelled(info, label, context);
        return _hpke.Seal(publicKey, info.WrittenSpan, [], plaintext);
    }

    /// <summary>EncryptWithLabel in two steps, for one label and context and many recipients: what is the same for all,</summary>
    internal HpkeContext EncryptContext(string label, ReadOnlySpan<byte> context)
    {
        using var info = new MlsWriter();
        WriteLabelled(info, label, context);
        return _hpke.ContextOf(info.WrittenSpan);
    }

    /// <summary>and what is each recipient's own.</summary>
    /// <exception cref="ArgumentException">Not an HPKE public key: <see cref="IsValidHpkePublicKey"/> says so before.</exception>
    internal HpkeCiphertext Encrypt(ReadOnlySpan<byte> publicKey, HpkeContext context, ReadOnlySpan<byte> plaintext) =>
        _hpke.Seal(publicKey, context, plaintext);

    /// <summary>Null, and never why. Who has the key pair gives the pair: it saves a multiplication.</summary>
    public Secret? DecryptWithLabel(Secret privateKey, string label, ReadOnlySpan<byte> context, HpkeCiphertext ciphertext) =>
        Decrypt(privateKey, _hpke.Kem.Group.GetPublicKey(privateKey), label, context, ciphertext);

    public Secret? DecryptWithLabel(HpkeKeyPair keyPair, string label, ReadOnlySpan<byte> context, HpkeCiphertext ciphertext)
    {
        ArgumentNullException.ThrowIfNull(keyPair);
        return Decrypt(keyPair.PrivateKey, keyPair.PublicKey, label, context, ciphertext);
    }

    public HpkeKeyPair DeriveKeyPair(ReadOnlySpan<byte> ikm) => _hpke.Kem.DeriveKeyPair(ikm);

    public HpkeKeyPair GenerateKeyPair() => _hpke.Kem.GenerateKeyPair();

    public bool IsValidHpkePublicKey(ReadOnlySpan<byte> publicKey) => _hpke.Kem.Group.IsValidPublicKey(publicKey);

    public bool IsValidSignatureKey(ReadOnlySpan<byte> publicKey) => Signature.IsValidPublicKey(publicKey);

    /// <summary>RFC 9420 §5.2: <c>RefHashInput: opaque label&lt;V&gt;; opaque value&lt;V&gt;;</c> The label is the whole one.</summary>
    public Opaque RefHash(string label, ReadOnlySpan<byte> value)
    {
        using var input = new MlsWriter();
        input.WriteLength(label.Length);
        input.WriteAscii(label);
        input.WriteVector(value);
        return Hash(input.WrittenSpan);
    }

    public Opaque KeyPackageRef(KeyPackage keyPackage) => RefHash("MLS 1.0 KeyPackage Reference", MlsCodec.Encode(keyPackage));

    public Opaque ProposalRef(AuthenticatedContent proposal) => RefHash("MLS 1.0 Proposal Reference", MlsCodec.Encode(proposal));

    private Secret? Decrypt(
        Secret privateKey,
        ReadOnlySpan<byte> publicKey,
        string label,
        ReadOnlySpan<byte> context,
        HpkeCiphertext ciphertext
    )
    {
        ArgumentNullException.ThrowIfNull(ciphertext);
        using var info = new MlsWriter();
        WriteLabelled(info, label, context);
        return _hpke.TryOpen(privateKey, publicKey, info.WrittenSpan, [], ciphertext);
    }

    // What a message costs is mostly this: without a writer, the label goes from the stack to the hash.
    private Secret ExpandShort(ReadOnlySpan<byte> secret, string label, ReadOnlySpan<byte> context, int length)
    {
        Span<byte> kdfLabel = stackalloc byte[sizeof(ushort) + 1 + MaxShort + 1 + MaxShort];
        BinaryPrimitives.WriteUInt16BigEndian(kdfLabel, checked((ushort)length));
        int at = sizeof(ushort);
        kdfLabel[at++] = (byte)(LabelPrefix.Length + label.Length);
        LabelPrefix.CopyTo(kdfLabel[at..]);
        at += LabelPrefix.Length;
        at += Encoding.ASCII.GetBytes(label, kdfLabel[at..]);
        kdfLabel[at++] = (byte)context.Length;
        context.CopyTo(kdfLabel[at..]);
        return _hkdf.Expand(secret, kdfLabel[..(at + context.Length)], length);
    }

    private static void WriteLabelled(MlsWriter writer, string label, ReadOnlySpan<byte> content)
    {
        writer.WriteLength(LabelPrefix.Length + label.Length);
        writer.WriteFixed(LabelPrefix);
        writer.WriteAscii(label);
        writer.WriteVector(content);
    }
}
