using System.Text.RegularExpressions;

namespace Comm.Shared.Forms;

/// <summary>What in a free text looks as if it named a person: telephone numbers, addresses of mail, numbers of identity documents.</summary>
/// <remarks>Names have no form to know them by. The patterns need one pass and texts are bounded.</remarks>
internal static partial class PersonalTraces
{
    public static bool AreIn(string text) =>
        Telephone().IsMatch(text) || Mail().IsMatch(text) || IdentityDocument().IsMatch(text);

    private const RegexOptions OnePass =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // Eight digits and more, in any script, with what people write between them; or fewer after a plus.
    [GeneratedRegex(@"(\p{Nd}[ ()./\-]{0,2}){8}|\+[ ]?(\p{Nd}[ ()./\-]{0,2}){6}", OnePass)]
    private static partial Regex Telephone();

    [GeneratedRegex(@"[\p{L}\p{Nd}._%+\-]+@[\p{L}\p{Nd}\-]+\.\p{L}", OnePass)]
    private static partial Regex Mail();

    // A letter or two and six digits or more, or the lines at the foot of a passport.
    [GeneratedRegex(@"\b[A-Z]{1,2}[ ]?\p{Nd}{6}|[A-Z]<[A-Z]{3}|<<", OnePass)]
    private static partial Regex IdentityDocument();
}
