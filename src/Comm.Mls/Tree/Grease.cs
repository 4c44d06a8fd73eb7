using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Comm.Mls.Tree;

/// <summary>Numbers that mean nothing (RFC 9420 §13.5). Received ones get no treatment of their own.</summary>
internal static class Grease
{
    // 0x0A0A, 0x1A1A … 0xEAEA.
    private const int Values = 15;

    /// <summary>The numbers with such a one at any place among them.</summary>
    public static ImmutableArray<ushort> Into(ImmutableArray<ushort> values) =>
        values.Insert(
            RandomNumberGenerator.GetInt32(values.Length + 1),
            (ushort)(0x0A0A + (0x1010 * RandomNumberGenerator.GetInt32(Values)))
        );
}
