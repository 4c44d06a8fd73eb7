using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>Keys of the curve P-256 in the forms of SEC 1, shared by ECDSA and ECDH.</summary>
internal static class P256
{
    internal const int FieldSize = 32;
    internal const int PublicKeySize = 1 + (2 * FieldSize);

    private const byte Uncompressed = 0x04;

    // SP 800-186 §3.2.1.3: n, the order of the base point.
    private static readonly byte[] s_order = Convert.FromHexString(
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
    );

    /// <summary>Runs <paramref name="use"/> with the key's parameters and leaves no copy of the scalar behind.</summary>
    /// <exception cref="ArgumentException">Zero, or not below the order.</exception>
    internal static TResult WithPrivateKey<TState, TResult>(
        Secret privateKey,
        TState state,
        Func<ECParameters, TState, TResult> use
    )
        where TState : allows ref struct
    {
        if (!IsValidPrivateKey(privateKey.Span))
        {
            throw new ArgumentException("A private key of P-256 lies between 0 and the curve's order.", nameof(privateKey));
        }

        byte[] scalar = GC.AllocateUninitializedArray<byte>(FieldSize, pinned: true);
        try
        {
            privateKey.Span.CopyTo(scalar);
            return use(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar }, state);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Between 0 and the order, both excluded; in time that does not depend on the scalar.</summary>
    internal static bool IsValidPrivateKey(ReadOnlySpan<byte> scalar)
    {
        if (scalar.Length != FieldSize)
        {
            return false;
        }

        int any = 0;
        int borrow = 0;
        for (int i = FieldSize - 1; i >= 0; i--)
        {
            any |= scalar[i];
            borrow = ((scalar[i] - s_order[i] - borrow) >> 8) & 1;
        }

        return any != 0 & borrow == 1;
    }

    internal static Secret GeneratePrivateKey()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
        try
        {
            return Secret.CopyOf(parameters.D);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parameters.D);
        }
    }

    internal static byte[] GetPublicKey(Secret privateKey) =>
        WithPrivateKey(
            privateKey,
            0,
            static (parameters, _) =>
            {
                using var key = ECDiffieHellman.Create(parameters);
                ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
                return (byte[])[Uncompressed, .. point.X!, .. point.Y!];
            }
        );

    /// <summary>
    /// The key these bytes stand for, or null. The system's library refuses coordinates of p or more and points that are
    /// not on the curve as it imports them; the cofactor is 1, so nothing else remains to be checked.
    /// </summary>
    internal static TKey? TryImport<TKey>(ReadOnlySpan<byte> publicKey, Func<ECParameters, TKey> import)
        where TKey : ECAlgorithm
    {
        if (publicKey.Length != PublicKeySize || publicKey[0] != Uncompressed)
        {
            return null;
        }

        var point = new ECPoint
        {
            X = publicKey.Slice(1, FieldSize).ToArray(),
            Y = publicKey.Slice(1 + FieldSize, FieldSize).ToArray(),
        };
        try
        {
            return import(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
