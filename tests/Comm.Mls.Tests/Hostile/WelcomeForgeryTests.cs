using Comm.Crypto;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Welcomes that an adder bent: the newcomer refuses each and can still join by the honest one.</summary>
public sealed class WelcomeForgeryTests : IDisposable
{
    private readonly ForgedGroup _group = new();
    private readonly KeyPackageSecrets _dave;
    private readonly StagedCommit _commit;

    public WelcomeForgeryTests()
    {
        _dave = _group.Dave.NewKeyPackage();
        _commit = _group.Mallory.Group.Commit(
            new CommitRequest { Add = [_dave.KeyPackage] },
            _group.Mallory.Signer,
            OpenRules.Instance
        );
    }

    private Welcome Honest => TestMember.OverTheWire(_commit.Welcome!).Welcome!;

    public void Dispose()
    {
        _group.Dave.Join(_commit.Welcome!, _dave);
        Assert.Equal(_commit.Next.EpochAuthenticator, _group.Dave.Group.EpochAuthenticator);
        _commit.Next.Discard(_group.Mallory.Group);
        _dave.Dispose();
        _group.AssertStillWorks();
        _group.Dispose();
    }

    [Fact]
    public void AnotherTreeHashIsRefused() =>
        AssertRefused(MlsFault.InvalidTree, info => InContext(info, context => context with { TreeHash = new byte[32] }));

    [Fact]
    public void TheTreeOfAnotherGroupIsRefused() =>
        AssertRefused(MlsFault.InvalidTree, info => InContext(info, context => context with { GroupId = "other"u8.ToArray() }));

    [Fact]
    public void AGroupInfoWithoutTheNewcomerIsRefused()
    {
        // Sound in itself, and therefore for the server; but of the epoch before.
        GroupInfo before = _group.Mallory.Group.ExportGroupInfo(_group.Mallory.Signer, withTree: true);
        Assert.Equal(MlsFault.Mismatch, Join(_group.Forge.WelcomeWith(Honest, _dave, _ => before)));
        Assert.NotNull(PublicGroup.TryCreate(before, OpenRules.Instance, out _));
    }

    [Fact]
    public void AGroupInfoOfAnotherGroupIsRefused()
    {
        using TestMember other = new("other");
        other.Create("another room");
        GroupInfo foreign = other.Group.ExportGroupInfo(other.Signer, withTree: true);
        AssertRefused(MlsFault.BadSignature, _ => foreign);
        Assert.False(_group.Server.Matches(foreign));
    }

    [Fact]
    public void AGroupInfoWithoutATreeIsRefused()
    {
        AssertRefused(MlsFault.Malformed, info => info with { Extensions = Extensions.None });
        AssertRefused(
            MlsFault.Malformed,
            info => info with { Extensions = info.Extensions.With(new Extension(ExtensionType.RatchetTree, new byte[] { 1 })) }
        );
    }

    [Fact]
    public void AnotherSignerIsRefused()
    {
        AssertRefused(MlsFault.BadSignature, info => info with { Signer = 1 });
        AssertRefused(MlsFault.BadSignature, info => info with { Signer = 7 });
        AssertRefused(MlsFault.BadSignature, info => info with { Signer = uint.MaxValue });
    }

    [Fact]
    public void AnotherSuiteIsRefused() =>
        Assert.Equal(
            MlsFault.UnsupportedSuite,
            Join(
                _group.Forge.WelcomeWith(
                    Honest,
                    _dave,
                    info => InContext(info, context => context with { CipherSuite = CipherSuiteId.X25519Aes128GcmSha256Ed25519 })
                )
            )
        );

    // Else the commit after it, which anybody in the group could send, would have no number.
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 1)]
    [InlineData(1UL << 63)]
    public void AnEpochThatNoGroupLivesToIsRefused(ulong epoch) =>
        AssertRefused(MlsFault.Malformed, info => InContext(info, context => context with { Epoch = epoch }));

    [Fact]
    public void ContextExtensionsThatAMemberLacksAreRefused() =>
        AssertRefused(
            MlsFault.MissingCapability,
            info =>
                InContext(
                    info,
                    context =>
                        context with
                        {
                            Extensions = Extensions.Of(new Extension((ExtensionType)0xF0F0, "unknown"u8.ToArray())),
                        }
                )
        );

    [Fact]
    public void WhatTheKeyScheduleDoesNotConfirmIsRefused()
    {
        // Nothing of this can be seen without the epoch's secrets.
        Assert.Equal(MlsFault.BadConfirmationTag, JoinWith(info => InContext(info, context => context with { Epoch = 77 })));
        Assert.Equal(
            MlsFault.BadConfirmationTag,
            JoinWith(info => InContext(info, context => context with { ConfirmedTranscriptHash = new byte[32] }))
        );
        Assert.Equal(MlsFault.BadConfirmationTag, JoinWith(info => info with { ConfirmationTag = new byte[32] }));
        AssertRefused(MlsFault.Malformed, info => info with { ConfirmationTag = new byte[31] });
    }

    [Fact]
    public void SecretsThatAreNotThoseOfTheTreeAreRefused()
    {
        Assert.Equal(
            MlsFault.InvalidPath,
            JoinWith(info => info, secrets => new GroupSecrets(secrets.JoinerSecret.Copy(), Secret.Random(32), []))
        );
        Assert.Equal(
            MlsFault.CannotDecrypt,
            JoinWith(info => info, secrets => new GroupSecrets(secrets.JoinerSecret.Copy(), Secret.Random(31), []))
        );
        Assert.Equal(
            MlsFault.CannotDecrypt,
            JoinWith(info => info, _ => new GroupSecrets(Secret.Random(32), Secret.Random(32), []))
        );
        Assert.Equal(
            MlsFault.MissingPsk,
            JoinWith(
                info => info,
                secrets => new GroupSecrets(
                    secrets.JoinerSecret.Copy(),
                    secrets.PathSecret!.Copy(),
                    [PreSharedKeyId.External("key"u8.ToArray(), new byte[32])]
                )
            )
        );
    }

    [Fact]
    public void AWelcomeForSomebodyElseIsRefused()
    {
        using KeyPackageSecrets other = _group.Dave.NewKeyPackage();
        Assert.Null(Group.TryJoin(Honest, other, OpenRules.Instance, out _, out MlsFault fault));
        Assert.Equal(MlsFault.CannotDecrypt, fault);
        Assert.Equal(MlsFault.UnsupportedSuite, Join(Honest with { CipherSuite = CipherSuiteId.X25519Aes128GcmSha256Ed25519 }));
    }

    [Fact]
    public void OnlyTheCommitsOwnGroupInfoMatchesIt()
    {
        PublicGroup next = _group
            .Server.TryApply(TestMember.OverTheWire(_commit.Commit).PublicMessage!, OpenRules.Instance, out _)!
            .Next;
        GroupInfo honest = _commit.GroupInfo.GroupInfo!;
        Assert.True(next.Matches(honest));
        Assert.False(next.Matches(_group.Mallory.Group.ExportGroupInfo(_group.Mallory.Signer, withTree: false)));
        Assert.False(next.Matches(_group.Forge.Sign(honest with { ConfirmationTag = new byte[32] })));
        Assert.False(next.Matches(_group.Forge.Sign(honest with { Signer = 1 })));
        Assert.False(next.Matches(_group.Forge.Sign(InContext(honest, context => context with { TreeHash = new byte[32] }))));
        Assert.False(next.Matches(honest with { Signature = new byte[64] }));
    }

    private static GroupInfo InContext(GroupInfo info, Func<GroupContext, GroupContext> bend) =>
        info with
        {
            GroupContext = bend(info.GroupContext),
        };

    /// <summary>By the newcomer, and by a server that is shown the same GroupInfo, for the same reason.</summary>
    private void AssertRefused(MlsFault expected, Func<GroupInfo, GroupInfo> bend)
    {
        GroupInfo? bent = null;
        Assert.Equal(expected, JoinWith(info => bent = bend(info)));
        Assert.Null(PublicGroup.TryCreate(_group.Forge.Sign(bent!), OpenRules.Instance, out MlsFault fault));
        Assert.Equal(expected, fault);
    }

    private MlsFault JoinWith(Func<GroupInfo, GroupInfo> bend, Func<GroupSecrets, GroupSecrets>? bendSecrets = null) =>
        Join(_group.Forge.WelcomeWith(Honest, _dave, bend, bendSecrets));

    private MlsFault Join(Welcome welcome)
    {
        byte[] before = _dave.Save();
        Welcome decoded = TestMember.OverTheWire(MlsMessage.Of(welcome)).Welcome!;
        Assert.Null(Group.TryJoin(decoded, _dave, OpenRules.Instance, out _, out MlsFault fault));
        Assert.Equal(before, _dave.Save());
        return fault;
    }
}
