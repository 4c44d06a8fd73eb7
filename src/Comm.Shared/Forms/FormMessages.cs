using System.Text.RegularExpressions;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>A form's own sentences: <c>${name}</c> in them stands for an answer in words.</summary>
internal static partial class FormMessages
{
    public static IEnumerable<string> Mentions(Labels message) =>
        message
            .All.SelectMany(text => Mention().Matches(text.Value).Select(match => match.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal);

    public static string Write(string message, Func<string, string> word) =>
        Mention().Replace(message, match => word(match.Groups["name"].Value));

    [GeneratedRegex(
        @"\$\{(?<name>[a-z][a-z0-9_]*)\}",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mention();
}
