namespace Comm.Shared.Locations;

[Flags]
public enum LocationKinds
{
    None = 0,
    Seaport = 1,
    Airport = 2,
}

/// <summary>A place goods pass: its key is the UN/LOCODE, or <c>IATA:xxx</c> where there is none; other spellings are parted by <c>|</c>.</summary>
public sealed record Location(
    string Code,
    string Name,
    string Country,
    LocationKinds Kinds,
    string? Iata,
    GeoPosition? Position,
    string Also
);

/// <summary>Degrees north and east. A doubtful position is far from everything else known of its country: good for no rule.</summary>
public readonly record struct GeoPosition(double Latitude, double Longitude, bool Doubtful);
