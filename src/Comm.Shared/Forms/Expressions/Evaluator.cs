using System.Text.RegularExpressions;

namespace Comm.Shared.Forms.Expressions;

/// <summary>What an expression can see of a report from one place in it: answers of fields, and the world outside.</summary>
internal interface IExpressionScope
{
    /// <summary>The answer a constraint is about.</summary>
    Value Self { get; }

    /// <summary>The answer seen from here: of the same line, else of the report, else of the first line.</summary>
    Value Answer(string field);

    /// <summary>In a choice filter: an attribute of the choice that is asked about.</summary>
    Value Attribute(string name);

    /// <summary>The places from which the lines of the repeat are seen that these fields belong to; this one, where they are of none.</summary>
    IEnumerable<IExpressionScope> LinesOf(IEnumerable<string> fields);

    /// <summary>The answer in the line above, or the nearest one above that is an answer.</summary>
    Value Above(string field, bool nearest);

    /// <summary>The line's number from 1; unknown outside of lines.</summary>
    Value LineNumber { get; }

    Value Ask(Function function, ReadOnlySpan<Value> arguments);

    /// <summary>False once everything that is asked of a report together has cost too much.</summary>
    bool TakeStep();
}

/// <summary>Evaluates an expression over one scope, in bounded steps.</summary>
internal sealed class Evaluator(IExpressionScope scope)
{
    private const int MostSteps = 10_000;
    private int _steps;

    public Value Evaluate(Expression expression)
    {
        // A definition that costs this much is not one a person wrote; its answer is unknown, and a rule with it is not evaluated.
        if (++_steps > MostSteps || !scope.TakeStep())
        {
            return Value.Unknown;
        }

        return expression switch
        {
            Expression.Constant constant => constant.Value,
            Expression.Field field => scope.Answer(field.Name),
            Expression.Attribute attribute => scope.Attribute(attribute.Name),
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
            bool deciding = binary.Operator == BinaryOperator.Or;
            return !left.IsUnknown && left.Truth == deciding
                ? Value.Of(deciding)
                : Either(left, Evaluate(binary.Right), deciding);
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
                return InLines(call).Aggregate(Value.Of(0m), (sum, next) => Arithmetic(BinaryOperator.Add, sum, next));
            case Function.Count:
                return Value.Of((decimal)InLines(call).Count(answer => answer.Kind != ValueKind.Blank));
            case Function.CountWhere:
                return InLines(call).Aggregate(Value.Of(0m), CountTrue);
            case Function.Any:
                return InLines(call).Aggregate(Value.Of(false), (any, next) => Either(any, next, deciding: true));
            case Function.All:
                return InLines(call).Aggregate(Value.Of(true), (all, next) => Either(all, next, deciding: false));
            case Function.Lines:
                return Value.Of((decimal)scope.LinesOf(call.Fields()).Count());
            case Function.Line:
                return scope.LineNumber;
            case Function.Previous or Function.Earlier:
                return scope.Above(FieldOf(call.Arguments[0]), nearest: call.Function == Function.Earlier);
            case Function.Join:
                return Join(call);
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

    private IEnumerable<Value> InLines(Expression.Call call)
    {
        foreach (IExpressionScope line in scope.LinesOf(call.Fields()))
        {
            var evaluator = new Evaluator(line) { _steps = _steps };
            yield return evaluator.Evaluate(call.Arguments[0]);
            _steps = evaluator._steps;
        }
    }

    private Value Join(Expression.Call call)
    {
        Value separator = Evaluate(call.Arguments[0]);
        Value[] parts =
        [
            .. scope
                .LinesOf(call.Arguments[1].Fields())
                .Select(line => line.Answer(FieldOf(call.Arguments[1])))
                .Where(part => part.Kind != ValueKind.Blank),
        ];
        return separator.IsUnknown || parts.Any(part => part.IsUnknown)
            ? Value.Unknown
            : Value.Of(string.Join(separator.Text, parts.Select(part => part.Text)));
    }

    private static Value CountTrue(Value count, Value next) =>
        count.IsUnknown || next.IsUnknown ? Value.Unknown
        : next.Truth ? Arithmetic(BinaryOperator.Add, count, Value.Of(1m))
        : count;

    // What decides alone decides, even beside an unknown.
    private static Value Either(Value left, Value right, bool deciding) =>
        (!left.IsUnknown && left.Truth == deciding) || (!right.IsUnknown && right.Truth == deciding) ? Value.Of(deciding)
        : left.IsUnknown || right.IsUnknown ? Value.Unknown
        : Value.Of(!deciding);

    private static string FieldOf(Expression argument) => ((Expression.Field)argument).Name;
}
