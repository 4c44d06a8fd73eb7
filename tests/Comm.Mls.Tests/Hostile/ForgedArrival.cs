using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>
/// Two at the door of the forged group: Dave, who was never in it, and Carol, who comes back with fresh keys in the place of her old
/// leaf. At the end their honest commits are taken.
/// </summary>
internal sealed class ForgedArrival : IDisposable
{
    private readonly TestMember _carolAgain = new("carol");

    public ForgedArrival()
    {
        Dave = new Outsider(Room.Dave, Room.Mallory);
        Carol = new Outsider(_carolAgain, Room.Mallory);
    }

    public ForgedGroup Room { get; } = new();

    public Outsider Dave { get; }

    public Outsider Carol { get; }

    /// <summary>Of the leaf that Carol replaces.</summary>
    public RemoveProposal CarolsRemoval { get; } = new(2);

    public void Dispose()
    {
        Room.AssertTaken(Dave.Commit());
        Room.AssertTaken(Carol.Commit(CarolsRemoval));
        Room.AssertStillWorks();
        Dave.Dispose();
        Carol.Dispose();
        _carolAgain.Dispose();
        Room.Dispose();
    }

    public void AssertRefused(MlsFault expected, ExternalDraft daves, IMembershipRules? rules = null) =>
        Room.AssertRefused(expected, Dave.Commit(daves), rules);

    public void AssertRefused(MlsFault expected, params Proposal[] daves) =>
        AssertRefused(expected, new ExternalDraft { Instead = [.. daves] });
}
