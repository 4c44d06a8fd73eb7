using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Shared.Tests.Membership;

public sealed class GroupPolicyTests
{
    private static readonly Coordinator Claire = new(AdministrationCode.Of("FR"), Identifier.Create<OfficerId>());

    [Fact]
    public void CoordinatorIsNamedByAdministrationAndOfficerAndNeedsTheRole()
    {
        GroupPolicy policy = Policy(Claire);

        Assert.True(policy.IsCoordinator(Certificate("FR", Claire.Officer, Roles.Officer | Roles.Coordinator)));
        Assert.False(policy.IsCoordinator(Certificate("FR", Claire.Officer, Roles.Officer)));
        Assert.False(policy.IsCoordinator(Certificate("FR2", Claire.Officer, Roles.Officer | Roles.Coordinator)));
        Assert.False(policy.IsCoordinator(Certificate("BR", Claire.Officer, Roles.Officer | Roles.Coordinator)));
        Assert.False(policy.IsCoordinator(Certificate("FR", Identifier.Create<OfficerId>(), Roles.Coordinator)));
    }

    [Fact]
    public void PolicyIsReadAsItWasWrittenWhateverTheOrderOfItsCoordinators()
    {
        Coordinator[] coordinators =
        [
            new(AdministrationCode.Of("BR"), OfficerId.From(new Guid("00000000-0000-0000-0000-000000000002"))),
            new(AdministrationCode.Of("BR"), OfficerId.From(new Guid("80000000-0000-0000-0000-000000000001"))),
            new(AdministrationCode.Of("FR"), OfficerId.From(new Guid("00000000-0000-0000-0000-000000000001"))),
        ];
        byte[] written = MlsCodec.Encode(Policy(coordinators));

        Assert.True(MlsCodec.TryDecode(written, out GroupPolicy? policy));
        Assert.Equal(coordinators, policy.Coordinators);
        Assert.Equal(written, MlsCodec.Encode(Policy([.. coordinators.Reverse()])));
    }

    [Fact]
    public void CoordinatorsOutOfOrderTwiceOrNotThereAreRefused()
    {
        Coordinator other = new(AdministrationCode.Of("FR"), Identifier.Create<OfficerId>());
        byte[] good = MlsCodec.Encode(Policy(Claire, other));
        Coordinator[] ordered = MlsCodec.TryDecode(good, out GroupPolicy? policy) ? [.. policy.Coordinators] : [];

        Assert.Equal(good, Written(ordered));
        Assert.False(IsRead(Written([ordered[1], ordered[0]])));
        Assert.False(IsRead(Written([Claire, Claire])));
        Assert.False(IsRead(Written([])));
    }

    [Fact]
    public void PolicyCutAnywhereOrOfAnotherVersionIsRefused()
    {
        byte[] good = MlsCodec.Encode(Policy(Claire));
        for (int length = 0; length < good.Length; length++)
        {
            Assert.False(IsRead(good[..length]));
        }

        // Version 1 named coordinators by officer alone.
        Assert.False(IsRead([1, .. good[1..]]));
    }

    private static bool IsRead(byte[] bytes) => MlsCodec.TryDecode(bytes, out GroupPolicy? _);

    private static GroupPolicy Policy(params Coordinator[] coordinators) =>
        new(GroupMode.Exercise, [.. coordinators], HistoryForNewcomers: false, 30, HandlingCeiling.Amber, FormSetHash: default);

    /// <summary>The bytes of such a policy, coordinators as given.</summary>
    private static byte[] Written(Coordinator[] coordinators)
    {
        using var writer = new MlsWriter();
        writer.WriteUInt8(2);
        writer.WriteUInt8((byte)GroupMode.Exercise);
        int start = writer.BeginVector();
        foreach (Coordinator coordinator in coordinators)
        {
            coordinator.Write(writer);
        }

        writer.EndVector(start);
        writer.WriteUInt8(0);
        writer.WriteUInt32(30);
        writer.WriteUInt8((byte)HandlingCeiling.Amber);
        writer.WriteVector([]);
        return writer.ToArray();
    }

    private static DeviceCertificate Certificate(string administration, OfficerId officer, Roles roles)
    {
        using Secret key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
        Opaque publicKey = SignatureAlgorithm.Ed25519.GetPublicKey(key);
        var validity = new Lifetime(0, ulong.MaxValue);
        return DeviceCertificate.Issue(
            key,
            AdministrationCertificate.Issue(key, AdministrationCode.Of(administration), publicKey, validity),
            Identifier.Create<DeviceId>(),
            officer,
            "Officer",
            roles,
            publicKey,
            validity
        );
    }
}
