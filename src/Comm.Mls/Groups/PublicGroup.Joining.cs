using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class PublicGroup
{
    /// <summary>
    /// A group as a GroupInfo describes it: tree, capabilities, every member and the signature checked (RFC 9420 §12.4.3.1).
    /// Whether it is the group's true state only its confirmation tag tells, to members.
    /// </summary>
    /// <param name="info">From anybody.</param>
    /// <param name="rules">Asked about every member and the group.</param>
    /// <param name="fault">Why not.</param>
    /// <param name="ratchetTree">The tree where the GroupInfo has no ratchet_tree extension; if both are there, this one counts.</param>
    /// <returns>Null when it is refused.</returns>
    public static PublicGroup? TryCreate(GroupInfo info, IMembershipRules rules, out MlsFault fault, Opaque? ratchetTree = null)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(rules);
        GroupContext context = info.GroupContext;
        if (CipherSuite.Find(context.CipherSuite) is not { } suite)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        // V-WELCOME-10
        if (TryReadTree(suite, info, ratchetTree) is not { } tree)
        {
            fault = MlsFault.Malformed;
            return null;
        }

        fault = CheckWhole(suite, info, tree, rules);
        return fault == MlsFault.None
            ? new PublicGroup(
                suite,
                context,
                tree,
                TranscriptHash.Interim(suite, context.ConfirmedTranscriptHash, info.ConfirmationTag),
                info.ConfirmationTag,
                ImmutableDictionary<Opaque, AuthoredProposal>.Empty,
                null
            )
            : null;
    }

    /// <summary>
    /// Whether an uploaded GroupInfo describes exactly this group: same context, same confirmation tag, signed by a member.
    /// </summary>
    public bool Matches(GroupInfo uploaded)
    {
        ArgumentNullException.ThrowIfNull(uploaded);
        // V-COMMIT-18
        return uploaded.GroupContext == Context && uploaded.ConfirmationTag == ConfirmationTag && IsSigned(Suite, uploaded, Tree);
    }

    private static RatchetTree? TryReadTree(CipherSuite suite, GroupInfo info, Opaque? given)
    {
        if (given is not { } nodes && !info.Extensions.TryFind(ExtensionType.RatchetTree, out nodes))
        {
            return null;
        }

        MlsReader reader = new(nodes.Memory);
        return RatchetTree.TryRead(suite, ref reader, out RatchetTree? tree) && reader.IsAtEnd ? tree : null;
    }

    private static MlsFault CheckWhole(CipherSuite suite, GroupInfo info, RatchetTree tree, IMembershipRules rules)
    {
        GroupContext context = info.GroupContext;

        // V-WELCOME-16: An epoch beyond what a group can live to, and a signed column hold: the next ones would not be numbers any more.
        if (info.ConfirmationTag.Length != suite.HashSize || context.Epoch > long.MaxValue)
        {
            return MlsFault.Malformed;
        }

        // V-TREE-10
        if (tree.TreeHash != context.TreeHash || tree.Validate(context.GroupId.Span) != TreeFault.None)
        {
            return MlsFault.InvalidTree;
        }

        if (!IsSigned(suite, info, tree))
        {
            return MlsFault.BadSignature;
        }

        foreach ((_, LeafNode leaf) in tree.Members)
        {
            // V-TREE-13
            if (!LeafNodeValidation.IsSound(leaf, suite.Id))
            {
                return MlsFault.InvalidLeaf;
            }

            // V-WELCOME-18
            if (!rules.AcceptsLeaf(leaf))
            {
                return MlsFault.RefusedByRules;
            }
        }

        MlsFault fault = MembershipValidation.Check(tree, context.Extensions, rules);
        if (fault != MlsFault.None)
        {
            return fault;
        }

        return rules.AcceptsContext(context.Extensions) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    private static bool IsSigned(CipherSuite suite, GroupInfo info, RatchetTree tree) =>
        // V-WELCOME-07
        tree.Leaf(info.Signer)
            is { } signer
        // V-WELCOME-06
        && suite.VerifyWithLabel(signer.SignatureKey.Span, "GroupInfoTBS", info.ToBeSigned(), info.Signature.Span);
}
