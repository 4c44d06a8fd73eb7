using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Shared.Membership;

namespace Comm.Client.Engine;

/// <summary>What falls to this device in its group; <see cref="Duties"/> says when.</summary>
internal sealed partial class GroupSession
{
    private int _duty;

    public Duty Duty => (Duty)Volatile.Read(ref _duty);

    /// <summary>The commit that does it; null when there is nothing to be done any more.</summary>
    public CommitRequest? OfDuty(Group state) =>
        Duty switch
        {
            Duty.CommitProposals => OfProposals(state),
            // A new path and nothing else; its GroupInfo is what it is for.
            Duty.Vouch => new CommitRequest(),
            _ => null,
        };

    /// <summary>Every pending proposal by its reference; null when there is none.</summary>
    private static CommitRequest? OfProposals(Group state) =>
        state.HasPendingProposals
            ? new CommitRequest
            {
                // One Remove for each leaf: a list with two of them is invalid (RFC 9420 §12.2).
                ByReference =
                [
                    .. state
                        .PendingProposals.DistinctBy(one =>
                            one.Proposal is RemoveProposal remove ? (object)remove.Removed : one.Reference
                        )
                        .Select(one => one.Reference),
                ],
            }
            : null;

    /// <summary>After every change of the state or the record.</summary>
    private void LookAtDuty() => Volatile.Write(ref _duty, (int)DutyIn(_state));

    private Duty DutyIn(Group? state)
    {
        if (state is null || _record is not { Standing: Standing.InStep, MustRejoin: false })
        {
            return Duty.None;
        }

        if (state.HasPendingProposals)
        {
            // The one that is to go cannot commit it.
            return state.PendingProposals.All(one =>
                one.Proposal is not RemoveProposal remove || remove.Removed != state.OwnLeafIndex
            )
                ? Duty.CommitProposals
                : Duty.None;
        }

        return _record.IsUnvouched && ClosedGroupRules.IsCoordinator(OwnLeaf(state), state.Context) ? Duty.Vouch : Duty.None;
    }
}
