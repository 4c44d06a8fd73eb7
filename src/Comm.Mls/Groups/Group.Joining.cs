using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>
    /// Joins by a Welcome with the ratchet tree inside (RFC 9420 §12.4.3.1): the tree and every member are checked as if they
    /// came from a stranger. Null and why not; <paramref name="own"/> is not used up by a refusal.
    /// </summary>
    /// <param name="extensions">What the adder put beside the tree in the encrypted GroupInfo.</param>
    public static Group? TryJoin(
        Welcome welcome,
        KeyPackageSecrets own,
        IMembershipRules rules,
        out Extensions extensions,
        out MlsFault fault
    )
    {
        ArgumentNullException.ThrowIfNull(welcome);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(rules);
        extensions = Extensions.None;
        if (welcome.CipherSuite != own.KeyPackage.CipherSuite || CipherSuite.Find(welcome.CipherSuite) is not { } suite)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        using GroupSecrets? secrets = WelcomeCipher.TryOpenSecrets(suite, welcome, own.Reference, own.InitKeys);
        if (secrets is null)
        {
            fault = MlsFault.CannotDecrypt;
            return null;
        }

        if (!secrets.Psks.IsEmpty)
        {
            fault = MlsFault.UnsupportedProposal;
            return null;
        }

        using Secret noPsk = PskSecret.None(suite);
        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(suite, secrets.JoinerSecret, noPsk);
        GroupInfo? info = WelcomeCipher.TryOpenGroupInfo(suite, welcomeSecret, welcome.EncryptedGroupInfo);
        if (info is null)
        {
            fault = MlsFault.CannotDecrypt;
            return null;
        }

        if (info.GroupContext.CipherSuite != suite.Id)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        if (PublicGroup.TryCreate(info, rules, out fault) is not { } publicGroup)
        {
            return null;
        }

        extensions = info.Extensions.Without(ExtensionType.RatchetTree);
        return TryEnter(publicGroup, info, own, secrets, noPsk, out fault);
    }

    private static Group? TryEnter(
        PublicGroup publicGroup,
        GroupInfo info,
        KeyPackageSecrets own,
        GroupSecrets secrets,
        Secret pskSecret,
        out MlsFault fault
    )
    {
        CipherSuite suite = publicGroup.Suite;
        Member? self = publicGroup.Members.FirstOrDefault(member => member.Leaf == own.KeyPackage.LeafNode);
        if (self is null)
        {
            fault = MlsFault.Mismatch;
            return null;
        }

        if (
            TreeKem.TryImplant(publicGroup.Tree, self.LeafIndex, own.LeafKey, info.Signer, secrets.PathSecret)
            is not { } privateTree
        )
        {
            fault = MlsFault.InvalidPath;
            return null;
        }

        EpochSecrets epoch = EpochSecrets.FromJoinerSecret(
            suite,
            secrets.JoinerSecret,
            pskSecret,
            MlsCodec.Encode(publicGroup.Context)
        );
        if (!epoch.VerifyConfirmationTag(publicGroup.Context.ConfirmedTranscriptHash, info.ConfirmationTag))
        {
            epoch.Dispose();
            privateTree.Dispose();
            fault = MlsFault.BadConfirmationTag;
            return null;
        }

        fault = MlsFault.None;
        return new Group(
            publicGroup,
            epoch,
            epoch.CreateSecretTree(publicGroup.Tree.LeafCount),
            privateTree,
            ImmutableDictionary<Opaque, HpkeKeyPair>.Empty
        );
    }
}
