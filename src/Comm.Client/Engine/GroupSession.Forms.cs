using Comm.Client.Conversations;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Comm.Shared.Membership;

namespace Comm.Client.Engine;

/// <summary>What a message was said under, and the forms that came with one (design D11).</summary>
internal sealed partial class GroupSession
{
    /// <summary>Definitions from anybody but a coordinator are refused: they are shown as such, and never used.</summary>
    private void TakeForms(SealedWriter writer, StoredEntry entry)
    {
        if (
            entry is { ByCoordinator: true, Payload: { } bytes }
            && MessagePayload.TryRead(bytes, out MessagePayload? payload)
            && payload.ReadForms() is { } pack
        )
        {
            FormRows.Put(writer, Id, pack);
        }
    }
}

internal static class PolicyOfEpoch
{
    /// <summary>Whether the group's policy names this officer, and his certificate lets him.</summary>
    public static bool HasCoordinator(this GroupContext context, DeviceCertificate certificate) =>
        GroupPolicy.TryFind(context.Extensions, out GroupPolicy? policy) && policy.IsCoordinator(certificate);

    /// <summary>With what the group's policy said in the epoch that the message was sealed in.</summary>
    public static StoredEntry In(this StoredEntry entry, GroupContext context, LeafNode author) =>
        entry with
        {
            FormSetHash = context.FormSet().Memory,
            ByCoordinator = ClosedGroupRules.IsCoordinator(author, context),
        };

    /// <summary>The hash of the set of forms in force; empty for a group without any.</summary>
    public static Opaque FormSet(this GroupContext context) =>
        GroupPolicy.TryFind(context.Extensions, out GroupPolicy? policy) ? policy.FormSetHash : Opaque.Empty;
}
