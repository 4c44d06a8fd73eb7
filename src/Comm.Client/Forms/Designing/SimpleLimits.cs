using System.Globalization;
using System.Text.RegularExpressions;

namespace Comm.Client.Forms.Designing;

/// <summary>A constraint that says no more than from where to where a number may go.</summary>
internal sealed partial record SimpleLimits(decimal? Least, decimal? Most)
{
    /// <summary>Null for a constraint that says more.</summary>
    public static SimpleLimits? Read(string? constraint)
    {
        if (string.IsNullOrWhiteSpace(constraint))
        {
            return new SimpleLimits(null, null);
        }

        Match match = Form().Match(constraint.Trim());
        return match.Success ? new SimpleLimits(Number(match.Groups["least"]), Number(match.Groups["most"])) : null;
    }

    public string? Write() =>
        (Least, Most) switch
        {
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $". >= {least} and . <= {most}"),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $". >= {least}"),
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $". <= {most}"),
            _ => null,
        };

    private static decimal? Number(Group group) =>
        group.Success && decimal.TryParse(group.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : null;

    [GeneratedRegex(
        @"^(\. >= (?<least>-?[0-9]{1,15}(\.[0-9]{1,6})?))?( and )?(\. <= (?<most>-?[0-9]{1,15}(\.[0-9]{1,6})?))?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}
