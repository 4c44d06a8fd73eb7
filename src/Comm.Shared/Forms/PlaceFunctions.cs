using Comm.Shared.Forms.Expressions;
using Comm.Shared.Locations;

namespace Comm.Shared.Forms;

/// <summary>What the group's table of places says of one; unknown on a machine that does not have the table.</summary>
internal static class PlaceFunctions
{
    // A place that the table does not have is named by a finding of its own (P01).
    public static Value StatusOf(LocationTable? places, string code) =>
        places is null ? Value.Unknown
        : places.ByCode(code) is { Status: not LocationStatus.None } place ? Value.Of(place.Status.ToString())
        : Value.Blank;

    // A table that knows no post offices at all says nothing against a place that is said to be one, and an entry without functions
    // says nothing of itself.
    public static Value Fits(LocationTable? places, string code, string locationType)
    {
        LocationKinds wanted = LocationNeeds.Of(locationType);
        return
            places?.ByCode(code) is not { } place
            || place.Kinds == LocationKinds.None
            || (wanted & places.Kinds) == LocationKinds.None
            ? Value.Unknown
            : Value.Of((place.Kinds & wanted) != LocationKinds.None);
    }
}
