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
    /// Joins by a Welcome (RFC 9420 §12.4.3.1): the tree and every member are checked as if they came from a stranger. That the group's
    /// id is not one the caller is in already (§12.4.3) is for the caller to see, who knows its other groups.
    /// </summary>
    /// <param name="welcome">Which names <paramref name="own"/> among its <see cref="Welcome.NewMembers"/>.</param>
    /// <param name="own">Stays the caller's, and is not used up by a refusal. Unless it is of last resort, it is good for one Welcome.</param>
    /// <param name="rules">Asked about every member and the group.</param>
    /// <param name="fault">Why not.</param>
    /// <param name="options">What else we have to bring along.</param>
    /// <returns>Null when it is refused.</returns>
    public static JoinedGroup? TryJoin(
        Welcome welcome,
        KeyPackageSecrets own,
        IMembershipRules rules,
        out MlsFault fault,
        JoinRequest? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(welcome);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(rules);
        // V-WELCOME-02
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

        options ??= new JoinRequest();
        if (TryFindFounding(secrets, options, out Founding? founding) is { } refusal)
        {
            fault = refusal;
            return null;
        }

        using Secret? pskSecret = PskSecret.TryDerive(
            suite,
            secrets.Psks,
            id => FindPreSharedKey(id, founding?.Previous, options)
        );
        // V-PSK-06
        if (pskSecret is null)
        {
            fault = MlsFault.MissingPsk;
            return null;
        }

        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(suite, secrets.JoinerSecret, pskSecret);
        GroupInfo? info = WelcomeCipher.TryOpenGroupInfo(suite, welcomeSecret, welcome.EncryptedGroupInfo);
        // V-WELCOME-05
        if (info is null)
        {
            fault = MlsFault.CannotDecrypt;
            return null;
        }

        // V-WELCOME-08
        if (info.GroupContext.CipherSuite != suite.Id)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        if (PublicGroup.TryCreate(info, rules, out fault, options.RatchetTree) is not { } publicGroup)
        {
            return null;
        }

        if (
            options.AcceptsSigner is { } accepts
            && !(publicGroup.Tree.Leaf(info.Signer) is { } signer && accepts(signer, info.GroupContext))
        )
        {
            fault = MlsFault.RefusedByRules;
            return null;
        }

        // V-REINIT-09: without a key of the old group it is anybody's, whatever its name.
        fault =
            founding is not null ? CheckDescent(publicGroup, founding, rules)
            : publicGroup.Context.GroupId == options.Previous?.ReInit?.GroupId ? MlsFault.Mismatch
            : MlsFault.None;
        if (fault != MlsFault.None)
        {
            return null;
        }

        Group? group = TryEnter(publicGroup, info, own, secrets, pskSecret, EpochHistory.Empty(options.Lifetimes), out fault);
        // V-WELCOME-15
        return group is null ? null : new JoinedGroup(group, info.Extensions.Without(ExtensionType.RatchetTree));
    }

    /// <summary>
    /// The group that the new one follows or branches off, if its Welcome says so: the only one of its kind, and at hand
    /// (RFC 9420 §12.4.3.1).
    /// </summary>
    private static MlsFault? TryFindFounding(GroupSecrets secrets, JoinRequest options, out Founding? founding)
    {
        founding = null;
        foreach (PreSharedKeyId id in secrets.Psks)
        {
            if (id.Type != PskType.Resumption || id.Usage == ResumptionPskUsage.Application)
            {
                continue;
            }

            // V-PSK-07
            if (founding is not null)
            {
                return MlsFault.InvalidPsk;
            }

            if (
                options.Previous is not { } previous
                || previous.Context.GroupId != id.GroupId
                // V-REINIT-07
                || (id.Usage == ResumptionPskUsage.ReInit && previous.Context.Epoch != id.Epoch)
            )
            {
                return MlsFault.MissingPsk;
            }

            founding = new Founding(id.Usage, previous);
        }

        return null;
    }

    private static Secret? FindPreSharedKey(PreSharedKeyId id, Group? previous, JoinRequest options) =>
        id.Type == PskType.Resumption && id.GroupId == previous?.Context.GroupId && previous.ResumptionKey(id.Epoch) is { } own
            ? own
        : options.PreSharedKeyStore is { } store && store.TryFind(id, out Secret? key) ? key
        : null;

    private static Group? TryEnter(
        PublicGroup publicGroup,
        GroupInfo info,
        KeyPackageSecrets own,
        GroupSecrets secrets,
        Secret pskSecret,
        EpochHistory history,
        out MlsFault fault
    )
    {
        CipherSuite suite = publicGroup.Suite;
        Member? self = publicGroup.Members.FirstOrDefault(member => member.Leaf == own.KeyPackage.LeafNode);
        // V-WELCOME-11
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
        // V-WELCOME-13
        if (!epoch.VerifyConfirmationTag(publicGroup.Context.ConfirmedTranscriptHash, info.ConfirmationTag))
        {
            epoch.Dispose();
            privateTree.Dispose();
            fault = MlsFault.BadConfirmationTag;
            return null;
        }

        // Until here nothing of the key package was used up: V-WELCOME-19
        fault = MlsFault.None;
        return new Group(publicGroup, epoch, privateTree, history);
    }
}
