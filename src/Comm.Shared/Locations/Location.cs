namespace Comm.Shared.Locations;

/// <summary>What a place is for: the functions of UN/LOCODE.</summary>
[Flags]
public enum LocationKinds
{
    None = 0,
    Seaport = 1,
    Rail = 2,
    Road = 4,
    Airport = 8,
    Post = 16,

    /// <summary>Multimodal: inland clearance depots and the like.</summary>
    Multimodal = 32,
    FixedInstallation = 64,
    InlandWater = 128,
    SpecialZone = 256,
    Border = 512,
}

/// <summary>How far UN/LOCODE vouches for an entry; none for places that are not its.</summary>
public enum LocationStatus : byte
{
    None = 0,
    AA,
    AC,
    AF,
    AI,
    AM,
    AQ,
    AS,
    RL,
    RN,
    RQ,
    RR,
    QQ,
    UR,
    XX,
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
)
{
    /// <summary>The airport's four-letter code.</summary>
    public string? Icao { get; init; }

    /// <summary>ISO 3166-2 without the country.</summary>
    public string? Subdivision { get; init; }

    public LocationStatus Status { get; init; }

    /// <summary>Rejected, or to be removed from the list: it stays readable and is no longer offered.</summary>
    public bool IsRetired => Status is LocationStatus.XX or LocationStatus.RR;
}

/// <summary>Degrees north and east. A doubtful position is far from everything else known of its country: good for no rule.</summary>
public readonly record struct GeoPosition(double Latitude, double Longitude, bool Doubtful);
