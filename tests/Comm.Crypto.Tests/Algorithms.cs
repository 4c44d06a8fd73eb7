namespace Comm.Crypto.Tests;

/// <summary>Every algorithm by name: a new one is in all the base and hostile tests on the day it is listed here.</summary>
public static class Algorithms
{
    private static readonly Dictionary<string, AeadAlgorithm> s_aead = new()
    {
        ["AES-128-GCM"] = AeadAlgorithm.Aes128Gcm,
        ["AES-256-GCM"] = AeadAlgorithm.Aes256Gcm,
        ["ChaCha20-Poly1305"] = AeadAlgorithm.ChaCha20Poly1305,
        ["XChaCha20-Poly1305"] = AeadAlgorithm.XChaCha20Poly1305,
    };

    private static readonly Dictionary<string, SignatureAlgorithm> s_signature = new()
    {
        ["Ed25519"] = SignatureAlgorithm.Ed25519,
        ["ECDSA P-256"] = SignatureAlgorithm.EcdsaP256,
        ["ECDSA P-384"] = SignatureAlgorithm.EcdsaP384,
        ["ECDSA P-521"] = SignatureAlgorithm.EcdsaP521,
    };

    private static readonly Dictionary<string, KeyAgreementAlgorithm> s_keyAgreement = new()
    {
        ["X25519"] = KeyAgreementAlgorithm.X25519,
        ["ECDH P-256"] = KeyAgreementAlgorithm.EcdhP256,
        ["ECDH P-384"] = KeyAgreementAlgorithm.EcdhP384,
        ["ECDH P-521"] = KeyAgreementAlgorithm.EcdhP521,
    };

    private static readonly Dictionary<string, HashFunction> s_hash = new()
    {
        ["SHA-256"] = HashFunction.Sha256,
        ["SHA-384"] = HashFunction.Sha384,
        ["SHA-512"] = HashFunction.Sha512,
    };

    private static readonly Dictionary<string, Hkdf> s_hkdf = new()
    {
        ["HKDF-SHA-256"] = Crypto.Hkdf.Sha256,
        ["HKDF-SHA-384"] = Crypto.Hkdf.Sha384,
        ["HKDF-SHA-512"] = Crypto.Hkdf.Sha512,
    };

    public static TheoryData<string> AeadNames => new(s_aead.Keys);

    public static TheoryData<string> SignatureNames => new(s_signature.Keys);

    public static TheoryData<string> KeyAgreementNames => new(s_keyAgreement.Keys);

    public static TheoryData<string> HashNames => new(s_hash.Keys);

    public static TheoryData<string> HkdfNames => new(s_hkdf.Keys);

    public static AeadAlgorithm Aead(string name) => s_aead[name];

    public static SignatureAlgorithm Signature(string name) => s_signature[name];

    public static KeyAgreementAlgorithm KeyAgreement(string name) => s_keyAgreement[name];

    public static HashFunction Hash(string name) => s_hash[name];

    public static Hkdf Hkdf(string name) => s_hkdf[name];
}
