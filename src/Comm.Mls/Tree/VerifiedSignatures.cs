using System.Runtime.CompilerServices;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Tree;

/// <summary>
/// Leaves and KeyPackages whose signature was found good, so that what is met as a KeyPackage, then as a proposal, then in a
/// commit is verified once. Only good ones are remembered, and for the suite, group and place they were verified for.
/// </summary>
/// <remarks>
/// By the object, not by what it says: these objects do not change, a copy made with another field is another object, and what
/// comes from outside is decoded into new ones. An entry goes with its object.
/// </remarks>
internal static class VerifiedSignatures
{
    private static readonly ConditionalWeakTable<object, Verified> s_verified = [];

    public static bool Contains(object signed, CipherSuite suite, ReadOnlySpan<byte> groupId, uint leafIndex) =>
        s_verified.TryGetValue(signed, out Verified? verified)
        && verified.Suite == suite.Id
        && verified.LeafIndex == leafIndex
        && verified.GroupId.Span.SequenceEqual(groupId);

    public static void Add(object signed, CipherSuite suite, ReadOnlySpan<byte> groupId, uint leafIndex) =>
        s_verified.AddOrUpdate(signed, new Verified(suite.Id, Opaque.CopyOf(groupId), leafIndex));

    private sealed record Verified(CipherSuiteId Suite, Opaque GroupId, uint LeafIndex);
}
