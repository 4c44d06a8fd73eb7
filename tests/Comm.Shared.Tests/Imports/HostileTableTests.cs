using System.Text;
using Comm.Shared.Commodities;
using Comm.Shared.Imports;
using Comm.Shared.Locations;
using Comm.Shared.Locations.Import;
using FsCheck.Xunit;

namespace Comm.Shared.Tests.Imports;

/// <summary>Whatever bytes there are, a reader of tables says no; it never throws.</summary>
public class HostileTableTests
{
    private static readonly byte[] Release = Encoding.UTF8.GetBytes(
        """
        =,"AT",,"Vienna = Wien","Vienna = Wien",,,,,,,
        ,"AT","VIE","Wien","Wien","9","12345-7-","AI","0901","VIE","4813N 01622E",
        ,"DK","AAR","Århus","Arhus","82","12345--B","AF","9506",,"5609N 01013E","x"
        """
    );

    private static readonly byte[] Airports = Encoding.UTF8.GetBytes(
        "icao,iata,name,city,country,lat,lon\nLFPG,CDG,Charles de Gaulle,Paris,FR,49.01,2.55\n"
    );

    private static readonly byte[] Commodities = Encoding.UTF8.GetBytes("hscode,description\n24,Tobacco\n2402,Cigars\n");

    private static readonly byte[] Places = LocationTableText.Write(
        new LocationTable(LocationTable.Shipped.All.Take(3)),
        "a comment"
    );

    [Fact]
    public void NoTurnedBitThrows()
    {
        foreach (byte[] whole in new[] { Release, Airports, Commodities, Places })
        {
            for (int bit = 0; bit < whole.Length * 8; bit++)
            {
                byte[] turned = [.. whole];
                turned[bit / 8] ^= (byte)(1 << (bit % 8));
                ReadAll(turned);
            }
        }
    }

    [Property]
    public void NoBytesThrow(byte[] bytes) => ReadAll(bytes);

    [Property]
    public void NoTextThrows(string? text) => ReadAll(Encoding.UTF8.GetBytes(text ?? ""));

    private static void ReadAll(byte[] bytes)
    {
        var file = new ImportFile("x", bytes);
        ImportOutcome<UnLocodeRelease> release = UnLocodeReader.Read([file], whole: false);
        if (release.Value is { } places)
        {
            LocationTable table = LocationTableMaker.Make(places, []);
            Assert.True(LocationTableText.TryRead(LocationTableText.Write(table), out _, out string? fault), fault);
        }

        _ = AirportReader.Read(file);
        _ = HsReader.Read(file, 2022, whole: false);
        _ = LocationTableText.TryRead(bytes, out _, out _);
        _ = HsTableText.TryRead(bytes, out _, out _);
    }
}
