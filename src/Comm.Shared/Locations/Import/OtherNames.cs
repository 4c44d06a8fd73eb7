using Comm.Shared.Localization;

namespace Comm.Shared.Locations.Import;

/// <summary>The other names of a place: those that a look-up would not find it by already, and not more than help.</summary>
internal static class OtherNames
{
    private const int Most = 12;
    private const int LeastCharacters = 3;

    public static Location Add(Location place, params IEnumerable<string> names)
    {
        List<string> also = [.. place.Also.Split('|', StringSplitOptions.RemoveEmptyEntries)];
        HashSet<string> known = [.. also.Append(place.Name).Select(Folding.Fold)];
        foreach (string name in names)
        {
            if (
                also.Count < Most
                && name.Length >= LeastCharacters
                && LocationTableText.IsText(name, LocationTableText.MostNameCharacters)
                && !name.Contains('|', StringComparison.Ordinal)
                && Folding.Fold(name) is { Length: > 0 } folded
                && known.Add(folded)
            )
            {
                also.Add(name);
            }
        }

        string all = string.Join('|', also);
        return all.Length > LocationTableText.MostOtherNamesCharacters ? place : place with { Also = all };
    }
}
