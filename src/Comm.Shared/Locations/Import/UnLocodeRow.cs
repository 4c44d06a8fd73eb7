using System.Globalization;
using System.Text;
using Comm.Shared.Imports;
using Comm.Shared.Localization;

namespace Comm.Shared.Locations.Import;

/// <summary>
/// One row of the official release, twelve columns: change, country, location, name, name without diacritics, subdivision, function,
/// status, date, IATA, coordinates, remarks.
/// </summary>
internal sealed class UnLocodeRow(string file, long line, string[] cells, ImportFindings findings)
{
    public const int Columns = 12;

    public string Change { get; } = cells[0].Trim();
    public string Country { get; } = cells[1].Trim();
    public string Location { get; } = cells[2].Trim();

    /// <summary>Of the column names that newer releases begin with.</summary>
    public bool IsHeading => Country.Equals("Country", StringComparison.OrdinalIgnoreCase);

    /// <summary>".ANDORRA": the rows of a country follow.</summary>
    public bool IsCountry => Location.Length == 0 && cells[3].StartsWith('.');

    /// <summary>"Vienna = Wien": another name of a place that has a row of its own.</summary>
    public bool IsAlias => Change == "=" && Location.Length == 0;

    public (string Other, string Name)? Alias =>
        cells[3].IndexOf(" = ", StringComparison.Ordinal) is var sign and > 0
            ? (Clean(cells[3][..sign]), Clean(cells[3][(sign + 3)..]))
            : null;

    /// <summary>Function B: a border crossing in the older alphabet, a code not to be used in the newer.</summary>
    public bool HasBorderLetter { get; private set; }

    /// <summary>It has a letter that only the newer alphabet knows: 8 inland water, A special economic zone.</summary>
    public bool HasNewLetter { get; private set; }

    public bool IsOfKnownCountry()
    {
        bool known = CountryTable.Shipped.Contains(Country) || Country == LocationTableText.InternationalWaters;
        if (!known)
        {
            Remark(2, ImportProblem.CountryUnknown, Country);
        }

        return known;
    }

    /// <summary>Null, and a remark, for a row that names no place.</summary>
    public Location? ToPlace()
    {
        string name = Clean(cells[3]);
        if (Location.Length == 0)
        {
            Remark(3, ImportProblem.RowNotUnderstood, name);
            return null;
        }

        if (!LocationTable.IsWellFormed(Country + Location))
        {
            Remark(3, ImportProblem.CodeOutOfForm, Country + " " + Location);
            return null;
        }

        if (name.Length == 0 || !LocationTableText.IsText(name, LocationTableText.MostNameCharacters))
        {
            Remark(4, ImportProblem.NameUnreadable, name);
            return null;
        }

        // Some releases have rows in which these two stand in each other's place.
        bool exchanged = IsStatus(cells[6]) && IsFunction(cells[7]);
        LocationKinds kinds = Kinds(exchanged ? 8 : 7);
        LocationStatus status = Status(exchanged ? 7 : 8);
        string plain = Clean(cells[4]);
        return new Location(
            Country + Location,
            name,
            Country,
            kinds,
            Iata(),
            Position(),
            plain.Length > 0
            && LocationTableText.IsText(plain, LocationTableText.MostNameCharacters)
            && Folding.Fold(plain) != Folding.Fold(name)
                ? plain
                : ""
        )
        {
            Subdivision = Subdivision(),
            Status = Change is "X" or "x" ? LocationStatus.XX : status,
        };
    }

    private LocationKinds Kinds(int column)
    {
        LocationKinds kinds = LocationKinds.None;
        foreach (char letter in cells[column - 1].Trim())
        {
            LocationKinds kind = LocationFunctions.KindOf(char.ToUpperInvariant(letter));
            if (kind != LocationKinds.None)
            {
                kinds |= kind;
            }
            else if (letter is not ('-' or '0' or '?'))
            {
                Remark(column, ImportProblem.FunctionUnknown, letter.ToString());
            }
        }

        HasBorderLetter = kinds.HasFlag(LocationKinds.Border);
        HasNewLetter = (kinds & (LocationKinds.InlandWater | LocationKinds.SpecialZone)) != LocationKinds.None;
        return kinds;
    }

    private LocationStatus Status(int column)
    {
        string text = cells[column - 1].Trim();
        if (text.Length == 0)
        {
            return LocationStatus.None;
        }

        if (IsStatus(text))
        {
            return Enum.Parse<LocationStatus>(text);
        }

        Remark(column, ImportProblem.StatusUnknown, text);
        return LocationStatus.None;
    }

    private string? Iata()
    {
        string code = cells[9].Trim();
        if (code.Length == 0)
        {
            return null;
        }

        if (code.Length == 3 && code.All(char.IsAsciiLetterUpper))
        {
            return code;
        }

        Remark(10, ImportProblem.AirportCodeOutOfForm, code);
        return null;
    }

    private string? Subdivision()
    {
        string code = cells[5].Trim();
        if (code.Length is >= 1 and <= 3 && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)))
        {
            return code;
        }

        if (code.Length > 0)
        {
            Remark(6, ImportProblem.SubdivisionOutOfForm, code);
        }

        return null;
    }

    /// <summary>"5128N 00028E": degrees and minutes.</summary>
    private GeoPosition? Position()
    {
        string text = cells[10].Trim();
        if (text.Length == 0)
        {
            return null;
        }

        if (
            text is [_, _, _, _, 'N' or 'S', ' ', _, _, _, _, _, 'E' or 'W']
            && Degrees(text.AsSpan(0, 4), 90) is { } latitude
            && Degrees(text.AsSpan(6, 5), 180) is { } longitude
        )
        {
            return new GeoPosition(
                text[4] == 'S' ? -latitude : latitude,
                text[11] == 'W' ? -longitude : longitude,
                Doubtful: false
            );
        }

        Remark(11, ImportProblem.PositionUnreadable, text);
        return null;
    }

    private static double? Degrees(ReadOnlySpan<char> digits, int most) =>
        int.TryParse(digits[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out int degrees)
        && int.TryParse(digits[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
        && minutes < 60
        && degrees + (minutes / 60.0) <= most
            ? Math.Round(degrees + (minutes / 60.0), 4)
            : null;

    private static bool IsStatus(string text) =>
        text.Trim() is { Length: 2 } two && Enum.TryParse(two, out LocationStatus status) && status.ToString() == two;

    private static bool IsFunction(string text) =>
        text.Trim() is { Length: > 2 } letters && letters.All(c => c is '-' or 'A' or 'B' || char.IsAsciiDigit(c));

    /// <summary>One space between words; and what a copy of the list read as control characters, as the letters of Windows-1252 they are.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            clean.Append(clean.Length > 0 ? " " : "").Append(word);
        }

        return clean
            .Replace('\u0092', '’')
            .Replace('\u0091', '‘')
            .Replace('\u009C', 'œ')
            .Replace('\u008C', 'Œ')
            .Replace('\u009A', 'š')
            .Replace('\u008A', 'Š')
            .Replace('\u009E', 'ž')
            .Replace('\u008E', 'Ž')
            .Replace('|', '/')
            .ToString()
            .Normalize(NormalizationForm.FormC);
    }

    private void Remark(int column, ImportProblem problem, string detail) => findings.Remark(file, line, column, problem, detail);
}
