namespace Comm.Shared.Locations;

/// <summary>Which places a field wants, by the answer to "type of place" (CL_LOCTYPE).</summary>
public static class LocationNeeds
{
    /// <summary>The list whose codes it knows.</summary>
    public const string CodeList = "CL_LOCTYPE";

    /// <summary>
    /// The kinds that fit; none means any place. The tables are not complete (many true mail centres lack the mark), so a place of
    /// another kind comes after these and is never hidden.
    /// </summary>
    public static LocationKinds Of(string? locationType) =>
        locationType switch
        {
            "SEA" => LocationKinds.Seaport,
            "AIR" => LocationKinds.Airport,
            "LND" => LocationKinds.Border | LocationKinds.Road,
            "RAI" => LocationKinds.Rail,
            // The older function alphabet has no inland water: its river ports are ports.
            "RIV" => LocationKinds.InlandWater | LocationKinds.Seaport,
            "PST" => LocationKinds.Post,
            "EXH" => LocationKinds.Airport | LocationKinds.Multimodal,
            "WHS" => LocationKinds.SpecialZone | LocationKinds.Multimodal,
            "MAR" => LocationKinds.FixedInstallation,
            "ICD" => LocationKinds.Multimodal,
            _ => LocationKinds.None,
        };
}
