using System.Text.RegularExpressions;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <summary>A default of XLSForm is a plain value, or an expression where it looks like one; ours is always an expression.</summary>
internal static partial class OdkDefaults
{
    /// <summary>Null where the plain form would be read as something else.</summary>
    public static string? ToOdk(string expression, FieldType type)
    {
        string plain = expression.Length > 2 && expression[0] == '\'' && expression[^1] == '\'' ? expression[1..^1] : expression;
        return FromOdk(plain, type) == expression ? plain : null;
    }

    public static string FromOdk(string cell, FieldType type)
    {
        bool isExpression = cell.AsSpan().ContainsAny("($'\"");
        bool isNumber = type is FieldType.Integer or FieldType.Decimal && Number().IsMatch(cell);
        return isExpression || isNumber ? cell : $"'{cell}'";
    }

    [GeneratedRegex(@"\A-?[0-9]+(\.[0-9]+)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
