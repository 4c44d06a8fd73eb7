using System.Text.RegularExpressions;

namespace Comm.Shared.Forms.Expressions;

/// <summary>What an expression can see of a report: answers of fields, and the world outside.</summary>
internal interface IExpressionScope
{
    /// <summary>The answer a constraint is about.</summary>
    Value Self { get; }

    /// <summary>The answer seen from here: of the same goods line, else of the report, else of the first line.</summary>
    Value Answer(string field);

    /// <summary>The answers of a field in all goods lines.</summary>
    IEnumerable<Value> Answers(string field);

    Value Ask(Function function, ReadOnlySpan<Value> arguments);
}

/// <summary>Evaluates an expression over one scope, in bounded steps.</summary>
internal sealed class Evaluator(IExpressionScope scope)
{
    private const int MostSteps = 10_000;
    private int _steps;

    public Value Evaluate(Expression expression)
    {
        // A definition that costs this much is not one a person wrote; its answer is unknown, and a rule with it is not evaluated.
        if (++_steps > MostSteps)
        {
            return Value.Unknown;
        }

        return expression switch
        {
            Expression.Constant constant => constant.Value,
            Expression.Field field => scope.Answer(field.Name),
            Expression.Self => scope.Self,
            Expression.Negation negation => Arithmetic(BinaryOperator.Subtract, Value.Of(0m), Evaluate(negation.Operand)),
            Expression.Binary binary => Evaluate(binary),
            Expression.Match match => Evaluate(match),
            Expression.Call call => Evaluate(call),
            _ => throw new InvalidOperationException($"No evaluation of {expression.GetType().Name}."),
        };
    }

    private Value Evaluate(Expression.Binary binary)
    {
        Value left = Evaluate(binary.Left);
        if (binary.Operator is BinaryOperator.And or BinaryOperator.Or)
        {
            // What decides alone decides, even beside an unknown.
            bool deciding = binary.Operator == BinaryOperator.Or;
            if (!left.IsUnknown && left.Truth == deciding)
            {
                return Value.Of(deciding);
            }

            Value other = Evaluate(binary.Right);
            return !other.IsUnknown && other.Truth == deciding ? Value.Of(deciding)
                : left.IsUnknown || other.IsUnknown ? Value.Unknown
                : Value.Of(!deciding);
        }

        Value right = Evaluate(binary.Right);
        if (left.IsUnknown || right.IsUnknown)
        {
            return Value.Unknown;
        }

        return binary.Operator >= BinaryOperator.Add
            ? Arithmetic(binary.Operator, left, right)
            : Value.Of(Value.Compare(left, right, binary.Operator));
    }

    private static Value Arithmetic(BinaryOperator op, Value left, Value right)
    {
        if (left.IsUnknown || right.IsUnknown)
        {
            return Value.Unknown;
        }

        if (
            left.Number is not { } a
            || right.Number is not { } b
            || (b == 0 && op is BinaryOperator.Divide or BinaryOperator.Modulo)
        )
        {
            return Value.NotANumber;
        }

        try
        {
            return Value.Of(
                op switch
                {
                    BinaryOperator.Add => a + b,
                    BinaryOperator.Subtract => a - b,
                    BinaryOperator.Multiply => a * b,
                    BinaryOperator.Divide => a / b,
                    _ => a % b,
                }
            );
        }
        catch (OverflowException)
        {
            return Value.NotANumber; // decimal has no arithmetic that tells instead of throwing
        }
    }

    private Value Evaluate(Expression.Match match)
    {
        Value text = Evaluate(match.Text);
        try
        {
            return text.IsUnknown ? text : Value.Of(match.Pattern.IsMatch(text.Text));
        }
        catch (RegexMatchTimeoutException)
        {
            return Value.Unknown;
        }
    }

    private Value Evaluate(Expression.Call call)
    {
        switch (call.Function)
        {
            case Function.True:
                return Value.Of(true);
            case Function.False:
                return Value.Of(false);
            case Function.If:
                Value condition = Evaluate(call.Arguments[0]);
                return condition.IsUnknown ? condition : Evaluate(call.Arguments[condition.Truth ? 1 : 2]);
            case Function.Coalesce:
                Value first = Evaluate(call.Arguments[0]);
                return first.Kind == ValueKind.Blank ? Evaluate(call.Arguments[1]) : first;
            case Function.Sum:
                return scope
                    .Answers(FieldOf(call))
                    .Aggregate(Value.Of(0m), (sum, next) => Arithmetic(BinaryOperator.Add, sum, next));
            case Function.Count:
                return Value.Of((decimal)scope.Answers(FieldOf(call)).Count(answer => answer.Kind != ValueKind.Blank));
        }

        var arguments = new Value[call.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Evaluate(call.Arguments[i]);
            if (arguments[i].IsUnknown)
            {
                return Value.Unknown;
            }
        }

        return PlainFunctions.TryApply(call.Function, arguments, out Value result) ? result : scope.Ask(call.Function, arguments);
    }

    private static string FieldOf(Expression.Call call) => ((Expression.Field)call.Arguments[0]).Name;
}
