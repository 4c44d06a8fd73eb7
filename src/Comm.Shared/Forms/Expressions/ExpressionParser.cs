using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Comm.Shared.Forms.Expressions;

/// <summary>Reads the XLSForm expression subset by recursive descent; the loosest binding first: or, and, equality, order, sum, product, sign.</summary>
/// <remarks>Expressions arrive in form definitions written by others, so length, depth and patterns are bounded.</remarks>
internal sealed class ExpressionParser
{
    private const int MostCharacters = 4_000;
    private const int MostDepth = 50;
    private const int MostOperators = 300;
    private const int MostPatternCharacters = 200;

    /// <summary>The matcher does not backtrack; the time is a second fence, for patterns that grow by their counts.</summary>
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    private readonly Lexer _lexer;
    private Token _token;
    private ExpressionError? _error;
    private int _depth;
    private int _operators;

    private readonly bool _takesAttributes;

    private ExpressionParser(string source, bool takesAttributes)
    {
        _lexer = new Lexer(source);
        _takesAttributes = takesAttributes;
        _token = _lexer.Next();
    }

    /// <param name="source">As it was written.</param>
    /// <param name="expression">Null where it is refused.</param>
    /// <param name="error">Where and why, then.</param>
    /// <param name="takesAttributes">In a choice filter, a bare name is an attribute of the choice.</param>
    public static bool TryParse(
        string source,
        out Expression? expression,
        out ExpressionError? error,
        bool takesAttributes = false
    )
    {
        expression = null;
        if (source.Length > MostCharacters)
        {
            error = new ExpressionError(MostCharacters, "Expression_TooLong", [Number(MostCharacters)]);
            return false;
        }

        var parser = new ExpressionParser(source, takesAttributes);
        Expression? read = parser.Binary(0);
        if (read is not null && parser._token.Kind != TokenKind.End)
        {
            read = parser.Fail(parser._token, "Expression_Unexpected", parser._token.Text);
        }

        (expression, error) = (read, parser._error);
        return read is not null;
    }

    private static readonly ImmutableArray<(string Sign, BinaryOperator Operator)>[] Levels =
    [
        [("or", BinaryOperator.Or)],
        [("and", BinaryOperator.And)],
        [("=", BinaryOperator.Equal), ("!=", BinaryOperator.NotEqual)],
        [
            ("<", BinaryOperator.Less),
            ("<=", BinaryOperator.LessOrEqual),
            (">", BinaryOperator.Greater),
            (">=", BinaryOperator.GreaterOrEqual),
        ],
        [("+", BinaryOperator.Add), ("-", BinaryOperator.Subtract)],
        [("*", BinaryOperator.Multiply), ("div", BinaryOperator.Divide), ("mod", BinaryOperator.Modulo)],
    ];

    private Expression? Binary(int level)
    {
        if (level == Levels.Length)
        {
            return Unary();
        }

        Expression? left = Binary(level + 1);
        while (left is not null && OperatorOf(level) is { } op)
        {
            // A chain "1+1+1…" nests the tree to the left without nesting the text, and the evaluator goes down there.
            if (++_operators > MostOperators)
            {
                return Fail(_token, "Expression_TooManyOperators", Number(MostOperators));
            }

            Advance();
            left = Binary(level + 1) is { } right ? new Expression.Binary(op, left, right) : null;
        }

        return left;
    }

    private BinaryOperator? OperatorOf(int level)
    {
        if (_token.Kind is TokenKind.Symbol or TokenKind.Name)
        {
            foreach ((string sign, BinaryOperator op) in Levels[level])
            {
                if (sign == _token.Text)
                {
                    return op;
                }
            }
        }

        return null;
    }

    private Expression? Unary()
    {
        if (++_depth > MostDepth)
        {
            return Fail(_token, "Expression_TooDeep", Number(MostDepth));
        }

        Expression? read;
        if (_token is { Kind: TokenKind.Symbol, Text: "-" })
        {
            Advance();
            read = Unary() is { } operand ? new Expression.Negation(operand) : null;
        }
        else
        {
            read = Primary();
        }

        _depth--;
        return read;
    }

    private Expression? Primary()
    {
        Token token = _token;
        Advance();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return decimal.TryParse(
                    token.Text,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out decimal number
                )
                    ? new Expression.Constant(Value.Of(number))
                    : Fail(token, "Expression_NotANumber", token.Text);
            case TokenKind.Text:
                return new Expression.Constant(Value.Of(token.Text));
            case TokenKind.Field:
                return new Expression.Field(token.Text);
            case TokenKind.Symbol when token.Text == ".":
                return new Expression.Self();
            case TokenKind.Symbol when token.Text == "(":
                Expression? inner = Binary(0);
                return inner is not null && Expect(")") ? inner : null;
            case TokenKind.Name when _token is { Kind: TokenKind.Symbol, Text: "(" }:
                return Call(token);
            case TokenKind.Name when _takesAttributes:
                return new Expression.Attribute(token.Text);
            case TokenKind.End:
                return Fail(token, "Expression_EndsEarly");
            default:
                return Fail(token, "Expression_Unexpected", token.Text);
        }
    }

    private Expression? Call(Token name)
    {
        Advance();
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        while (_token is not { Kind: TokenKind.Symbol, Text: ")" })
        {
            if (arguments.Count > 0 && !Expect(","))
            {
                return null;
            }

            if (Binary(0) is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }

        Advance();
        if (name.Text == "regex")
        {
            return Matching(name, arguments);
        }

        if (!Functions.ByName.TryGetValue(name.Text, out (Function Function, int Least, int Most) known))
        {
            return Fail(name, "Expression_UnknownFunction", name.Text);
        }

        if (arguments.Count < known.Least || arguments.Count > known.Most)
        {
            return Fail(
                name,
                "Expression_Arguments",
                name.Text,
                Number(known.Least),
                Number(known.Most),
                Number(arguments.Count)
            );
        }

        bool isOfField = Functions.IsOfField(known.Function) && arguments[0] is not Expression.Field;
        bool isOfLines =
            (Functions.IsOfLines(known.Function) && !arguments[0].Fields().Any())
            || (known.Function == Function.Join && arguments[1] is not Expression.Field);
        return isOfField || isOfLines
            ? Fail(name, "Expression_OfField", name.Text)
            : new Expression.Call(known.Function, arguments.ToImmutable());
    }

    private Expression.Match? Matching(Token name, ImmutableArray<Expression>.Builder arguments)
    {
        if (arguments is not [var text, Expression.Constant { Value: { Kind: ValueKind.Text } constant }])
        {
            Fail(name, "Expression_RegexForm");
            return null;
        }

        if (constant.Text.Length > MostPatternCharacters)
        {
            Fail(name, "Expression_PatternTooLong", Number(MostPatternCharacters));
            return null;
        }

        try
        {
            // As in ODK a pattern describes the whole text.
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            return new Expression.Match(text, new Regex($@"\A(?:{constant.Text})\z", Options, PatternTime));
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            Fail(name, "Expression_BadPattern");
            return null;
        }
    }

    private bool Expect(string symbol)
    {
        if (_token.Kind == TokenKind.Symbol && _token.Text == symbol)
        {
            Advance();
            return true;
        }

        Fail(_token, "Expression_Expected", symbol);
        return false;
    }

    private void Advance() => _token = _lexer.Next();

    // The first error is the one to show: what follows from it is noise.
    private Expression? Fail(Token token, string key, params ImmutableArray<string> arguments)
    {
        _error ??= new ExpressionError(token.Position, key, arguments);
        return null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
