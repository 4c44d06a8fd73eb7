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
        current.Credential.Type == successor.Credential.Type && current.Capabilities == successor.Capabilities;

    /// <summary>Whether the extensions of a GroupContext that RFC 9420 gives a meaning to are what they should be.</summary>
    public static bool AreReadable(Extensions contextExtensions) =>
        (
            !contextExtensions.TryFind(ExtensionType.RequiredCapabilities, out Opaque required)
            || MlsCodec.TryDecode(required.Span, out RequiredCapabilities? _)
        )
        && (
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

        if (tree.CheckUniqueKeys() != TreeFault.None)
        {
            return MlsFault.DuplicateKey;
        }

        if (tree.Abilities is { } abilities && !AreAbleTo(abilities, required, contextExtensions))
        {
            return MlsFault.MissingCapability;
        }

        return rules.AcceptsMembers(tree) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    private static bool AreAbleTo(CommonAbilities abilities, RequiredCapabilities? required, Extensions contextExtensions)
    {
        if (required is not null && !required.AreMetBy(abilities.Common))
        {
            return false;
        }

        // §13.4: an extension in the GroupContext must be supported by every member.
        foreach (Extension extension in contextExtensions)
        {
            if (!abilities.Common.Supports(extension.Type))
            {
                return false;
            }
        }

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
