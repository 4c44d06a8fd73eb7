using Comm.Mls.Groups;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Welcomes to groups that branch off another one only by name (RFC 9420 §11.3, §12.4.3.1).</summary>
public sealed class BranchForgeryTests : IDisposable
{
    private static readonly ForgedFounding s_honest = new()
    {
        Suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
        Usage = ResumptionPskUsage.Branch,
    };

    private readonly ForgedSuccession _groups = new();

    public void Dispose()
    {
        Assert.Equal(MlsFault.None, _groups.Join(s_honest));
        Assert.Equal(MlsFault.None, _groups.Join(s_honest with { Others = [] }));
        _groups.Dispose();
    }

    [Theory, Trait("Rule", "V-BRANCH-01")]
    [InlineData(1)]
    [InlineData(2)]
    public void ALaterEpochThanTheFirstIsRefused(int commits) => AssertNoBranch(s_honest with { CommitsBefore = commits });

    [Fact, Trait("Rule", "V-BRANCH-02")]
    public void AnotherSuiteThanTheOldGroupsIsRefused() =>
        AssertNoBranch(s_honest with { Suite = CipherSuiteId.X25519Aes128GcmSha256Ed25519 });

    [Fact, Trait("Rule", "V-BRANCH-03")]
    public void SomebodyWhoIsNotInTheOldGroupIsRefused()
    {
        AssertNoBranch(s_honest with { Others = ["dave"] });
        AssertNoBranch(s_honest with { Others = ["carol", "dave"] });
    }

    private void AssertNoBranch(ForgedFounding plan) => Assert.Equal(MlsFault.Mismatch, _groups.Join(plan));
}
