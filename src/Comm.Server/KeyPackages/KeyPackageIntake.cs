using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.KeyPackages;

/// <summary>A KeyPackage that a coordinator could use, under its reference.</summary>
internal sealed record CheckedKeyPackage(
    Opaque Reference,
    ReadOnlyMemory<byte> Content,
    DateTimeOffset ExpiresAt,
    bool IsLastResort
);

/// <summary>Asks of a KeyPackage what the one who claims it will ask: nobody shall find out in the middle of adding someone.</summary>
internal sealed class KeyPackageIntake(ClosedGroupRules rules, TimeProvider clock, ILogger<KeyPackageIntake> logger)
{
    /// <summary>Null unless every one of them is good.</summary>
    public IReadOnlyList<CheckedKeyPackage>? TryCheck(DeviceId owner, IReadOnlyList<ReadOnlyMemory<byte>> packages)
    {
        var good = new List<CheckedKeyPackage>(packages.Count);
        foreach (ReadOnlyMemory<byte> bytes in packages)
        {
            if (TryCheck(owner, bytes, out MlsFault fault) is not { } package)
            {
                KeyPackageLog.Refused(logger, owner, fault);
                return null;
            }

            good.Add(package);
        }

        return good;
    }

    private CheckedKeyPackage? TryCheck(DeviceId owner, ReadOnlyMemory<byte> bytes, out MlsFault fault)
    {
        fault = MlsFault.Malformed;
        if (
            bytes.Length > WireLimits.MaxKeyPackageBytes
            || !MlsCodec.TryDecode(bytes.Span, out MlsMessage? message)
            || message.KeyPackage is not { } package
        )
        {
            return null;
        }

        if (package.CipherSuite != ClosedGroupRules.Suite)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        // V-KP-10
        fault = KeyPackageValidation.Check(package, rules, clock.GetUtcNow());
        if (fault != MlsFault.None)
        {
            return null;
        }

        if (!DeviceCertificate.TryFind(package.LeafNode, out DeviceCertificate? certificate) || certificate.Device != owner)
        {
            fault = MlsFault.RefusedByRules;
            return null;
        }

        return new CheckedKeyPackage(
            package.ComputeReference(),
            bytes,
            ToInstant(package.LeafNode.Lifetime!.NotAfter),
            package.IsLastResort
        );
    }

    /// <summary>The wire has room for the year 584,942,417,355; our calendar ends with 9999.</summary>
    private static DateTimeOffset ToInstant(ulong seconds) =>
        seconds < (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : DateTimeOffset.MaxValue;
}
