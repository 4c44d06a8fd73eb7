using Comm.Shared.Imports;
using Comm.Shared.Locations;
using Comm.Shared.Locations.Import;

namespace Comm.Benchmarks.Locations;

/// <summary>The official UN/LOCODE release and a list of all airports: files that are not part of the product.</summary>
internal sealed class ReleaseFiles
{
    private const string Locodes = "un-locode-2023-2.csv";
    private const string Airports = "airports.csv";

    /// <summary>What the look-up of an officer at a port, an airport, a mail centre or a border goes through.</summary>
    private const LocationKinds Gates = LocationKinds.Seaport | LocationKinds.Airport | LocationKinds.Post | LocationKinds.Border;

    private readonly ImportFile _locodes;
    private readonly ImportFile _airports;

    private ReleaseFiles(DirectoryInfo folder)
    {
        _locodes = Load(folder, Locodes);
        _airports = Load(folder, Airports);
    }

    /// <summary>Null when the folder lacks one of the two files.</summary>
    public static ReleaseFiles? In(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, Locodes)) && File.Exists(Path.Combine(folder.FullName, Airports))
            ? new ReleaseFiles(folder)
            : null;

    /// <summary>From the bytes of the files to the bytes of the table.</summary>
    public byte[] Import() =>
        LocationTableText.Write(
            LocationTableMaker.Make(
                UnLocodeReader.Read(_locodes).Value ?? throw new InvalidDataException(Locodes),
                AirportReader.Read(_airports).Value ?? throw new InvalidDataException(Airports)
            )
        );

    public static LocationTable Read(byte[] table) =>
        LocationTableText.TryRead(table, out LocationTable? read, out string? fault)
            ? read
            : throw new InvalidDataException(fault);

    public static LocationTable GatesOf(LocationTable whole, int count) =>
        new(whole.All.Where(place => (place.Kinds & Gates) != LocationKinds.None).Take(count));

    private static ImportFile Load(DirectoryInfo folder, string name) =>
        new(name, File.ReadAllBytes(Path.Combine(folder.FullName, name)));
}
