using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>RFC 9420 §7.3 and §11.1, the part that looks at all members together.</summary>
internal static class MembershipValidation
{
    /// <summary>
    /// Whether a leaf can take another's place in a tree that has been checked without anything to check anew. That its keys are
    /// nobody else's is <see cref="RatchetTree.TryApply"/>'s to see.
    /// </summary>
    public static bool IsUnaffectedBy(LeafNode current, LeafNode successor) =>
        // V-PROP-23: what the application goes by has to be the same, too.
        current.Credential == successor.Credential
        && current.Capabilities == successor.Capabilities
        && current.Extensions.Equals(successor.Extensions);

    /// <summary>Whether the extensions of a GroupContext that RFC 9420 gives a meaning to are what they should be.</summary>
    public static bool AreReadable(Extensions contextExtensions) =>
        (
            // V-PROP-18
            !contextExtensions.TryFind(ExtensionType.RequiredCapabilities, out Opaque required)
            || MlsCodec.TryDecode(required.Span, out RequiredCapabilities? _)
        )
        && (
            // V-XPROP-09
            !contextExtensions.TryFind(ExtensionType.ExternalSenders, out Opaque senders)
            || MlsCodec.TryDecode(senders.Span, out ExternalSenders? _)
        );

    public static MlsFault Check(RatchetTree tree, Extensions contextExtensions, IMembershipRules rules)
    {
        if (!AreReadable(contextExtensions))
        {
            return MlsFault.Malformed;
        }

        RequiredCapabilities? required = null;
        if (contextExtensions.TryFind(ExtensionType.RequiredCapabilities, out Opaque bytes))
        {
            MlsCodec.TryDecode(bytes.Span, out required);
        }

        // V-LEAF-12, V-LEAF-13, V-PROP-09, V-PROP-10
        if (tree.CheckUniqueKeys() != TreeFault.None)
        {
            return MlsFault.DuplicateKey;
        }

        if (tree.Abilities is { } abilities && !AreAbleTo(abilities, required, contextExtensions))
        {
            return MlsFault.MissingCapability;
        }

        // V-PROP-23
        return rules.AcceptsMembers(tree) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    private static bool AreAbleTo(CommonAbilities abilities, RequiredCapabilities? required, Extensions contextExtensions)
    {
        // V-LEAF-03, V-PROP-05
        if (required is not null && !required.AreMetBy(abilities.Common))
        {
            return false;
        }

        // V-LEAF-20, V-WELCOME-14 (§13.4): an extension in the GroupContext must be supported by every member.
        foreach (Extension extension in contextExtensions)
        {
            if (!abilities.Common.Supports(extension.Type))
            {
                return false;
            }
        }

        // V-LEAF-05, V-LEAF-06
        foreach (CredentialType type in abilities.CredentialsInUse)
        {
            if (!abilities.Common.Supports(type))
            {
                return false;
            }
        }

        return true;
    }
}
