using System.Diagnostics;
using Comm.Shared.Forms.Expressions;
using FsCheck.Xunit;

namespace Comm.Shared.Tests.Forms;

public class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("7 div 2", "3.5")]
    [InlineData("7 mod 4", "3")]
    [InlineData("- 2 * - 3", "6")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1 div 0", "NaN")]
    [InlineData("'abc' + 1", "NaN")]
    [InlineData("79228162514264337593543950335 * 2", "NaN")]
    [InlineData("1 div 0 = 1 div 0", "false")]
    [InlineData("1 < 2 and 2 < 3", "true")]
    [InlineData("true() or false() and false()", "true")]
    [InlineData("not(1 = 1)", "false")]
    [InlineData("'a' = \"a\"", "true")]
    [InlineData("2 = '2.0'", "true")]
    [InlineData("'2' = '2.0'", "false")]
    [InlineData("'' = ${blank}", "true")]
    [InlineData("${blank} < 5", "false")]
    [InlineData("${blank} >= 5", "false")]
    [InlineData("selected('IMP EXP', 'EXP')", "true")]
    [InlineData("selected('IMP EXP', 'XP')", "false")]
    [InlineData("count-selected('a b c')", "3")]
    [InlineData("if(1 > 2, 'yes', 'no')", "no")]
    [InlineData("coalesce(${blank}, 'x')", "x")]
    [InlineData("concat('a', 1, true())", "a1true")]
    [InlineData("string-length('سيجارة')", "6")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("min(3, 1, 2)", "1")]
    [InlineData("max(3, 1, 2)", "3")]
    [InlineData("sum(${many})", "6")]
    [InlineData("count(${many})", "3")]
    [InlineData("sum(${many} * 2)", "12")]
    [InlineData("any(${many} = 3)", "true")]
    [InlineData("any(${many} = 4)", "false")]
    [InlineData("all(${many} > 0)", "true")]
    [InlineData("all(${many} > 1)", "false")]
    [InlineData("count-where(${many} > 1)", "2")]
    [InlineData("any(${unknown} = 1)", "?")]
    [InlineData("any(${unknown} = 1 or ${many} = 2)", "true")]
    [InlineData("lines(${many})", "3")]
    [InlineData("join(', ', ${many})", "1, 2, 3")]
    [InlineData("previous(${many})", "")]
    [InlineData("earlier(${many})", "nearest")]
    [InlineData("line()", "?")]
    [InlineData("substr('CSQU3054383', 0, 4)", "CSQU")]
    [InlineData("substr('CSQU3054383', -1)", "3")]
    [InlineData("substr('ab', 5, 9)", "")]
    [InlineData("contains('abc', 'b')", "true")]
    [InlineData("starts-with('abc', 'b')", "false")]
    [InlineData("group-of('TOB.CIG')", "TOB")]
    [InlineData("today() > '2026-11-22'", "true")]
    [InlineData("today() = '2026-11-23'", "true")]
    [InlineData("(today() + 1) - today()", "1")]
    [InlineData("regex('SGSIN', '[A-Z]{5}')", "true")]
    [InlineData("regex('xSGSIN', '[A-Z]{5}')", "false")]
    [InlineData("decimal-places(1.250)", "2")]
    [InlineData(". = 'self'", "true")]
    [InlineData("${unknown} = 1", "?")]
    [InlineData("${unknown} = 1 or 1 = 1", "true")]
    [InlineData("${unknown} = 1 and 1 = 2", "false")]
    [InlineData("if(${unknown} = 1, 1, 2)", "?")]
    public void IsReadAndComputed(string source, string expected)
    {
        Assert.True(ExpressionParser.TryParse(source, out Expression? expression, out _));
        Value value = new Evaluator(new Scope()).Evaluate(expression!);
        Assert.Equal(expected, value.IsUnknown ? "?" : value.Text);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1 +", 3)]
    [InlineData("(1", 2)]
    [InlineData("1 2", 2)]
    [InlineData("${Field}", 0)]
    [InlineData("${field", 0)]
    [InlineData("1 = 'open", 4)]
    [InlineData("pulldata('x')", 0)]
    [InlineData("1 + system('ls')", 4)]
    [InlineData("not(1, 2)", 0)]
    [InlineData("if(1, 2)", 0)]
    [InlineData("sum(1)", 0)]
    [InlineData("previous(1)", 0)]
    [InlineData("join(',', 'x')", 0)]
    [InlineData("a = 1", 0)]
    [InlineData("1 ; 2", 2)]
    [InlineData("../field", 1)]
    [InlineData("1.2.3", 0)]
    [InlineData("regex('a', '(')", 0)]
    [InlineData("regex('a', '(a)\\1')", 0)]
    [InlineData("regex('a', '(?=a)')", 0)]
    [InlineData("regex('a', concat('a', 'b'))", 0)]
    public void IsRefusedWithThePlace(string source, int position)
    {
        Assert.False(ExpressionParser.TryParse(source, out Expression? expression, out ExpressionError? error));
        Assert.Null(expression);
        Assert.Equal(position, error!.Position);
        Assert.StartsWith("Expression_", error.Key);
    }

    [Fact]
    public void ABareNameIsAnAttributeInAChoiceFilterOnly()
    {
        Assert.False(ExpressionParser.TryParse("country = 'FR'", out _, out _));
        Assert.True(ExpressionParser.TryParse("country = 'FR'", out Expression? filter, out _, takesAttributes: true));
        Assert.True(new Evaluator(new Scope()).Evaluate(filter!).Truth);
    }

    [Fact]
    public void HostileExpressionsAreRefusedQuickly()
    {
        string[] hostile =
        [
            new string('(', 3_000),
            new string('-', 3_000) + "1",
            string.Concat(Enumerable.Repeat("not(", 900)),
            "1" + string.Concat(Enumerable.Repeat("+1", 1_900)),
            new string(' ', 5_000),
            $"regex('a', '{new string('a', 300)}')",
            "regex('a', '((((a{1000}){1000}){1000}){1000})')",
            string.Concat(Enumerable.Repeat("((((1+1+1+1+1+1+1+1+1", 80)) + new string(')', 320),
        ];
        var watch = Stopwatch.StartNew();
        Assert.All(hostile, source => Assert.False(ExpressionParser.TryParse(source, out _, out _)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void APatternMadeToExplodeStaysFast()
    {
        Assert.True(ExpressionParser.TryParse("regex(., '(a+)+b')", out Expression? expression, out _));
        var watch = Stopwatch.StartNew();
        new Evaluator(new Scope { Self = Value.Of(new string('a', 2_000)) }).Evaluate(expression!);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Property(MaxTest = 1_000)]
    public bool AnyTextIsReadOrRefusedWithAPlace(string? source)
    {
        bool read = ExpressionParser.TryParse(source ?? "", out Expression? expression, out ExpressionError? error);
        return read ? expression is not null : error is { Position: >= 0 };
    }

    private sealed class Scope : IExpressionScope
    {
        public Value Self { get; init; } = Value.Of("self");

        public Value Answer(string field) =>
            field switch
            {
                "unknown" => Value.Unknown,
                "many" => LineNumber,
                _ => Value.Blank,
            };

        public bool TakeStep() => true;

        public Value LineNumber { get; private init; } = Value.Unknown;

        public Value Attribute(string name) => Value.Of(name == "country" ? "FR" : "");

        public IEnumerable<IExpressionScope> LinesOf(IEnumerable<string> fields) =>
            Enumerable.Range(1, 3).Select(line => new Scope { LineNumber = Value.Of((decimal)line) });

        public Value Above(string field, bool nearest) => nearest ? Value.Of("nearest") : Value.Blank;

        public Value Ask(Function function, ReadOnlySpan<Value> arguments) =>
            function == Function.Today ? Value.Of(new DateOnly(2026, 11, 23)) : Value.Unknown;
    }
}
