using System.Buffers.Binary;
using System.Security.Cryptography;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Tree;

/// <summary>Long histories of commits. What each of them has to keep is in <see cref="TestGroup.Commit"/>.</summary>
public sealed class TreeHistoryTests
{
    [Theory]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 1)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 2)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 3)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 4)]
    [InlineData(CipherSuiteId.X25519Aes128GcmSha256Ed25519, 5)]
    [InlineData(CipherSuiteId.P256Aes128GcmSha256P256, 6)]
    public void EveryMemberFollowsAHistoryOfAddsRemovesUpdatesAndEmptyCommits(CipherSuiteId suite, int seed)
    {
        var dice = new Dice(seed);
        var group = new TestGroup(CipherSuite.Get(suite));
        int largest = 1;
        for (int commit = 0; commit < 40; commit++)
        {
            uint[] leaves = dice.Shuffled([.. group.Members.Select(member => member.Leaf)]);
            int mayLeave = Math.Max(0, leaves.Length - 2);
            uint[] removes = leaves[1..][..Math.Min(mayLeave, dice.Below(dice.Below(4) == 0 ? 8 : 2))];
            uint[] updates = leaves[(1 + removes.Length)..][..Math.Min(1, leaves.Length - 1 - removes.Length)];
            int adds = Math.Min(dice.Below(dice.Below(4) == 0 ? 10 : 3), 40 - leaves.Length);
            if (dice.Below(4) == 0)
            {
                group.AddWithoutPath(adds);
            }
            else
            {
                group.Commit(leaves[0], adds, removes, dice.Below(3) == 0 ? updates : []);
            }

            largest = Math.Max(largest, group.Members.Count);
        }

        Assert.True(largest > 8, "A history that never grows tests little.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(40)]
    public void AGroupFilledInOneCommitHearsEveryMember(int members)
    {
        TestGroup group = TestGroup.Of(CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519), members);

        group.Commit((uint)members - 1);
        group.Commit((uint)members / 2);
        group.Commit(0);
    }

    [Fact]
    public void TheLastTwoMembersOfALargeGroupStillHearEachOther()
    {
        TestGroup group = TestGroup.Settled(CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519), 16);

        group.Commit(15, removes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        Assert.Equal(16u, group.Tree.LeafCount);
        Assert.Equal(2, group.Members.Count);

        group.Commit(14);
        group.Commit(14, adds: 3);
        group.Commit(0, removes: [14, 15]);
        Assert.Equal(4u, group.Tree.LeafCount);
    }

    /// <summary>A repeatable sequence: SHA-256 over seed and counter.</summary>
    private sealed class Dice(int seed)
    {
        private int _thrown;

        public int Below(int sides)
        {
            Span<byte> input = stackalloc byte[2 * sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(input, seed);
            BinaryPrimitives.WriteInt32BigEndian(input[sizeof(int)..], _thrown++);
            return (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input)) % (uint)sides);
        }

        public uint[] Shuffled(uint[] values)
        {
            for (int last = values.Length - 1; last > 0; last--)
            {
                int other = Below(last + 1);
                (values[last], values[other]) = (values[other], values[last]);
            }

            return values;
        }
    }
}
