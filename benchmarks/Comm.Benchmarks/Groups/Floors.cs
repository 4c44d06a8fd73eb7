using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Benchmarks.Groups;

/// <summary>
/// The calls RFC 9420 makes unavoidable, operation by operation. Codec, padding, checks without cryptography, allocation and
/// what only we ask for (the GroupInfo of every commit) are not in them: they are what the ratio shows.
/// </summary>
internal static class Floors
{
    public const string Formulas = """
        d = parents on the filtered direct path of leaf 0, N = members
        encrypt  sign + aead1K + aead32 + 5 expand
                 (§6.1; §9.1 key, nonce, next; §6.3.2 key, nonce)
        decrypt  verify + aead1K + aead32 + 5 expand
        schedule 2 extract + 11 expand + 2 hmac + 2 hash
                 (§8 joiner, epoch, nine secrets; §6.1, §6.2 tags; §8.2 transcript)
        node     extract + 3 expand + base
                 (§7.4 path secret, node secret; RFC 9180 §7.1.3 DeriveKeyPair)
        hpke     3 extract + 3 expand + agree + aead32
                 (RFC 9180 §4.1, §5.1; the sealing side one base more)
        commit   2 sign + base + d (node + hpke + base) + (2d + 1) hash + schedule
                 (§7.2 leaf, §6.1; §7.8, §7.9 tree and parent hashes)
        process  2 verify + hpke + d node + (2d + 1) hash + schedule
        sparse   2 sign + base + d node + (N - 1) (hpke + base) + (2d + 1) hash + schedule
                 (§7.6 a ciphertext for every other member, since no parent but the committer's has a key)
        add      4 sign + base + 2 (N - 1) verify + d node + (N - 1) (hpke + base) + (3N + 2d) hash + schedule + one aead
                 of the encrypted GroupInfo
                 (§10.1 leaf and KeyPackage, §12.4.3.1 a joiner's secrets; §5.2 KeyPackageRef, §7.8)
        join     (N + 2) verify + hpke + d node + (4N) hash + schedule + one aead of the encrypted GroupInfo
                 (§12.4.3.1 every leaf, GroupInfo; §7.8 2N - 1 nodes, §7.9.2 two candidates for N - 1 parents)
        """;

    private static readonly Calls s_schedule = new()
    {
        Extract = 2,
        Expand = 11,
        Hmac = 2,
        Hash = 2,
    };

    private static readonly Calls s_node = new()
    {
        Extract = 1,
        Expand = 3,
        Base = 1,
    };

    private static readonly Calls s_hpke = new()
    {
        Extract = 3,
        Expand = 3,
        Agree = 1,
        AeadShort = 1,
    };

    public static Calls Encrypt { get; } =
        new()
        {
            Sign = 1,
            AeadKibibyte = 1,
            AeadShort = 1,
            Expand = 5,
        };

    public static Calls Decrypt { get; } = Encrypt with { Sign = 0, Verify = 1 };

    public static Calls Commit(int parents) =>
        new Calls
        {
            Sign = 2,
            Base = 1 + parents,
            Hash = (2 * parents) + 1,
        }
        + (parents * (s_node + s_hpke))
        + s_schedule;

    public static Calls SparseCommit(int members, int parents) =>
        new Calls
        {
            Sign = 2,
            Base = 1,
            Hash = (2 * parents) + 1,
        }
        + (parents * s_node)
        + ((members - 1) * (s_hpke + new Calls { Base = 1 }))
        + s_schedule;

    /// <summary>Without the encrypted GroupInfo, whose length is not fixed.</summary>
    public static Calls AddAll(int members, int parents) =>
        SparseCommit(members, parents)
        + new Calls
        {
            Sign = 2,
            Verify = 2 * (members - 1),
            Hash = 3 * members,
        };

    public static Calls Process(int parents) =>
        new Calls { Verify = 2, Hash = (2 * parents) + 1 } + s_hpke + (parents * s_node) + s_schedule;

    /// <summary>Without the encrypted GroupInfo, whose length is not fixed.</summary>
    public static Calls Join(int members, int parents) =>
        new Calls { Verify = members + 2, Hash = 4 * members } + s_hpke + (parents * s_node) + s_schedule;

    public static int ParentsAbove(Group group) =>
        FilteredPath.Of(group.Tree, group.OwnLeafIndex)?.Steps.Length
        ?? throw new InvalidOperationException("A member has a place in the tree.");
}
