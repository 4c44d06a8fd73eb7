using System.Collections.Immutable;

namespace Comm.Shared.Locations;

/// <summary>The letters by which a table of ours says what a place is for: UN/LOCODE's, those of the older and of the newer alphabet.</summary>
internal static class LocationFunctions
{
    private static readonly ImmutableArray<(char Letter, LocationKinds Kind)> Letters =
    [
        ('1', LocationKinds.Seaport),
        ('2', LocationKinds.Rail),
        ('3', LocationKinds.Road),
        ('4', LocationKinds.Airport),
        ('5', LocationKinds.Post),
        ('6', LocationKinds.Multimodal),
        ('7', LocationKinds.FixedInstallation),
        ('8', LocationKinds.InlandWater),
        ('A', LocationKinds.SpecialZone),
        ('B', LocationKinds.Border),
    ];

    /// <summary>None for a letter that means no kind of place.</summary>
    public static LocationKinds KindOf(char letter)
    {
        foreach ((char known, LocationKinds kind) in Letters)
        {
            if (known == letter)
            {
                return kind;
            }
        }

        return LocationKinds.None;
    }

    public static bool TryRead(ReadOnlySpan<char> letters, out LocationKinds kinds)
    {
        kinds = LocationKinds.None;
        foreach (char letter in letters)
        {
            LocationKinds kind = KindOf(letter);
            if (kind == LocationKinds.None || kinds.HasFlag(kind))
            {
                return false;
            }

            kinds |= kind;
        }

        return true;
    }

    public static string Write(LocationKinds kinds) =>
        string.Concat(Letters.Where(letter => kinds.HasFlag(letter.Kind)).Select(letter => letter.Letter));
}
