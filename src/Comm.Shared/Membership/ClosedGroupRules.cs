using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;

namespace Comm.Shared.Membership;

/// <summary>
/// The product's rules (design D6 and D7), the same for clients and server: every leaf carries a certificate that chains to the
/// platform's root; a leaf is only ever replaced by one of the same device and officer; coordinators add, remove and change the
/// policy; nobody is in a group twice with one device.
/// </summary>
/// <param name="rootKey">The platform's root public key, Ed25519.</param>
/// <param name="clock">
/// Given where a change is made or taken in; null where the log is read back, since a certificate that has expired since does
/// not undo what was done while it was valid.
/// </param>
public sealed class ClosedGroupRules(Opaque rootKey, TimeProvider? clock) : IMembershipRules
{
    /// <summary>The suite of this product's groups and KeyPackages, 0x0003 (design D2).</summary>
    public const CipherSuiteId Suite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519;

    // RFC 9420 §7.2 has every application set one. Our clients' key packages are good for 90 days.
    private static readonly TimeSpan s_longestLifetime = TimeSpan.FromDays(100);

    public bool AcceptsLeaf(LeafNode leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return DeviceCertificate.TryFind(leaf, out DeviceCertificate? certificate)
            // V-POL-01
            && certificate.ChainsTo(rootKey.Span)
            // V-POL-03
            && (clock is null || certificate.IsValidAt(clock.GetUtcNow()))
            && HasBoundedLifetime(leaf)
            // V-POL-04
            && leaf.Capabilities.Supports(DeviceCertificate.LeafExtension)
            && leaf.Capabilities.Supports(GroupPolicy.ContextExtension);
    }

    public bool AcceptsSuccessor(LeafNode current, LeafNode successor) =>
        // V-SUCC-08
        DeviceCertificate.TryFind(current, out DeviceCertificate? before)
        && DeviceCertificate.TryFind(successor, out DeviceCertificate? after)
        // V-SUCC-05
        && before.Device == after.Device
        // V-SUCC-06
        && before.Officer == after.Officer
        // V-SUCC-07
        && before.Administration == after.Administration
        // V-SUCC-09: what an administration has replaced, roles and validity, does not come back.
        && after.Validity.NotBefore >= before.Validity.NotBefore;

    public bool AcceptsContext(Extensions groupContextExtensions) =>
        // V-POL-05
        GroupPolicy.TryFind(groupContextExtensions, out _) && RequiresOurExtensions(groupContextExtensions);

    public bool AcceptsProposal(Proposal proposal, ProposalAuthor author, GroupContext context, RatchetTree tree)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(tree);
        return author switch
        {
            MemberAuthor member => AcceptsFromMember(proposal, member.Leaf, context),

            // V-XPROP-10: The delivery service may ask for somebody to be put out, a revoked device for one, and for nothing else.
            ExternalAuthor => proposal is RemoveProposal,

            // V-XPROP-08, V-EXT-18: Nobody outside asks to be added, or brings a pre-shared key: the product has none.
            _ => false,
        };
    }

    /// <summary>Nobody is in a group twice with one device; its id is the leaf's identity.</summary>
    public bool AcceptsMembers(RatchetTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        HashSet<Opaque> devices = [];
        // V-POL-07, V-PROP-21
        return tree.Members.All(member => devices.Add(member.Leaf.Credential.Identity));
    }

    /// <summary>
    /// Only for a device that is in the group and has lost its state: who was removed cannot walk back in. That joiner and replaced
    /// are one device has been asked of <see cref="AcceptsSuccessor"/>; but nothing of the old leaf's is signed here, so the key has
    /// to be the same too, or a second certificate for the device would be enough to take its place.
    /// </summary>
    public bool AcceptsExternalCommit(LeafNode joiner, Member? replaced, GroupContext context, RatchetTree tree)
    {
        ArgumentNullException.ThrowIfNull(joiner);
        // V-EXT-16
        return replaced is not null && joiner.SignatureKey == replaced.Leaf.SignatureKey;
    }

    private static bool AcceptsFromMember(Proposal proposal, LeafNode author, GroupContext context) =>
        proposal switch
        {
            UpdateProposal => true,
            // V-POL-06
            RemoveProposal => IsCoordinator(author, context),
            GroupContextExtensionsProposal => IsCoordinator(author, context),
            AddProposal => IsCoordinator(author, context),
            _ => false,
        };

    // V-LEAF-18. Only a key package's leaf has a lifetime.
    private static bool HasBoundedLifetime(LeafNode leaf) =>
        leaf.Lifetime is not { } lifetime
        || (
            lifetime.NotAfter >= lifetime.NotBefore
            && lifetime.NotAfter - lifetime.NotBefore <= (ulong)s_longestLifetime.TotalSeconds
        );

    /// <summary>By its certificate and by the group's policy, both.</summary>
    public static bool IsCoordinator(LeafNode author, GroupContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return GroupPolicy.TryFind(context.Extensions, out GroupPolicy? policy)
            && DeviceCertificate.TryFind(author, out DeviceCertificate? certificate)
            && policy.IsCoordinator(certificate);
    }

    private static bool RequiresOurExtensions(Extensions groupContextExtensions) =>
        groupContextExtensions.TryFind(ExtensionType.RequiredCapabilities, out Opaque bytes)
        && MlsCodec.TryDecode(bytes.Span, out RequiredCapabilities? required)
        && required.ExtensionTypes.Contains((ushort)DeviceCertificate.LeafExtension)
        && required.ExtensionTypes.Contains((ushort)GroupPolicy.ContextExtension);
}
