using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Commits and Welcomes with pre-shared keys (RFC 9420 §8.4), of the insider's own choosing.</summary>
internal sealed partial class Forge
{
    /// <summary>Of this epoch (RFC 9420 §8.6). The forge's own.</summary>
    public Secret ResumptionKey => _epoch.ResumptionPsk;

    /// <summary>A whole commit that mixes <paramref name="keys"/> in, and names them in the order of <paramref name="named"/>.</summary>
    public MlsMessage CommitWith(IReadOnlyList<(PreSharedKeyId Id, Secret Key)> keys, IEnumerable<PreSharedKeyId>? named = null)
    {
        ImmutableArray<Proposal> proposals = Naming(named ?? keys.Select(key => key.Id));
        using PathUpdate path = MakePath(proposals, out AppliedProposals applied);
        using Secret pskSecret = PskSecret.Derive(Suite, keys);
        AuthenticatedContent signed = Sign(Draft(new Commit([.. proposals.Select(ProposalOrRef.Of)], path.Path)));
        CommitSecrets secrets = new(_epoch.InitSecret, path.CommitSecret, pskSecret);
        return MlsMessage.Of(Tag(Confirm(_public, signed, path.Tree, applied.Extensions, secrets)));
    }

    /// <summary>
    /// The Welcome of a commit that adds and mixes keys in, whatever the library thinks of them: everything in it is right, and the
    /// group that it describes is whichever the insider is in. The Welcome names the keys in the order of <paramref name="named"/>.
    /// </summary>
    public Welcome Found(
        ImmutableArray<KeyPackage> added,
        IReadOnlyList<(PreSharedKeyId Id, Secret Key)> keys,
        IEnumerable<PreSharedKeyId>? named = null
    )
    {
        ImmutableArray<Proposal> proposals =
        [
            .. added.Select(package => new AddProposal(package)),
            .. Naming(keys.Select(key => key.Id)),
        ];
        using PathUpdate path = MakePath(proposals, out AppliedProposals applied);
        AuthenticatedContent signed = Sign(Draft(new Commit([.. proposals.Select(ProposalOrRef.Of)], path.Path)));
        GroupContext next = _public.NextContext(signed, path.Tree, applied.Extensions);
        byte[] encoded = MlsCodec.Encode(next);
        using Secret pskSecret = PskSecret.Derive(Suite, keys);
        using Secret joiner = EpochSecrets.DeriveJoinerSecret(Suite, _epoch.InitSecret, path.CommitSecret, encoded);
        using EpochSecrets epoch = EpochSecrets.FromJoinerSecret(Suite, joiner, pskSecret, encoded);
        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(Suite, joiner, pskSecret);
        using MlsWriter tree = new();
        path.Tree.Write(tree);
        Extensions extensions = Extensions.Of(new Extension(ExtensionType.RatchetTree, tree.ToArray()));
        Opaque tag = epoch.ConfirmationTag(next.ConfirmedTranscriptHash);
        GroupInfo info = Sign(new GroupInfo(next, extensions, tag, OwnLeafIndex, Opaque.Empty));
        Opaque sealedInfo = WelcomeCipher.SealGroupInfo(Suite, welcomeSecret, info);
        ImmutableArray<PreSharedKeyId> ids = [.. named ?? keys.Select(key => key.Id)];
        return new Welcome(
            Suite.Id,
            [
                .. applied.Added.Select(member =>
                {
                    using GroupSecrets secrets = new(joiner.Copy(), path.PathSecretFor(member.LeafIndex)?.Copy(), ids);
                    return WelcomeCipher.SealSecrets(Suite, member.KeyPackage, secrets, sealedInfo);
                }),
            ],
            sealedInfo
        );
    }

    private static ImmutableArray<Proposal> Naming(IEnumerable<PreSharedKeyId> ids) =>
        [.. ids.Select(id => new PreSharedKeyProposal(id))];
}
