using System.Security.Cryptography;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>What a new group is like, whoever founds it.</summary>
    private sealed record GroupSettings(CipherSuite Suite, Opaque GroupId, Extensions ContextExtensions);

    /// <summary>A group that is set up with the resumption key of another one, and as what.</summary>
    private sealed record Founding(ResumptionPskUsage Usage, Group Previous);

    /// <summary>An id that nobody else will come upon (RFC 9420 §11): 32 random bytes.</summary>
    public static Opaque NewId() => RandomNumberGenerator.GetBytes(32);

    /// <summary>A new group with one member (RFC 9420 §11).</summary>
    /// <param name="suiteId">The group's, as long as it lives.</param>
    /// <param name="groupId">The group's, as long as it lives: <see cref="NewId"/>, or any that nobody else has.</param>
    /// <param name="settings">What the creator's leaf says.</param>
    /// <param name="lifetime">Of the creator's leaf.</param>
    /// <param name="signer">The key of the creator's leaf.</param>
    /// <param name="contextExtensions">The group's own, such as <see cref="RequiredCapabilities"/>.</param>
    /// <param name="rules">Asked first, as newcomers will.</param>
    /// <param name="lifetimes">How long the group keeps keys; null: <see cref="KeyLifetimes.Default"/>.</param>
    /// <exception cref="ArgumentException">The rules refuse the leaf or the extensions, or the suite is not ours.</exception>
    public static Group Create(
        CipherSuiteId suiteId,
        Opaque groupId,
        LeafSettings settings,
        Lifetime lifetime,
        ISigner signer,
        Extensions contextExtensions,
        IMembershipRules rules,
        KeyLifetimes? lifetimes = null
    )
    {
        GroupSettings group = new(CipherSuite.Get(suiteId), groupId, contextExtensions);
        return TryCreate(group, settings, lifetime, signer, rules, lifetimes, out MlsFault fault)
            ?? throw new ArgumentException($"The group would not take its own creator or extensions: {fault}.");
    }

    /// <summary>
    /// Sets up the group that this group's committed ReInit announced (RFC 9420 §11.2), with its whole membership. Any member can do
    /// it. The commit in the answer is nobody's to read: the Welcome is what counts.
    /// </summary>
    /// <param name="request">A KeyPackage of every other member, for the new suite.</param>
    /// <param name="signer">The key of the founder's leaf in the new group.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>Null when the others would refuse it.</returns>
    /// <exception cref="InvalidOperationException">No ReInit was committed in this group.</exception>
    public StagedCommit? TryReinitialize(SuccessorRequest request, ISigner signer, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(request);
        ReInitProposal reInit = ReInit ?? throw new InvalidOperationException("No ReInit was committed in this group.");
        if (CipherSuite.Find(reInit.CipherSuite) is not { } suite || reInit.Version != ProtocolVersion.Mls10)
        {
            fault = MlsFault.UnsupportedSuite;
            return null;
        }

        GroupSettings group = new(suite, reInit.GroupId, reInit.Extensions);
        return TryFound(group, ResumptionPskUsage.ReInit, request, signer, rules, out fault);
    }

    /// <summary>
    /// Sets up a group of some of this group's members, with its suite (RFC 9420 §11.3). The commit in the answer is nobody's to
    /// read: the Welcome is what counts.
    /// </summary>
    /// <param name="groupId">The new group's: <see cref="NewId"/>, or any that nobody else has.</param>
    /// <param name="contextExtensions">The new group's own.</param>
    /// <param name="request">A KeyPackage of each of the others.</param>
    /// <param name="signer">The key of the founder's leaf in the new group.</param>
    /// <param name="rules">Asked first, as the others will.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>Null when the others would refuse it.</returns>
    /// <exception cref="InvalidOperationException">This group was reinitialized.</exception>
    public StagedCommit? TryBranch(
        Opaque groupId,
        Extensions contextExtensions,
        SuccessorRequest request,
        ISigner signer,
        IMembershipRules rules,
        out MlsFault fault
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireOpen();
        GroupSettings group = new(Suite, groupId, contextExtensions);
        return TryFound(group, ResumptionPskUsage.Branch, request, signer, rules, out fault);
    }

    private StagedCommit? TryFound(
        GroupSettings group,
        ResumptionPskUsage usage,
        SuccessorRequest request,
        ISigner signer,
        IMembershipRules rules,
        out MlsFault fault
    )
    {
        KeyLifetimes lifetimes = request.KeyLifetimes ?? _history.Lifetimes;
        using Group? first = TryCreate(group, request.Leaf, request.Lifetime, signer, rules, lifetimes, out fault);
        return first?.TryFound(new Founding(usage, this), request, signer, rules, out fault);
    }

    private static Group? TryCreate(
        GroupSettings group,
        LeafSettings settings,
        Lifetime lifetime,
        ISigner signer,
        IMembershipRules rules,
        KeyLifetimes? lifetimes,
        out MlsFault fault
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(rules);
        (CipherSuite suite, Opaque groupId, Extensions extensions) = group;
        using KeyPackageSecrets own = KeyPackageSecrets.Create(suite.Id, settings, lifetime, signer);
        LeafNode leaf = own.KeyPackage.LeafNode;
        RatchetTree tree = RatchetTree.WithCreator(suite, leaf);
        fault = LeafNodeValidation.Check(suite, leaf, LeafNodeSource.KeyPackage, groupId.Span, 0, rules);
        if (fault == MlsFault.None)
        {
            fault = MembershipValidation.Check(tree, extensions, rules);
        }

        if (fault == MlsFault.None && !rules.AcceptsContext(extensions))
        {
            fault = MlsFault.RefusedByRules;
        }

        if (fault != MlsFault.None)
        {
            return null;
        }

        GroupContext context = new(ProtocolVersion.Mls10, suite.Id, groupId, 0, tree.TreeHash, Opaque.Empty, extensions);
        EpochSecrets epoch = EpochSecrets.OfCreator(suite);
        return new Group(
            PublicGroup.OfCreator(suite, context, tree, epoch.ConfirmationTag(context.ConfirmedTranscriptHash)),
            epoch,
            PrivateTree.OfLeaf(0, new HpkeKeyPair(leaf.EncryptionKey, own.LeafKey.Copy())),
            EpochHistory.Empty(lifetimes)
        );
    }

    private StagedCommit? TryFound(
        Founding founding,
        SuccessorRequest successor,
        ISigner signer,
        IMembershipRules rules,
        out MlsFault fault
    )
    {
        CommitRequest request = new()
        {
            Add = successor.Others,
            Now = successor.Now,
            PreSharedKeys =
            [
                PreSharedKeyId.Resumption(
                    founding.Usage,
                    founding.Previous.Context.GroupId,
                    founding.Previous.Context.Epoch,
                    PreSharedKeyId.FreshNonce(Suite.Id)
                ),
            ],
        };
        if (TryCommit(request, signer, rules, founding, out fault) is not { } staged)
        {
            return null;
        }

        fault = CheckDescent(staged.Next._public, founding, rules);
        if (fault == MlsFault.None)
        {
            return staged.WithoutCurrent();
        }

        staged.Next.Dispose();
        return null;
    }

    /// <summary>
    /// Whether a group is the one that another's ReInit announced, or branches off it (RFC 9420 §11.2, §11.3, §12.4.3.1).
    /// </summary>
    private static MlsFault CheckDescent(PublicGroup group, Founding founding, IMembershipRules rules)
    {
        GroupContext context = group.Context;
        PublicGroup previous = founding.Previous._public;
        bool fits =
            // V-REINIT-04, V-BRANCH-01
            context.Epoch == 1
            && founding.Usage switch
            {
                // V-REINIT-06
                ResumptionPskUsage.ReInit => previous.ReInit is { } reInit
                    // V-REINIT-05
                    && context.GroupId == reInit.GroupId
                    && context.Version == reInit.Version
                    && context.CipherSuite == reInit.CipherSuite
                    && context.Extensions.Equals(reInit.Extensions)
                    // V-REINIT-08, V-SUCC-04
                    && previous.Members.All(old => group.Members.Any(member => rules.AcceptsSuccessor(old.Leaf, member.Leaf))),
                // V-BRANCH-02
                _ => context.Version == previous.Context.Version
                    && context.CipherSuite == previous.Context.CipherSuite
                    // V-BRANCH-03
                    && group.Members.All(member => previous.Members.Any(old => rules.AcceptsSuccessor(old.Leaf, member.Leaf))),
            };
        return fits ? MlsFault.None : MlsFault.Mismatch;
    }
}
