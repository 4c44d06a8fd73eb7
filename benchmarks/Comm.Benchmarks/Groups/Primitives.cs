using Comm.Crypto;

namespace Comm.Benchmarks.Groups;

/// <summary>How many calls of each primitive an operation cannot do without. The names are those of the printed formulas.</summary>
internal sealed record Calls
{
    public int Sign { get; init; }
    public int Verify { get; init; }

    /// <summary>X25519 with the base point: a public key.</summary>
    public int Base { get; init; }

    /// <summary>X25519 with somebody's public key.</summary>
    public int Agree { get; init; }
    public int Extract { get; init; }
    public int Expand { get; init; }
    public int Hmac { get; init; }
    public int Hash { get; init; }

    /// <summary>ChaCha20-Poly1305, either way, of 32 bytes.</summary>
    public int AeadShort { get; init; }

    /// <summary>The same, of 1 KiB.</summary>
    public int AeadKibibyte { get; init; }

    public static Calls operator +(Calls left, Calls right) =>
        new()
        {
            Sign = left.Sign + right.Sign,
            Verify = left.Verify + right.Verify,
            Base = left.Base + right.Base,
            Agree = left.Agree + right.Agree,
            Extract = left.Extract + right.Extract,
            Expand = left.Expand + right.Expand,
            Hmac = left.Hmac + right.Hmac,
            Hash = left.Hash + right.Hash,
            AeadShort = left.AeadShort + right.AeadShort,
            AeadKibibyte = left.AeadKibibyte + right.AeadKibibyte,
        };

    public static Calls operator *(int times, Calls calls) =>
        new()
        {
            Sign = times * calls.Sign,
            Verify = times * calls.Verify,
            Base = times * calls.Base,
            Agree = times * calls.Agree,
            Extract = times * calls.Extract,
            Expand = times * calls.Expand,
            Hmac = times * calls.Hmac,
            Hash = times * calls.Hash,
            AeadShort = times * calls.AeadShort,
            AeadKibibyte = times * calls.AeadKibibyte,
        };
}

/// <summary>
/// What one call of each primitive of suite 3 costs here and now, straight from Comm.Crypto. Inputs are as short as MLS has them
/// or shorter, so that the floor is not flattered: 256 bytes to sign (1 KiB for a message), 64 to expand, 128 to hash.
/// </summary>
internal sealed class Primitives
{
    private readonly (string Name, double Microseconds, Func<Calls, int> Count)[] _all;

    private Primitives((string Name, double Microseconds, Func<Calls, int> Count)[] all) => _all = all;

    public IEnumerable<(string Name, double Microseconds)> All => _all.Select(one => (one.Name, one.Microseconds));

    public static Primitives Measured()
    {
        AeadAlgorithm aead = AeadAlgorithm.ChaCha20Poly1305;
        KeyAgreementAlgorithm x25519 = KeyAgreementAlgorithm.X25519;
        using Secret signatureKey = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        using SigningKey signer = SignatureAlgorithm.Ed25519.OpenKey(signatureKey);
        using Secret mine = x25519.GeneratePrivateKey();
        using Secret theirs = x25519.GeneratePrivateKey();
        byte[] theirPublicKey = x25519.GetPublicKey(theirs);
        using Secret key = Secret.Random(32);
        byte[] nonce = new byte[aead.NonceSize];
        byte[] kibibyte = new byte[1_024];
        byte[] quarter = kibibyte[..256];
        byte[] signature = signer.Sign(quarter);

        return new Primitives([
            Of("sign", calls => calls.Sign, () => signer.Sign(quarter)),
            Of(
                "verify",
                calls => calls.Verify,
                () => SignatureAlgorithm.Ed25519.Verify(signer.PublicKey.Span, quarter, signature)
            ),
            Of("base", calls => calls.Base, () => x25519.GetPublicKey(mine)),
            Of("agree", calls => calls.Agree, () => x25519.TryAgree(mine, theirPublicKey)!.Dispose()),
            Of("extract", calls => calls.Extract, () => Hkdf.Sha256.Extract(key.Span, kibibyte.AsSpan(0, 32)).Dispose()),
            Of("expand", calls => calls.Expand, () => Hkdf.Sha256.Expand(key.Span, kibibyte.AsSpan(0, 64), 32).Dispose()),
            Of("hmac", calls => calls.Hmac, () => HashFunction.Sha256.Hmac(key.Span, quarter)),
            Of("hash", calls => calls.Hash, () => HashFunction.Sha256.Hash(kibibyte.AsSpan(0, 128))),
            Of("aead32", calls => calls.AeadShort, () => aead.Encrypt(key.Span, nonce, [], kibibyte.AsSpan(0, 32))),
            Of("aead1K", calls => calls.AeadKibibyte, () => aead.Encrypt(key.Span, nonce, [], kibibyte)),
        ]);
    }

    public double MicrosecondsOf(Calls calls) => _all.Sum(one => one.Microseconds * one.Count(calls));

    /// <summary>ChaCha20-Poly1305 of so many bytes, in microseconds.</summary>
    public static double Sealing(int length)
    {
        AeadAlgorithm aead = AeadAlgorithm.ChaCha20Poly1305;
        using Secret key = Secret.Random(aead.KeySize);
        byte[] nonce = new byte[aead.NonceSize];
        byte[] plaintext = new byte[length];
        return Measure.Primitive(() => aead.Encrypt(key.Span, nonce, [], plaintext)).Microseconds;
    }

    private static (string, double, Func<Calls, int>) Of(string name, Func<Calls, int> count, Action call) =>
        (name, Measure.Primitive(call).Microseconds, count);
}
