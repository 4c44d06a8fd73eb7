using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>Keys of the curves P-256, P-384 and P-521 in the forms of SEC 1, shared by ECDSA and ECDH.</summary>
internal sealed class NistCurve
{
    private const byte Uncompressed = 0x04;

    private readonly string _name;
    private readonly ECCurve _curve;
    private readonly byte[] _prime;
    private readonly byte[] _order;

    private NistCurve(string name, ECCurve curve, string prime, string order)
    {
        _name = name;
        _curve = curve;
        _prime = Convert.FromHexString(prime);
        _order = Convert.FromHexString(order);
    }

    // SP 800-186 §3.2.1.3 to §3.2.1.5: p, the prime of the field, and n, the order of the base point.
    internal static NistCurve P256 { get; } =
        new(
            "P-256",
            ECCurve.NamedCurves.nistP256,
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
        );

    internal static NistCurve P384 { get; } =
        new(
            "P-384",
            ECCurve.NamedCurves.nistP384,
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
        );

    internal static NistCurve P521 { get; } =
        new(
            "P-521",
            ECCurve.NamedCurves.nistP521,
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"
        );

    /// <summary>Of a coordinate, and of a scalar, in bytes.</summary>
    internal int FieldSize => _prime.Length;

    internal int PublicKeySize => 1 + (2 * FieldSize);

    /// <summary>Runs <paramref name="use"/> with the key's parameters and leaves no copy of the scalar behind.</summary>
    /// <exception cref="ArgumentException">Zero, or not below the order.</exception>
    internal TResult WithPrivateKey<TState, TResult>(Secret privateKey, TState state, Func<ECParameters, TState, TResult> use)
        where TState : allows ref struct
    {
        if (!IsValidScalar(privateKey.Span))
        {
            throw new ArgumentException($"A private key of {_name} lies between 0 and the curve's order.", nameof(privateKey));
        }

        byte[] scalar = GC.AllocateUninitializedArray<byte>(FieldSize, pinned: true);
        try
        {
            privateKey.Span.CopyTo(scalar);
            return use(new ECParameters { Curve = _curve, D = scalar }, state);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Between 0 and the order, both excluded; in time that does not depend on the scalar.</summary>
    internal bool IsValidScalar(ReadOnlySpan<byte> scalar)
    {
        if (scalar.Length != FieldSize)
        {
            return false;
        }

        int any = 0;
        foreach (byte part in scalar)
        {
            any |= part;
        }

        return any != 0 & IsBelow(scalar, _order);
    }

    internal Secret GeneratePrivateKey()
    {
        using var key = ECDiffieHellman.Create(_curve);
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

    internal byte[] GetPublicKey(Secret privateKey) =>
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
    /// The key these bytes stand for, or null. Coordinates of p or more are refused here, so that no system takes them for
    /// smaller ones; points that are not on the curve, by the system's library as it imports them. The cofactor is 1, so
    /// nothing else remains to be checked.
    /// </summary>
    internal TKey? TryImport<TKey>(ReadOnlySpan<byte> publicKey, Func<ECParameters, TKey> import)
        where TKey : ECAlgorithm
    {
        if (publicKey.Length != PublicKeySize || publicKey[0] != Uncompressed)
        {
            return null;
        }

        ReadOnlySpan<byte> x = publicKey.Slice(1, FieldSize);
        ReadOnlySpan<byte> y = publicKey[(1 + FieldSize)..];
        if (!IsBelow(x, _prime) || !IsBelow(y, _prime))
        {
            return null;
        }

        try
        {
            var point = new ECPoint { X = x.ToArray(), Y = y.ToArray() };
            return import(new ECParameters { Curve = _curve, Q = point });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Of two numbers of equal length; in time that does not depend on them.</summary>
    private static bool IsBelow(ReadOnlySpan<byte> number, ReadOnlySpan<byte> bound)
    {
        int borrow = 0;
        for (int i = bound.Length - 1; i >= 0; i--)
        {
            borrow = ((number[i] - bound[i] - borrow) >> 8) & 1;
        }

        return borrow == 1;
    }
}
