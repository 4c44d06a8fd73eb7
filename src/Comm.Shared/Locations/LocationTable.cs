using System.Text;
using System.Text.RegularExpressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations;

/// <summary>All places this machine knows. Built once, never changed.</summary>
/// <remarks>
/// Kept by column, with the names in one block of UTF-8: the full UN/LOCODE is 116,000 rows, and an object with its strings for each
/// takes four times the memory. A <see cref="Location"/> is made when somebody asks for it.
/// </remarks>
public sealed partial class LocationTable
{
    private const int NoDegrees = int.MinValue;
    private const double UnitsPerDegree = 10_000;
    private const byte Separator = 0x1F;

    private static readonly Lazy<LocationTable> Lazily = new(() =>
    {
        using Stream stream = EmbeddedTable.Open("Locations.Tables.locations.csv");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return LocationTableText.TryRead(bytes.ToArray(), out LocationTable? table, out string? fault)
            ? table
            : throw new InvalidOperationException($"The shipped table of places: {fault}.");
    });

    private readonly ulong[] _codes;
    private readonly uint[] _countries;
    private readonly ushort[] _kinds;
    private readonly byte[] _statuses;
    private readonly uint[] _iata;
    private readonly uint[] _icao;
    private readonly uint[] _subdivisions;
    private readonly int[] _latitudes;
    private readonly int[] _longitudes;
    private readonly bool[] _doubtful;
    private readonly int[] _starts;
    private readonly byte[] _texts;
    private readonly int[] _byIata;
    private readonly int[] _byIcao;

    /// <exception cref="ArgumentException">Two places have one code, or a code is longer than any there is.</exception>
    public LocationTable(IEnumerable<Location> locations)
    {
        Location[] rows = [.. locations.OrderBy(location => location.Code, StringComparer.Ordinal)];
        _codes = [.. rows.Select(row => PackedCode.Pack(row.Code))];
        for (int row = 1; row < rows.Length; row++)
        {
            if (_codes[row] == _codes[row - 1])
            {
                throw new ArgumentException($"Two places have the code {rows[row].Code}.", nameof(locations));
            }
        }

        _countries = [.. rows.Select(row => PackedCode.PackShort(row.Country))];
        _kinds = [.. rows.Select(row => (ushort)row.Kinds)];
        Kinds = rows.Aggregate(LocationKinds.None, (all, row) => all | row.Kinds);
        _statuses = [.. rows.Select(row => (byte)row.Status)];
        _iata = [.. rows.Select(row => PackedCode.PackShort(row.Iata))];
        _icao = [.. rows.Select(row => PackedCode.PackShort(row.Icao))];
        _subdivisions = [.. rows.Select(row => PackedCode.PackShort(row.Subdivision))];
        _latitudes = [.. rows.Select(row => Units(row.Position?.Latitude))];
        _longitudes = [.. rows.Select(row => Units(row.Position?.Longitude))];
        _doubtful = [.. rows.Select(row => row.Position is { Doubtful: true })];
        (_starts, _texts) = Block(rows);
        _byIata = Index(_iata);
        _byIcao = Index(_icao);
    }

    /// <summary>The table that came with the product: seaports and the larger airports.</summary>
    public static LocationTable Shipped => Lazily.Value;

    public int Count => _codes.Length;

    /// <summary>Every kind that any of its places has.</summary>
    public LocationKinds Kinds { get; }

    /// <summary>In the order of their codes.</summary>
    public IEnumerable<Location> All => Enumerable.Range(0, Count).Select(row => this[row]);

    public Location this[int row]
    {
        get
        {
            ReadOnlySpan<byte> texts = _texts.AsSpan(_starts[row].._starts[row + 1]);
            int name = texts.IndexOf(Separator);
            return new Location(
                PackedCode.Unpack(_codes[row])!,
                Encoding.UTF8.GetString(texts[..name]),
                PackedCode.Unpack(_countries[row])!,
                KindsOf(row),
                PackedCode.Unpack(_iata[row]),
                PositionOf(row),
                Encoding.UTF8.GetString(texts[(name + 1)..])
            )
            {
                Icao = PackedCode.Unpack(_icao[row]),
                Subdivision = PackedCode.Unpack(_subdivisions[row]),
                Status = (LocationStatus)_statuses[row],
            };
        }
    }

    /// <summary>The place with this key. <c>IATA:SIN</c> also finds SGSIN, so a key stays good when a UN/LOCODE becomes known.</summary>
    public Location? ByCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        int row = PackedCode.Fits(code) ? Array.BinarySearch(_codes, PackedCode.Pack(code)) : -1;
        return row >= 0 ? this[row]
            : code.StartsWith("IATA:", StringComparison.Ordinal) ? ByIata(code[5..])
            : null;
    }

    /// <summary>A place in use before a retired one; where several have the code, the first by its key.</summary>
    public Location? ByIata(string iata) => ByShortCode(_byIata, _iata, iata);

    public Location? ByIcao(string icao) => ByShortCode(_byIcao, _icao, icao);

    /// <summary>Has this text the form of a key, known here or not? Tables differ between machines and years, the form does not.</summary>
    public static bool IsWellFormed(string code) => Key().IsMatch(code);

    /// <summary>The country a key belongs to: its first two letters, or that of the airport; null when only a table could tell.</summary>
    public string? CountryOf(string code) =>
        ByCode(code)?.Country ?? (IsWellFormed(code) && !code.StartsWith("IATA:", StringComparison.Ordinal) ? code[..2] : null);

    internal LocationKinds KindsOf(int row) => (LocationKinds)_kinds[row];

    internal bool IsRetired(int row) => (LocationStatus)_statuses[row] is LocationStatus.XX or LocationStatus.RR;

    private GeoPosition? PositionOf(int row) =>
        _latitudes[row] == NoDegrees
            ? null
            : new GeoPosition(_latitudes[row] / UnitsPerDegree, _longitudes[row] / UnitsPerDegree, _doubtful[row]);

    private Location? ByShortCode(int[] index, uint[] codes, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length is 0 or > PackedCode.MostShort || !Ascii.IsValid(code))
        {
            return null;
        }

        uint sought = PackedCode.PackShort(code);
        int low = 0;
        int high = index.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = codes[index[middle]] < sought ? (middle + 1, high) : (low, middle);
        }

        return low < index.Length && codes[index[low]] == sought ? this[index[low]] : null;
    }

    private int[] Index(uint[] codes) =>
        [
            .. Enumerable
                .Range(0, codes.Length)
                .Where(row => codes[row] != 0)
                .OrderBy(row => codes[row])
                .ThenBy(row => IsRetired(row))
                .ThenBy(row => row),
        ];

    private static int Units(double? degrees) => degrees is { } known ? (int)Math.Round(known * UnitsPerDegree) : NoDegrees;

    private static (int[] Starts, byte[] Texts) Block(Location[] rows)
    {
        int[] starts = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Name.Contains((char)Separator, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The name of {rows[row].Code} has a control character.", nameof(rows));
            }

            starts[row + 1] =
                starts[row] + Encoding.UTF8.GetByteCount(rows[row].Name) + 1 + Encoding.UTF8.GetByteCount(rows[row].Also);
        }

        byte[] texts = new byte[starts[^1]];
        for (int row = 0; row < rows.Length; row++)
        {
            Span<byte> place = texts.AsSpan(starts[row]);
            int name = Encoding.UTF8.GetBytes(rows[row].Name, place);
            place[name] = Separator;
            Encoding.UTF8.GetBytes(rows[row].Also, place[(name + 1)..]);
        }

        return (starts, texts);
    }

    [GeneratedRegex(@"\A(?:[A-Z]{2}[A-Z2-9]{3}|IATA:[A-Z]{3})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
