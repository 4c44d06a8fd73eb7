using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Mls.Codec;
using Comm.Shared.Forms;

namespace Comm.Client.Forms;

/// <summary>
/// Sends a group the definitions that are new, then the set, and puts it into force. Whoever is interrupted between the two can do it
/// again: what has been sent is in force only when the policy names it.
/// </summary>
internal sealed class FormPublishing(GroupForms forms, GroupChanges changes)
{
    public async Task<PublishFormsOutcome> PublishAsync(
        GroupSession session,
        FormSet set,
        IReadOnlyList<FormDocument> definitions,
        CancellationToken cancellationToken
    )
    {
        Opaque before = await session.InspectAsync(state => state.Context.FormSet(), cancellationToken);
        if (forms.CheckNew(session.Id, set, definitions) is { } fault)
        {
            return new PublishFormsOutcome(PublishFormsResult.Invalid, fault);
        }

        if (Payloads(set, definitions) is not { } payloads)
        {
            return new PublishFormsOutcome(PublishFormsResult.TooLarge, null);
        }

        foreach (byte[] payload in payloads)
        {
            if (await session.SendAsync(payload, cancellationToken) is null)
            {
                return new PublishFormsOutcome(PublishFormsResult.Refused, nameof(SendResult.NotPossible));
            }
        }

        MemberChangeOutcome changed = await changes.SetFormsAsync(session, before, set.Hash(), cancellationToken);
        return changed.Result switch
        {
            MemberChangeResult.Done => new PublishFormsOutcome(PublishFormsResult.Published, null),
            MemberChangeResult.Offline => new PublishFormsOutcome(PublishFormsResult.Offline, null),
            MemberChangeResult.LostRace => new PublishFormsOutcome(PublishFormsResult.ChangedMeanwhile, null),
            MemberChangeResult.NotCoordinator => new PublishFormsOutcome(PublishFormsResult.NotCoordinator, null),
            _ => new PublishFormsOutcome(PublishFormsResult.Refused, changed.Code ?? changed.Result.ToString()),
        };
    }

    /// <summary>As many messages as it takes, the set in the last one; null where one definition alone is too large.</summary>
    private static List<byte[]>? Payloads(FormSet set, IReadOnlyList<FormDocument> definitions)
    {
        byte[] whole = Payload(set, [.. definitions]);
        if (whole.Length <= MessagePayload.MaxBytes)
        {
            return [whole];
        }

        List<byte[]> payloads = [.. definitions.Select(definition => Payload(null, [definition])), Payload(set, [])];
        return payloads.All(payload => payload.Length <= MessagePayload.MaxBytes) ? payloads : null;
    }

    private static byte[] Payload(FormSet? set, ImmutableArray<FormDocument> definitions) =>
        MessagePayload.OfForms(new FormPack(set, definitions)).Write();
}
