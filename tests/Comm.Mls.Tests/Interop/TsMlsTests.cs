using System.Text;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Interop;

/// <summary>
/// Vectors test receiving; only another implementation tests sending. Create, add, remove, commit and messages with ts-mls, in
/// both roles.
/// </summary>
public sealed class TsMlsTests
{
    private const string NotInstalled = "The interop peer is not installed: run 'npm ci' in tests/interop (./test does).";

    public static TheoryData<CipherSuiteId> Suites => GroupLifeTests.Suites;

    [SkippableTheory, MemberData(nameof(Suites))]
    public void TheyJoinOurGroupAndBothWriteAndCommit(CipherSuiteId suite)
    {
        Skip.IfNot(TsMlsPeer.IsInstalled, NotInstalled);
        using TestMember us = new("us", suite);
        using TsMlsPeer they = TsMlsPeer.Start();
        us.Create();

        StagedCommit add = us.Commit(new CommitRequest { Add = [they.KeyPackage(suite, "they").KeyPackage!] });
        Assert.Equal(Authenticator(us), they.Join(add.Welcome!));
        Assert.Equal("ours"u8, they.Read(us.Send("ours")));
        Assert.Equal("theirs", us.Read(they.Send("theirs"u8)));

        StagedCommit renewal = us.Commit(new CommitRequest());
        Assert.Equal(Authenticator(us), they.Follow(renewal.Commit));
        foreach (bool publicMessage in new[] { true, false })
        {
            (MlsMessage commit, _, string authenticator) = they.Commit(publicMessage);
            Assert.IsType<ReceivedCommit>(us.Receive(commit));
            Assert.Equal(authenticator, Authenticator(us));
        }

        Assert.Equal("ours again"u8, they.Read(us.Send("ours again")));
        Assert.Equal("theirs again", us.Read(they.Send("theirs again"u8)));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void WeJoinTheirGroupAndBothWriteAndCommit(CipherSuiteId suite)
    {
        Skip.IfNot(TsMlsPeer.IsInstalled, NotInstalled);
        using TestMember us = new("us", suite);
        using TsMlsPeer they = TsMlsPeer.Start();
        they.KeyPackage(suite, "they");
        they.Create("c0ffee");
        using KeyPackageSecrets ours = us.NewKeyPackage();

        (_, MlsMessage? welcome, string authenticator) = they.Commit(true, TsMlsPeer.Add(MlsMessage.Of(ours.KeyPackage)));
        us.Join(welcome!, ours);
        Assert.Equal(authenticator, Authenticator(us));
        Assert.Equal("theirs", us.Read(they.Send("theirs"u8)));
        Assert.Equal("ours"u8, they.Read(us.Send("ours")));
        StagedCommit renewal = us.Commit(new CommitRequest());
        Assert.Equal(Authenticator(us), they.Follow(renewal.Commit));
        Assert.Equal("ours again"u8, they.Read(us.Send("ours again")));
    }

    [SkippableTheory, MemberData(nameof(Suites))]
    public void MixedGroupAddsAndRemovesInBothDirections(CipherSuiteId suite)
    {
        Skip.IfNot(TsMlsPeer.IsInstalled, NotInstalled);
        using TestMember we = new("we", suite);
        using TestMember friend = new("friend", suite);
        using TestMember late = new("late", suite);
        using TsMlsPeer they = TsMlsPeer.Start();
        using TsMlsPeer others = TsMlsPeer.Start();
        using KeyPackageSecrets friendsKeys = friend.NewKeyPackage();
        using KeyPackageSecrets latesKeys = late.NewKeyPackage();

        // We add two of theirs and one of ours at once.
        we.Create();
        StagedCommit first = we.Commit(
            new CommitRequest
            {
                Add =
                [
                    they.KeyPackage(suite, "they").KeyPackage!,
                    friendsKeys.KeyPackage,
                    others.KeyPackage(suite, "others").KeyPackage!,
                ],
            }
        );
        they.Join(first.Welcome!);
        others.Join(first.Welcome!);
        friend.Join(first.Welcome!, friendsKeys);

        // They add one of ours.
        (MlsMessage second, MlsMessage? welcome, string authenticator) = they.Commit(
            true,
            TsMlsPeer.Add(MlsMessage.Of(latesKeys.KeyPackage))
        );
        we.Receive(second);
        friend.Receive(second);
        others.Follow(second);
        late.Join(welcome!, latesKeys);
        Assert.Equal(authenticator, Authenticator(we));
        Assert.Equal(authenticator, Authenticator(late));

        // The newcomer removes one of theirs; one of theirs removes one of ours.
        StagedCommit third = late.Commit(new CommitRequest { Remove = [3] });
        we.Receive(third.Commit);
        friend.Receive(third.Commit);
        Assert.Equal(Authenticator(we), they.Follow(third.Commit));
        (MlsMessage fourth, _, string last) = they.Commit(false, TsMlsPeer.Remove(2));
        we.Receive(fourth);
        late.Receive(fourth);
        Assert.Null(Assert.IsType<ReceivedCommit>(friend.Receive(fourth)).Next);
        Assert.Equal(last, Authenticator(we));
        Assert.Equal(last, Authenticator(late));

        // A proposal of ours that they commit.
        StagedProposal proposal = late.Group.ProposeUpdate(late.Signer, late.Rules);
        late.GoTo(proposal.Next);
        we.Receive(proposal.Message);
        they.Follow(proposal.Message);
        (MlsMessage fifth, _, string final) = they.Commit(true);
        we.Receive(fifth);
        late.Receive(fifth);
        Assert.Equal(final, Authenticator(late));
        Assert.Equal(final, Authenticator(we));
        Assert.Equal("to all", late.Read(we.Send("to all")));
        Assert.Equal("to all", Encoding.UTF8.GetString(they.Read(late.Send("to all"))));
    }

    private static string Authenticator(TestMember member) => member.Group.EpochAuthenticator.ToString();
}
