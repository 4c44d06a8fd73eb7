using Comm.Crypto;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Schedule;

/// <summary>Looks into a secret tree: what it holds, and what is left of it.</summary>
internal static class HeldSecrets
{
    public static HashSet<Secret> In(SecretTree tree) => new(Of(tree.Root), ReferenceEqualityComparer.Instance);

    public static bool IsZeroed(Secret secret)
    {
        try
        {
            _ = secret.Span.Length;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static IEnumerable<Secret> Of(SecretTreeNode node) =>
        node switch
        {
            SecretTreeNode.Unused unused => [unused.Secret],
            SecretTreeNode.Parent parent => [.. Of(parent.Left), .. Of(parent.Right)],
            SecretTreeNode.Sender sender => [.. Of(sender.Handshake), .. Of(sender.Application)],
            _ => throw new InvalidOperationException("A node of a kind that the tests do not know."),
        };

    private static IEnumerable<Secret> Of(SenderRatchet ratchet) =>
        [ratchet.Secret, .. ratchet.Kept.SelectMany(key => (Secret[])[key.Key, key.Nonce])];
}
