using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Comm.Mls.Tree;

/// <summary>
/// Numbers that mean nothing (RFC 9420 §13.5), put among those of a leaf so that a peer that trips over unknown ones is noticed
/// early. Received ones get no treatment of their own.
/// </summary>
public static class Grease
{
    // 0x0A0A, 0x1A1A … 0xEAEA.
    private const int Values = 15;

    /// <summary>The capabilities with one such number in each list that may have one. For what is sent, never for comparing.</summary>
    public static Capabilities Into(Capabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return capabilities with
        {
            CipherSuites = Into(capabilities.CipherSuites),
            Extensions = Into(capabilities.Extensions),
            Proposals = Into(capabilities.Proposals),
            Credentials = Into(capabilities.Credentials),
        };
    }

    private static ImmutableArray<ushort> Into(ImmutableArray<ushort> values) =>
        values.Insert(
            RandomNumberGenerator.GetInt32(values.Length + 1),
            (ushort)(0x0A0A + (0x1010 * RandomNumberGenerator.GetInt32(Values)))
        );
}
