using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tests.Vectors;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Tree;

public sealed class SavedTreeTests
{
    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void ASavedTreeIsTheSameTree(int members)
    {
        RatchetTree tree = TestGroup.Of(s_suite, members).Tree;
        MlsReader reader = new(Saved(tree));

        Assert.True(SavedTree.TryRead(s_suite, ref reader, out RatchetTree? loaded));
        Assert.True(reader.IsAtEnd);
        Assert.Equal(tree.Encode(), loaded.Encode());
        Assert.Equal(tree.TreeHash, loaded.TreeHash);
    }

    [Fact]
    public void ATruncatedOneDoesNotLoadAndADamagedOneDoesNotThrow()
    {
        RatchetTree tree = TestGroup.Settled(s_suite, 3).Tree;
        byte[] saved = Saved(tree);
        for (int length = 0; length < saved.Length; length++)
        {
            MlsReader reader = new(saved.AsMemory(0, length));
            Assert.False(SavedTree.TryRead(s_suite, ref reader, out _));
        }

        for (int position = 0; position < saved.Length; position++)
        {
            byte[] damaged = [.. saved];
            damaged[position] ^= 0x10;
            MlsReader reader = new(damaged);
            if (SavedTree.TryRead(s_suite, ref reader, out RatchetTree? loaded))
            {
                // Storage is trusted: what is damaged in a leaf is not looked for. It is a tree all the same.
                Assert.InRange(loaded.MemberCount, 1u, loaded.LeafCount);
            }
        }
    }

    [Fact]
    public void NoMemoryIsTakenForALengthThatNoTreeHas()
    {
        byte[] saved = [0xFF, 0xFF, 0xFF, 0xFF, .. Saved(TestGroup.Of(s_suite, 2).Tree)[4..]];
        MlsReader reader = new(saved);

        Assert.False(SavedTree.TryRead(s_suite, ref reader, out _));
    }

    [Fact]
    public void OneThatBecomesManyTimesSmallerLoadsToo()
    {
        const ExtensionType Long = (ExtensionType)0xF0C1;
        using Groups.TestMember alone = new("alone")
        {
            Settings = new KeyPackages.LeafSettings(
                Credential.Basic("alone"u8.ToArray()),
                Capabilities.Of(s_suite.Id, Long),
                Extensions.Of(new Extension(Long, new byte[50_000]))
            ),
        };
        alone.Create();
        byte[] saved = Saved(alone.Group.Tree);
        Assert.InRange(saved.Length, 1, 1_000);
        MlsReader reader = new(saved);

        Assert.True(SavedTree.TryRead(s_suite, ref reader, out RatchetTree? loaded));
        Assert.Equal(alone.Group.Tree.Encode(), loaded.Encode());
    }

    [Fact]
    public void MemoryIsTakenForWhatIsThereNotForWhatIsSaid()
    {
        // 127 MiB, which is within what may be said.
        byte[] saved = [0x07, 0xF0, 0x00, 0x00, .. Saved(TestGroup.Of(s_suite, 2).Tree)[4..]];
        MlsReader reader = new(saved);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(SavedTree.TryRead(s_suite, ref reader, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    private static byte[] Saved(RatchetTree tree)
    {
        using MlsWriter writer = new();
        SavedTree.Write(tree, writer);
        return writer.ToArray();
    }
}
