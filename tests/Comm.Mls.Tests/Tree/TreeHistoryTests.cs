using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

/// <summary>Long histories of commits. What each of them has to keep is in <see cref="TestGroup.Commit"/>.</summary>
public sealed class TreeHistoryTests
{
    // The NIST curves are slower, and the tree is the same whatever the suite: their histories are shorter.
    [Theory]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 1, 40)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 2, 40)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 3, 40)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 4, 40)]
    [InlineData(CipherSuiteId.X25519Aes128GcmSha256Ed25519, 5, 40)]
    [InlineData(CipherSuiteId.P256Aes128GcmSha256P256, 3, 12)]
    [InlineData(CipherSuiteId.P521Aes256GcmSha512P521, 7, 12)]
    [InlineData(CipherSuiteId.P384Aes256GcmSha384P384, 4, 8)]
    public void EveryMemberFollowsAHistoryOfAddsRemovesUpdatesAndEmptyCommits(CipherSuiteId suite, int seed, int commits)
    {
        var dice = new Dice(seed);
        var group = new TestGroup(CipherSuite.Get(suite));
        int largest = 1;
        for (int commit = 0; commit < commits; commit++)
        {
            uint[] leaves = dice.Shuffled([.. group.Members.Select(member => member.Leaf)]);
            (uint committer, uint[] others) = (leaves[0], leaves[1..]);
            bool isCrowd = dice.Below(4) == 0;
            int adds = dice.Below(2) * Math.Min(dice.Below(isCrowd ? 12 : 4), 40 - leaves.Length);
            int removes = dice.Below(2) * Math.Min(dice.Below(isCrowd ? 6 : 3), others.Length / 2);
            int updates = dice.Below(2) * Math.Min(dice.Below(3), others.Length - removes);
            if (dice.Below(4) == 0)
            {
                group.AddWithoutPath(adds);
            }
            else
            {
                group.Commit(committer, adds, others[..removes], others[removes..(removes + updates)]);
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

    // The root was set from the left, and the newcomer is unmerged at the root and at the root's right child, the sibling whose
    // original tree hash the root's parent hash has (RFC 9420 §7.9).
    [Fact]
    public void ANewcomerDoesNotUndoTheParentHashOfTheOtherSide()
    {
        TestGroup group = TestGroup.Settled(CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519), 8);
        group.Commit(0, removes: [5]);
        group.Commit(4);
        group.Commit(1);

        group.AddWithoutPath(1);

        Assert.True(group.Tree.Root.Content!.Parent!.Lists(5));
        Assert.True(group.Tree.Root.Right!.Content!.Parent!.Lists(5));
    }

    // Leaf 0 is filled below a parent whose key the others there hold: only the leaf is left out of the encryption.
    [Fact]
    public void ANewcomerDoesNotKeepThePathFromItsNeighbours()
    {
        TestGroup group = TestGroup.Settled(CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519), 8);
        group.Commit(4, removes: [0]);
        group.Commit(2);
        Assert.Equal("3", string.Join(' ', group.Tree.Resolution(3)));

        group.Commit(4, adds: 1);

        Assert.Equal("3 0", string.Join(' ', group.Tree.Resolution(3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void WhoComesInByAnExternalCommitHearsAndIsHeard(int members)
    {
        TestGroup group = TestGroup.Settled(CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519), members);

        group.JoinExternally();
        Assert.Equal(members + 1, group.Members.Count);
        group.Commit((uint)members);
        group.Commit(0, adds: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void WhoReplacesItselfByAnExternalCommitTakesItsPlaceAgain(int members)
    {
        TestGroup group = TestGroup.Settled(CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519), members);

        group.JoinExternally(replaced: (uint)members - 1);

        Assert.Equal(members, group.Members.Count);
        Assert.NotNull(group.Tree.Leaf((uint)members - 1));
        group.Commit((uint)members - 1);
        group.Commit(0);
    }
}
