using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Comm.Shared.Forms.Expressions;

internal enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// <summary>An immutable tree of the XLSForm expression subset: what <see cref="ExpressionParser"/> makes and <see cref="Evaluator"/> reads.</summary>
internal abstract record Expression
{
    private Expression() { }

    public sealed record Constant(Value Value) : Expression;

    /// <summary><c>${name}</c></summary>
    public sealed record Field(string Name) : Expression;

    /// <summary><c>.</c>, the answer a constraint is about</summary>
    public sealed record Self : Expression;

    public sealed record Negation(Expression Operand) : Expression;

    public sealed record Binary(BinaryOperator Operator, Expression Left, Expression Right) : Expression;

    public sealed record Call(Function Function, ImmutableArray<Expression> Arguments) : Expression;

    /// <summary><c>regex(text, 'pattern')</c>; the pattern is a constant, compiled where it is read.</summary>
    public sealed record Match(Expression Text, Regex Pattern) : Expression;

    /// <summary>Every field the expression mentions.</summary>
    public IEnumerable<string> Fields() =>
        this switch
        {
            Field field => [field.Name],
            Negation negation => negation.Operand.Fields(),
            Binary binary => binary.Left.Fields().Concat(binary.Right.Fields()),
            Call call => call.Arguments.SelectMany(argument => argument.Fields()),
            Match match => match.Text.Fields(),
            _ => [],
        };
}

/// <summary>Why an expression is refused, and at which character (from 0).</summary>
public sealed record ExpressionError(int Position, string Reason);
