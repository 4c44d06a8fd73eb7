using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

public sealed class PrivateTreeTests
{
    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    [Fact]
    public void RetiringAVersionZeroesOnlyWhatTheNextOneLacks()
    {
        TestGroup group = TestGroup.Settled(s_suite, 4);
        TestMember member = group.At(1);
        PrivateTree old = member.Own;
        Subtree shared = group.Tree.Root.Find(TreeMath.NodeOfLeaf(1))!;
        Subtree replaced = group.Tree.Root;
        Secret kept = old.KeysOf(shared)!.PrivateKey;
        Secret gone = old.KeysOf(replaced)!.PrivateKey;

        // Retires the old version of everybody.
        group.Commit(3);

        Assert.Same(kept, member.Own.KeysOf(shared)!.PrivateKey);
        Assert.Equal(32, kept.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => gone.Span.Length);
    }

    [Fact]
    public void GivingUpANextVersionLeavesTheOldOneWhole()
    {
        TestGroup group = TestGroup.Settled(s_suite, 4);
        TestMember member = group.At(1);
        byte[] before = member.SavedKeys();
        HpkeKeyPair abandoned = s_suite.GenerateKeyPair();
        PrivateTree next = member.Own.Next(group.Tree, new NodeKeys(TreeMath.NodeOfLeaf(1), abandoned));

        next.Retire(member.Own);

        Assert.Equal(before, member.SavedKeys());
        Assert.Throws<ObjectDisposedException>(() => abandoned.PrivateKey.Span.Length);
        group.Commit(1);
    }

    [Fact]
    public void KeysOfBlankedParentsAreNotCarriedOn()
    {
        TestGroup group = TestGroup.Settled(s_suite, 4);
        PrivateTree own = group.At(0).Own;
        RatchetTree tree = group.Tree.Remove(1);

        PrivateTree next = own.Next(tree);

        Assert.NotNull(own.KeysOf(group.Tree.Root));
        Assert.All(tree.Root.InOrder(), place => Assert.Equal(place.Index == 0, next.KeysOf(place) is not null));
    }

    [Fact]
    public void StoredKeysAreReadBackAndAnythingShorterIsRefused()
    {
        TestGroup group = TestGroup.Settled(s_suite, 5);
        TestMember member = group.At(2);
        byte[] saved = member.SavedKeys();

        var reader = new MlsReader(saved);
        Assert.True(PrivateTree.TryLoad(ref reader, out PrivateTree? loaded));
        Assert.True(reader.IsAtEnd);
        member.Own = loaded;
        Assert.Equal(saved, member.SavedKeys());
        group.Commit(4);

        for (int length = 0; length < saved.Length; length++)
        {
            var truncated = new MlsReader(saved.AsMemory(0, length));
            Assert.False(PrivateTree.TryLoad(ref truncated, out _));
        }
    }
}
