using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Welcomes that an adder bent (RFC 9420 §12.4.3.1): the newcomer refuses each and can still join by the honest one.</summary>
public sealed class WelcomeForgeryTests : IDisposable
{
    private readonly ForgedWelcome _welcome = new();

    private ForgedGroup Room => _welcome.Room;

    private Forge Forge => _welcome.Room.Forge;

    public void Dispose() => _welcome.Dispose();

    [Fact, Trait("Rule", "V-WELCOME-01")]
    public void AWelcomeForSomebodyElseIsRefused()
    {
        using KeyPackageSecrets other = Room.Dave.NewKeyPackage();
        Assert.Null(Group.TryJoin(_welcome.Honest, other, OpenRules.Instance, out MlsFault fault));
        Assert.Equal(MlsFault.CannotDecrypt, fault);
        Assert.Equal(MlsFault.CannotDecrypt, _welcome.Join(_welcome.Honest with { Secrets = [] }));
    }

    [Fact, Trait("Rule", "V-WELCOME-02")]
    public void AWelcomeOfAnotherSuiteIsRefused()
    {
        foreach (CipherSuiteId suite in (CipherSuiteId[])[CipherSuiteId.X25519Aes128GcmSha256Ed25519, (CipherSuiteId)0x0A0A])
        {
            Assert.Equal(MlsFault.UnsupportedSuite, _welcome.Join(_welcome.Honest with { CipherSuite = suite }));
        }
    }

    [Fact, Trait("Rule", "V-WELCOME-03")]
    public void GroupSecretsThatDoNotOpenAreRefused()
    {
        EncryptedGroupSecrets own = _welcome.Honest.Secrets[0];
        HpkeCiphertext[] garbled = [new(Forge.NewKey(), own.Secrets.Ciphertext), new(default, default)];
        foreach (HpkeCiphertext secrets in garbled)
        {
            Assert.Equal(
                MlsFault.CannotDecrypt,
                _welcome.Join(_welcome.Honest with { Secrets = [own with { Secrets = secrets }] })
            );
        }

        // They are bound to the encrypted GroupInfo beside them.
        Opaque another = Forge.WelcomeWith(_welcome.Honest, _welcome.Keys, info => info with { Signer = 1 }).EncryptedGroupInfo;
        Assert.Equal(MlsFault.CannotDecrypt, _welcome.Join(_welcome.Honest with { EncryptedGroupInfo = another }));
    }

    [Theory, Trait("Rule", "V-WELCOME-04")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void SecretsOfAnotherLengthAreRefused(int length)
    {
        _welcome.AssertRefusedByNewcomer(
            MlsFault.CannotDecrypt,
            bendSecrets: secrets => new GroupSecrets(secrets.JoinerSecret.Copy(), new Secret(length), [])
        );
        _welcome.AssertRefusedByNewcomer(
            MlsFault.CannotDecrypt,
            bendSecrets: secrets => new GroupSecrets(new Secret(length), secrets.PathSecret!.Copy(), [])
        );
    }

    [Fact, Trait("Rule", "V-WELCOME-05")]
    public void AGroupInfoThatDoesNotOpenIsRefused() =>
        _welcome.AssertRefusedByNewcomer(
            MlsFault.CannotDecrypt,
            bendSecrets: secrets => new GroupSecrets(Secret.Random(32), secrets.PathSecret!.Copy(), [])
        );

    [Fact, Trait("Rule", "V-WELCOME-06")]
    public void AGroupInfoThatTheSignerHasNotSignedIsRefused()
    {
        _welcome.AssertRefused(MlsFault.BadSignature, info => info with { Signer = 1 });
        using TestMember other = new("other");
        other.Create("another room");
        GroupInfo foreign = other.Group.ExportGroupInfo(other.Signer, GroupInfoParts.RatchetTree);
        _welcome.AssertRefused(MlsFault.BadSignature, _ => foreign);
        Assert.False(Room.Server.Matches(foreign));
    }

    [Theory, Trait("Rule", "V-WELCOME-07")]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(uint.MaxValue)]
    public void ASignerWhoIsNotThereIsRefused(uint leaf) =>
        _welcome.AssertRefused(MlsFault.BadSignature, info => info with { Signer = leaf });

    [Fact, Trait("Rule", "V-WELCOME-08")]
    public void AGroupOfAnotherSuiteIsRefused()
    {
        foreach (CipherSuiteId suite in (CipherSuiteId[])[CipherSuiteId.X25519Aes128GcmSha256Ed25519, (CipherSuiteId)0x0A0A])
        {
            _welcome.AssertRefusedByNewcomer(
                MlsFault.UnsupportedSuite,
                info => InContext(info, context => context with { CipherSuite = suite })
            );
        }
    }

    [Fact, Trait("Rule", "V-WELCOME-09")]
    public void AGroupOfAnotherVersionIsNotRead() =>
        _welcome.AssertRefusedByNewcomer(
            MlsFault.CannotDecrypt,
            info => InContext(info, context => context with { Version = (ProtocolVersion)2 })
        );

    [Fact, Trait("Rule", "V-WELCOME-10")]
    public void AGroupInfoWithoutATreeIsRefused()
    {
        _welcome.AssertRefused(MlsFault.Malformed, info => info with { Extensions = Extensions.None });
        _welcome.AssertRefused(
            MlsFault.Malformed,
            info => info with { Extensions = info.Extensions.With(new Extension(ExtensionType.RatchetTree, new byte[] { 1 })) }
        );
    }

    [Fact, Trait("Rule", "V-WELCOME-11")]
    public void AGroupInfoWithoutTheNewcomerIsRefused()
    {
        // Sound in itself, and therefore for the server; but of the epoch before.
        GroupInfo before = Room.Mallory.Group.ExportGroupInfo(Room.Mallory.Signer, GroupInfoParts.RatchetTree);
        _welcome.AssertRefusedByNewcomer(MlsFault.Mismatch, _ => before);
        Assert.NotNull(PublicGroup.TryCreate(before, OpenRules.Instance, out _));
    }

    [Fact, Trait("Rule", "V-WELCOME-11")]
    public void AnotherLeafOfTheNewcomersIsRefused()
    {
        // Dave is in the tree, but not with the key package to which the Welcome is sealed.
        using KeyPackageSecrets other = Room.Dave.NewKeyPackage();
        Welcome welcome = Forge.WelcomeWith(_welcome.Honest, _welcome.Keys, info => info, sealedTo: other.KeyPackage);
        Assert.Null(Group.TryJoin(welcome, other, OpenRules.Instance, out MlsFault fault));
        Assert.Equal(MlsFault.Mismatch, fault);
    }

    [Fact, Trait("Rule", "V-WELCOME-12")]
    public void APathSecretThatIsNotTheTreesIsRefused() =>
        _welcome.AssertRefusedByNewcomer(
            MlsFault.InvalidPath,
            bendSecrets: secrets => new GroupSecrets(secrets.JoinerSecret.Copy(), Secret.Random(32), [])
        );

    [Fact, Trait("Rule", "V-WELCOME-13")]
    public void WhatTheKeyScheduleDoesNotConfirmIsRefused()
    {
        // Nothing of this can be seen without the epoch's secrets.
        Func<GroupInfo, GroupInfo>[] bends =
        [
            info => InContext(info, context => context with { Epoch = 77 }),
            info => InContext(info, context => context with { ConfirmedTranscriptHash = new byte[32] }),
            info => info with { ConfirmationTag = new byte[32] },
        ];
        foreach (Func<GroupInfo, GroupInfo> bend in bends)
        {
            _welcome.AssertRefusedByNewcomer(MlsFault.BadConfirmationTag, bend);
        }

        foreach (int length in (int[])[0, 31, 33])
        {
            _welcome.AssertRefused(MlsFault.Malformed, info => info with { ConfirmationTag = new byte[length] });
        }
    }

    [Fact, Trait("Rule", "V-WELCOME-14")]
    public void ContextExtensionsThatTheNewcomerLacksAreRefused()
    {
        Extension unknown = new((ExtensionType)0xF0F0, "unknown"u8.ToArray());
        Extension required = new RequiredCapabilities([0xF0F0], [], []).ToContextExtension();
        foreach (Extension extension in (Extension[])[unknown, required])
        {
            _welcome.AssertRefused(
                MlsFault.MissingCapability,
                info => InContext(info, context => context with { Extensions = Extensions.Of(extension) })
            );
        }
    }

    [Fact, Trait("Rule", "V-WELCOME-15")]
    public void GreaseInAGroupInfoIsTaken()
    {
        Extension grease = new((ExtensionType)0x6A6A, "grease"u8.ToArray());
        Welcome greased = Forge.WelcomeWith(
            _welcome.Honest,
            _welcome.Keys,
            info => info with { Extensions = info.Extensions.With(grease) }
        );
        JoinedGroup? joined = Group.TryJoin(greased, _welcome.Keys, OpenRules.Instance, out _);
        Assert.NotNull(joined);
        Assert.Equal(grease, Assert.Single(joined.WelcomeExtensions));
        joined.Group.Dispose();
    }

    // Else the commit after it, which anybody in the group could send, would have no number.
    [Theory, Trait("Rule", "V-WELCOME-16")]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 1)]
    [InlineData(1UL << 63)]
    public void AnEpochThatNoGroupLivesToIsRefused(ulong epoch) =>
        _welcome.AssertRefused(MlsFault.Malformed, info => InContext(info, context => context with { Epoch = epoch }));

    [Fact, Trait("Rule", "V-WELCOME-18")]
    public void WhatTheRulesRefuseIsNotJoined()
    {
        _welcome.AssertRefused(
            MlsFault.RefusedByRules,
            info => info,
            new Strict { Leaf = leaf => leaf.Credential != Room.Carol.Settings.Credential }
        );
        _welcome.AssertRefused(MlsFault.RefusedByRules, info => info, new Strict { Context = _ => false });
        _welcome.AssertRefused(MlsFault.RefusedByRules, info => info, new Strict { Members = _ => false });
    }

    [Fact, Trait("Rule", "V-PSK-06")]
    public void AWelcomeWithAKeyThatTheNewcomerLacksIsRefused() =>
        _welcome.AssertRefusedByNewcomer(
            MlsFault.MissingPsk,
            bendSecrets: secrets => new GroupSecrets(
                secrets.JoinerSecret.Copy(),
                secrets.PathSecret!.Copy(),
                [PreSharedKeyId.External("key"u8.ToArray(), new byte[32])]
            )
        );

    [Fact, Trait("Rule", "V-XPROP-09")]
    public void ExternalSendersThatCannotBeReadAreRefused()
    {
        Extensions damaged = Extensions.Of(new Extension(ExtensionType.ExternalSenders, new byte[] { 1 }));
        _welcome.AssertRefused(MlsFault.Malformed, info => InContext(info, context => context with { Extensions = damaged }));
    }

    [Fact, Trait("Rule", "V-COMMIT-18")]
    public void OnlyTheCommitsOwnGroupInfoMatchesIt()
    {
        PublicGroup next = Room
            .Server.TryApply(TestMember.OverTheWire(_welcome.Commit.Commit).PublicMessage!, OpenRules.Instance, out _)!
            .Next;
        GroupInfo honest = _welcome.Commit.GroupInfo.GroupInfo!;
        Assert.True(next.Matches(honest));
        Assert.False(next.Matches(Room.Mallory.Group.ExportGroupInfo(Room.Mallory.Signer, GroupInfoParts.None)));
        Assert.False(next.Matches(Forge.Sign(honest with { ConfirmationTag = new byte[32] })));
        Assert.False(next.Matches(Forge.Sign(honest with { Signer = 1 })));
        Assert.False(next.Matches(Forge.Sign(InContext(honest, context => context with { TreeHash = new byte[32] }))));
        Assert.False(next.Matches(honest with { Signature = new byte[64] }));
    }

    private static GroupInfo InContext(GroupInfo info, Func<GroupContext, GroupContext> bend) =>
        info with
        {
            GroupContext = bend(info.GroupContext),
        };
}
