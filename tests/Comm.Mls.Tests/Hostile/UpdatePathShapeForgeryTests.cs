using System.Collections.Immutable;
using Comm.Mls.Tests.Tree;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Update paths of a shape that the tree does not ask for, or from a place that is nobody's.</summary>
public sealed class UpdatePathShapeForgeryTests : IDisposable
{
    private readonly BentPath _path = new();

    public void Dispose() => _path.Dispose();

    [Fact]
    public void TheHonestPathIsTaken() => _path.AssertFault(TreeFault.None, _path.Honest.Path);

    [Fact, Trait("Rule", "V-COMMIT-07")]
    public void APathOfAnotherLengthIsRefused()
    {
        _path.AssertFault(TreeFault.PathLength, _path.Honest.Path with { Nodes = _path.Honest.Path.Nodes[..2] });
        _path.AssertFault(TreeFault.PathLength, _path.Honest.Path with { Nodes = [] });
        _path.AssertFault(
            TreeFault.PathLength,
            _path.Honest.Path with
            {
                Nodes = _path.Honest.Path.Nodes.Add(_path.Honest.Path.Nodes[0]),
            }
        );
    }

    [Fact, Trait("Rule", "V-COMMIT-08")]
    public void ACiphertextTooFewOrTooManyIsRefused()
    {
        ImmutableArray<HpkeCiphertext> secrets = _path.Honest.Path.Nodes[2].EncryptedPathSecret;
        _path.AssertFault(TreeFault.PathCiphertexts, _path.WithNode(2, node => node with { EncryptedPathSecret = secrets[..1] }));
        _path.AssertFault(
            TreeFault.PathCiphertexts,
            _path.WithNode(2, node => node with { EncryptedPathSecret = [.. secrets, secrets[0]] })
        );
    }

    [Fact, Trait("Rule", "V-COMMIT-08")]
    public void WhoCountsTheNewMembersInIsRefused()
    {
        RatchetTree? applied = _path.Tree.TryApply(
            BentPath.Sender,
            _path.Honest.Path,
            new HashSet<uint>(),
            TestGroup.GroupId,
            out TreeFault fault
        );

        Assert.Null(applied);
        Assert.Equal(TreeFault.PathCiphertexts, fault);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(uint.MaxValue)]
    [InlineData(BentPath.Added)]
    public void ASenderWithoutAPlaceIsRefused(uint sender)
    {
        Assert.Null(_path.Tree.TryApply(sender, _path.Honest.Path, _path.NewLeaves, TestGroup.GroupId, out TreeFault fault));
        Assert.Equal(TreeFault.Sender, fault);
        Assert.Null(_path.Receive(_path.Honest.Tree, 0, sender, _path.Honest.Path));
    }

    [Fact]
    public void APathSentUnderAnotherMembersNameIsRefused()
    {
        Assert.Null(_path.Tree.TryApply(4, _path.Honest.Path, _path.NewLeaves, TestGroup.GroupId, out TreeFault fault));
        Assert.NotEqual(TreeFault.None, fault);
    }
}
