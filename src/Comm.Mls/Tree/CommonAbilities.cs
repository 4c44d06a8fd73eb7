using System.Collections.Immutable;

namespace Comm.Mls.Tree;

/// <summary>
/// What RFC 9420 §7.3 asks of all members together: what every one of them supports, and the credential types that any of them
/// uses. Every member supports a thing exactly if the intersection of their lists does.
/// </summary>
/// <param name="Common">The intersection of all members' capabilities.</param>
/// <param name="CredentialsInUse">Ascending, each once.</param>
internal sealed record CommonAbilities(Capabilities Common, ImmutableArray<CredentialType> CredentialsInUse)
{
    public static CommonAbilities Of(LeafNode leaf) => new(leaf.Capabilities, [leaf.Credential.Type]);

    /// <summary>Of two halves; where one says what both say, it is kept, so that a tree of likes has one object.</summary>
    public static CommonAbilities? Of(CommonAbilities? left, CommonAbilities? right)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        Capabilities common = left.Common.InCommonWith(right.Common);
        bool sameCredentials = left.CredentialsInUse.AsSpan().SequenceEqual(right.CredentialsInUse.AsSpan());
        return sameCredentials && ReferenceEquals(common, left.Common)
            ? left
            : new CommonAbilities(common, [.. left.CredentialsInUse.Union(right.CredentialsInUse).Order()]);
    }
}
