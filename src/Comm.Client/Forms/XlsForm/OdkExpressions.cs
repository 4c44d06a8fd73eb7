using System.Collections.Frozen;
using System.Text;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <summary>
/// Where ODK's dialect differs from ours in a name only, the name is changed, each way: <c>count(x)</c> there counts the lines, which
/// is <c>lines(x)</c> here; <c>count-non-empty(x)</c> is <c>count(x)</c>; and in a choice filter the choice's code is <c>name</c> there
/// and <c>code</c> here.
/// </summary>
internal static class OdkExpressions
{
    /// <summary>What both understand alike, by our name.</summary>
    private static readonly FrozenSet<string> Shared = new[]
    {
        "not",
        "true",
        "false",
        "number",
        "string",
        "selected",
        "count-selected",
        "if",
        "coalesce",
        "concat",
        "string-length",
        "today",
        "now",
        "sum",
        "count",
        "round",
        "min",
        "max",
        "substr",
        "contains",
        "starts-with",
        "join",
        "regex",
        "lines",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The functions that ODK does not have.</summary>
    public static IEnumerable<string> OwnFunctions(string expression) =>
        ExpressionWords
            .Of(expression)
            .Where(word => word.Kind == ExpressionWordKind.Function && !Shared.Contains(word.Name))
            .Select(word => word.Name)
            .Distinct(StringComparer.Ordinal);

    /// <summary>Null for what ODK cannot evaluate.</summary>
    public static string? ToOdk(string expression) =>
        OwnFunctions(expression).Any() || Attributes(expression).Contains("name")
            ? null
            : Renamed(
                expression,
                (kind, name) =>
                    (kind, name) switch
                    {
                        (ExpressionWordKind.Function, "lines") => "count",
                        (ExpressionWordKind.Function, "count") => "count-non-empty",
                        (ExpressionWordKind.Attribute, "code") => "name",
                        (ExpressionWordKind.Field, _) => OdkNames.ToOdk(name),
                        _ => name,
                    }
            );

    public static string FromOdk(string expression) =>
        Renamed(
            expression,
            (kind, name) =>
                (kind, name) switch
                {
                    (ExpressionWordKind.Function, "count") => "lines",
                    (ExpressionWordKind.Function, "count-non-empty") => "count",
                    (ExpressionWordKind.Attribute, "name") => "code",
                    (ExpressionWordKind.Field, _) => OdkNames.FromOdk(name),
                    _ => name,
                }
        );

    /// <summary>The attributes that a choice filter compares with.</summary>
    public static IEnumerable<string> Attributes(string expression) =>
        ExpressionWords.Of(expression).Where(word => word.Kind == ExpressionWordKind.Attribute).Select(word => word.Name);

    private static string Renamed(string expression, Func<ExpressionWordKind, string, string> rename)
    {
        var renamed = new StringBuilder();
        int from = 0;
        foreach (ExpressionWord word in ExpressionWords.Of(expression))
        {
            string name = rename(word.Kind, word.Name);
            if (name != word.Name)
            {
                string written = word.Kind == ExpressionWordKind.Field ? $"${{{name}}}" : name;
                renamed.Append(expression, from, word.Position - from).Append(written);
                from = word.Position + word.Length;
            }
        }

        return renamed.Append(expression, from, expression.Length - from).ToString();
    }
}

/// <summary>ODK keeps one name for itself, and refuses a form that has it.</summary>
internal static class OdkNames
{
    private const string Reserved = "meta";
    private const string InItsPlace = "cc_meta";

    public static string ToOdk(string name) => name == Reserved ? InItsPlace : name;

    public static string FromOdk(string name) => name == InItsPlace ? Reserved : name;
}
