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

    /// <summary><c>name</c> without a sign: in a choice filter, an attribute of the choice; <c>code</c> is its code.</summary>
    public sealed record Attribute(string Name) : Expression;

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

    /// <summary>This expression and every part of it.</summary>
    public IEnumerable<Expression> Parts()
    {
        IEnumerable<Expression> inner = this switch
        {
            Negation negation => negation.Operand.Parts(),
            Binary binary => binary.Left.Parts().Concat(binary.Right.Parts()),
            Call call => call.Arguments.SelectMany(argument => argument.Parts()),
            Match match => match.Text.Parts(),
            _ => [],
        };
        return inner.Prepend(this);
    }

    /// <summary>Fields whose answer it needs from its own place; not those that a function asks of several lines.</summary>
    public IEnumerable<string> FieldsOutsideOfLines() =>
        this switch
        {
            Field field => [field.Name],
            Negation negation => negation.Operand.FieldsOutsideOfLines(),
            Binary binary => binary.Left.FieldsOutsideOfLines().Concat(binary.Right.FieldsOutsideOfLines()),
            Call call when Functions.TakeBlanks(call.Function) => [],
            Call call => call.Arguments.SelectMany(argument => argument.FieldsOutsideOfLines()),
            Match match => match.Text.FieldsOutsideOfLines(),
            _ => [],
        };

    /// <summary>Fields that it compares with the empty text: its author knows that they may be blank.</summary>
    public IEnumerable<string> FieldsComparedWithBlank() =>
        Parts()
            .OfType<Binary>()
            .Where(binary => binary.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual)
            .Select(binary =>
                (binary.Left, binary.Right) switch
                {
                    (Field field, Constant { Value.Kind: ValueKind.Blank }) => field.Name,
                    (Constant { Value.Kind: ValueKind.Blank }, Field field) => field.Name,
                    _ => null,
                }
            )
            .OfType<string>();
}

/// <summary>Why an expression is refused, and at which character (from 0): a code with its arguments.</summary>
internal sealed record ExpressionError(int Position, string Key, ImmutableArray<string> Arguments);
