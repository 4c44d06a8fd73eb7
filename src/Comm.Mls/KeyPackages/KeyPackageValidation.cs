using Comm.Mls.Groups;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.KeyPackages;

/// <summary>What RFC 9420 §10.1 asks of a KeyPackage.</summary>
public static class KeyPackageValidation
{
    /// <summary>
    /// A KeyPackage as it is handed out or about to be used: everything that can be known of it alone, its lifetime included.
    /// </summary>
    /// <param name="keyPackage">From anybody.</param>
    /// <param name="rules">Asked about its leaf.</param>
    /// <param name="now">The time that its lifetime has to cover.</param>
    /// <returns>Why not, or <see cref="MlsFault.None"/>.</returns>
    public static MlsFault Check(KeyPackage keyPackage, IMembershipRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keyPackage);
        ArgumentNullException.ThrowIfNull(rules);
        if (CipherSuite.Find(keyPackage.CipherSuite) is not { } suite)
        {
            return MlsFault.UnsupportedSuite;
        }

        MlsFault fault = Check(suite, keyPackage, rules);
        if (fault != MlsFault.None)
        {
            return fault;
        }

        // V-KP-10
        return keyPackage.LeafNode.Lifetime!.Covers(now) ? MlsFault.None : MlsFault.Expired;
    }

    /// <summary>
    /// A KeyPackage in an Add that is received. Its lifetime is not asked (§7.3: it might have expired on the way); whoever
    /// sends it has asked.
    /// </summary>
    internal static MlsFault Check(CipherSuite suite, KeyPackage keyPackage, IMembershipRules rules)
    {
        // V-KP-01, V-KP-06
        if (keyPackage.Version != ProtocolVersion.Mls10 || keyPackage.CipherSuite != suite.Id)
        {
            return MlsFault.UnsupportedSuite;
        }

        LeafNode leaf = keyPackage.LeafNode;
        if (
            leaf.Lifetime is not { } lifetime
            // V-KP-09
            || lifetime.NotBefore > lifetime.NotAfter
            // V-KP-04
            || keyPackage.InitKey == leaf.EncryptionKey
            // V-KP-05
            || !suite.IsValidHpkePublicKey(keyPackage.InitKey.Span)
        )
        {
            return MlsFault.InvalidKeyPackage;
        }

        // V-KP-02. The package's own extensions are not looked at: V-KP-08
        MlsFault fault = LeafNodeValidation.Check(suite, leaf, LeafNodeSource.KeyPackage, [], 0, rules);
        if (fault != MlsFault.None)
        {
            return fault;
        }

        // V-KP-03
        return IsSigned(suite, keyPackage) ? MlsFault.None : MlsFault.BadSignature;
    }

    /// <summary>
    /// Looks at the signatures of many at once, on several cores, so that <see cref="Check(CipherSuite, KeyPackage,
    /// IMembershipRules)"/>, which decides, finds the good ones verified. Says nothing of the others.
    /// </summary>
    internal static void VerifyAhead(CipherSuite suite, IReadOnlyList<KeyPackage> keyPackages)
    {
        if (keyPackages.Count > Batch.MostInSequence)
        {
            Batch.Run(
                keyPackages,
                keyPackage =>
                    LeafNodeSignature.Verify(suite, keyPackage.LeafNode, [], 0) == TreeFault.None && IsSigned(suite, keyPackage)
            );
        }
    }

    private static bool IsSigned(CipherSuite suite, KeyPackage keyPackage)
    {
        if (VerifiedSignatures.Contains(keyPackage, suite, [], 0))
        {
            return true;
        }

        bool isGood = suite.VerifyWithLabel(
            keyPackage.LeafNode.SignatureKey.Span,
            "KeyPackageTBS",
            keyPackage.ToBeSigned(),
            keyPackage.Signature.Span
        );
        if (isGood)
        {
            VerifiedSignatures.Add(keyPackage, suite, [], 0);
        }

        return isGood;
    }
}
