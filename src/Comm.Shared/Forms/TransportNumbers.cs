using System.Collections.Frozen;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>What numbers of transport say beyond their check digits.</summary>
internal static class TransportNumbers
{
    private static readonly Lazy<FrozenDictionary<string, string>> FlagsByDigits = new(() =>
        EmbeddedTable
            .Rows("Forms.Tables.maritime-identification-digits.csv")
            .ToFrozenDictionary(row => row[0], row => row[1], StringComparer.Ordinal)
    );

    /// <summary>Without the spaces and hyphens that people write between groups, in capitals.</summary>
    public static string Plain(string number) => string.Concat(number.Where(c => c is not (' ' or '-'))).ToUpperInvariant();

    /// <summary>The flags under which a ship with this MMSI may sail, separated by spaces; empty for digits that are nobody's.</summary>
    public static string FlagsOf(string mmsi) =>
        Plain(mmsi) is { Length: 9 } plain ? FlagsByDigits.Value.GetValueOrDefault(plain[..3], "") : "";
}
