using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.Designing;

internal enum Comparison
{
    Is = 1,
    IsNot = 2,
    OneOf = 3,
    Answered = 4,
    NotAnswered = 5,
}

/// <summary>One line of a condition: a question, how it is compared, and with which values.</summary>
internal sealed record ConditionLine(string Field, Comparison Comparison, ImmutableArray<string> Values);

/// <summary>
/// A condition that can be put together by choosing: lines, all joined by "and" or all by "or". What was written in more ways than
/// these stays an expression, and is shown as one.
/// </summary>
internal sealed partial record SimpleCondition(ImmutableArray<ConditionLine> Lines, bool IsOr)
{
    public static SimpleCondition Empty { get; } = new([], IsOr: false);

    /// <summary>Null for an expression that is more than this.</summary>
    public static SimpleCondition? Read(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
        {
            return Empty;
        }

        var lines = ImmutableArray.CreateBuilder<ConditionLine>();
        string? joint = null;
        string rest = expression.Trim();
        while (true)
        {
            if (Next().Match(rest) is not { Success: true } next || ReadLine(next.Groups["line"].Value) is not { } line)
            {
                return null;
            }

            lines.Add(line);
            if (next.Length == rest.Length)
            {
                return new SimpleCondition(lines.ToImmutable(), joint == "or");
            }

            string found = next.Groups["joint"].Value;
            if (found.Length == 0 || (joint ?? found) != found)
            {
                return null;
            }

            (joint, rest) = (found, rest[next.Length..]);
        }
    }

    public bool SaysTheSameAs(SimpleCondition other) =>
        Lines.Length == other.Lines.Length
        && (Lines.Length < 2 || IsOr == other.IsOr)
        && Lines
            .Zip(other.Lines)
            .All(pair =>
                pair.First.Field == pair.Second.Field
                && pair.First.Comparison == pair.Second.Comparison
                && pair.First.Values.ToHashSet(StringComparer.Ordinal).SetEquals(pair.Second.Values)
            );

    /// <summary>Null for no condition at all. A yes or no is compared as one, several choices by being among them.</summary>
    public string? Write(FormDocument document)
    {
        string[] lines = [.. Lines.Select(line => Write(document, line)).OfType<string>()];
        return lines.Length == 0 ? null : string.Join(IsOr ? " or " : " and ", lines);
    }

    private static string? Write(FormDocument document, ConditionLine line)
    {
        FieldType? type = FormTree.Find(document, line.Field)?.Field.Type;
        // A text of the expressions has no sign to write its own quotation mark with.
        string[] values =
        [
            .. line.Values.Select(value => value.Replace("'", "", StringComparison.Ordinal)).Where(value => value.Length > 0),
        ];
        string field = $"${{{line.Field}}}";
        return (line.Comparison, values) switch
        {
            (Comparison.Answered, _) => $"{field} != ''",
            (Comparison.NotAnswered, _) => $"{field} = ''",
            (_, []) => null,
            (Comparison.Is, _) when type == FieldType.Flag => $"{field} = {values[0]}()",
            (Comparison.IsNot, _) when type == FieldType.Flag => $"{field} != {values[0]}()",
            (Comparison.Is, _) when type == FieldType.Codes => $"selected({field}, '{values[0]}')",
            (Comparison.IsNot, _) when type == FieldType.Codes => $"not(selected({field}, '{values[0]}'))",
            (Comparison.Is, _) => $"{field} = '{values[0]}'",
            (Comparison.IsNot, _) => $"{field} != '{values[0]}'",
            _ => $"selected('{string.Join(' ', values)}', {field})",
        };
    }

    private static ConditionLine? ReadLine(string text)
    {
        Match line = Line().Match(text);
        string field = line.Groups["field"].Value;
        string value = line.Groups["value"].Value;
        bool isNegated = line.Groups["negated"].Success;
        return line.Groups["among"].Success
                ? new ConditionLine(field, Comparison.OneOf, [.. value.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            : line.Groups["holds"].Success ? new ConditionLine(field, isNegated ? Comparison.IsNot : Comparison.Is, [value])
            : (line.Groups["sign"].Value, value) switch
            {
                ("=", "") => new ConditionLine(field, Comparison.NotAnswered, []),
                ("!=", "") => new ConditionLine(field, Comparison.Answered, []),
                ("=", _) => new ConditionLine(field, Comparison.Is, [value]),
                ("!=", _) => new ConditionLine(field, Comparison.IsNot, [value]),
                _ => null,
            };
    }

    private const string Sign = @"(\$\{[a-z][a-z0-9_]*\}\s*(=|!=)\s*('[^']*'|(true|false)\(\)))";
    private const string Among = @"(selected\('[^']*',\s*\$\{[a-z][a-z0-9_]*\}\))";
    private const string Has = @"(selected\(\$\{[a-z][a-z0-9_]*\},\s*'[^']*'\))";

    [GeneratedRegex(
        $@"^(?<line>{Sign}|{Among}|{Has}|not\({Has}\))(\s+(?<joint>and|or)\s+)?",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Next();

    [GeneratedRegex(
        @"^\$\{(?<field>[a-z0-9_]+)\}\s*(?<sign>=|!=)\s*('(?<value>[^']*)'|(?<value>true|false)\(\))$|^(?<among>selected)\('(?<value>[^']*)',\s*\$\{(?<field>[a-z0-9_]+)\}\)$|^((?<negated>not)\()?(?<holds>selected)\(\$\{(?<field>[a-z0-9_]+)\},\s*'(?<value>[^']*)'\)+$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Line();
}
