using System.Globalization;
using System.Text.Json.Nodes;

namespace Comm.Demo;

/// <summary>A filled simplified seizure form, as <c>comm report</c> takes it.</summary>
public static class Seizure
{
    public static JsonObject Report(
        string language,
        string country,
        string location,
        string departure,
        string commodity,
        decimal quantity,
        string unit,
        string remarks
    ) =>
        new()
        {
            ["report"] = Guid.NewGuid().ToString("D"),
            ["form"] = "seizure-simplified",
            ["formVersion"] = 1,
            ["codeLists"] = new JsonObject
            {
                ["CL_COMMODITY"] = "1.0",
                ["CL_CONVEYANCE"] = "1.0",
                ["CL_LOCTYPE"] = "1.0",
                ["CL_MOVEMENT"] = "1.0",
                ["CL_OFFENCE"] = "1.0",
                ["CL_SPECIAL"] = "1.0",
                ["CL_UNIT"] = "1.0",
                ["CL_YESNO"] = "1.0",
            },
            ["language"] = language,
            ["answers"] = new JsonObject
            {
                ["reporting_country"] = country,
                ["seizure_date"] = Clock.Now.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["offence_type"] = "SMUG",
                ["movement"] = "IMP",
                ["location_type"] = "SEA",
                ["location"] = location,
                ["conveyance"] = "VSL_CARGO",
                ["departure_country"] = departure,
                ["destination_country"] = country,
                ["remarks"] = remarks,
                ["lines"] = new JsonArray(
                    new JsonObject
                    {
                        ["commodity"] = commodity,
                        ["quantity"] = quantity,
                        ["unit"] = unit,
                    }
                ),
            },
            ["overrides"] = new JsonArray(),
        };
}
