namespace Comm.Shared.Forms.Expressions;

/// <summary>The functions whose answer lies in their arguments alone.</summary>
internal static class PlainFunctions
{
    private const int MostTextCharacters = 4_000;

    public static bool TryApply(Function function, Value[] arguments, out Value result)
    {
        Value? answer = function switch
        {
            Function.Not => Value.Of(!arguments[0].Truth),
            Function.Number => arguments[0].Number is { } number ? Value.Of(number) : Value.NotANumber,
            Function.String => Value.Of(arguments[0].Text),
            Function.Selected => Value.Of(arguments[0].Text.Split(' ').Contains(arguments[1].Text, StringComparer.Ordinal)),
            Function.CountSelected => Value.Of(
                (decimal)arguments[0].Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length
            ),
            Function.Concat => Concat(arguments),
            Function.StringLength => Value.Of((decimal)arguments[0].Text.EnumerateRunes().Count()),
            Function.Round => Round(arguments),
            Function.Min => Extreme(arguments, -1),
            Function.Max => Extreme(arguments, 1),
            Function.DecimalPlaces => arguments[0].Number is { } exact ? Value.Of((decimal)Places(exact)) : Value.NotANumber,
            _ => null,
        };
        result = answer ?? default;
        return answer is not null;
    }

    private static Value Concat(Value[] arguments)
    {
        string text = string.Concat(arguments.Select(argument => argument.Text));
        return text.Length > MostTextCharacters ? Value.Unknown : Value.Of(text);
    }

    private static Value Round(Value[] arguments)
    {
        decimal? places = arguments.Length > 1 ? arguments[1].Number : 0;
        return arguments[0].Number is { } number && places is >= 0 and <= 28
            ? Value.Of(decimal.Round(number, (int)places, MidpointRounding.AwayFromZero))
            : Value.NotANumber;
    }

    private static Value Extreme(Value[] arguments, int sign)
    {
        decimal? best = arguments[0].Number;
        foreach (Value argument in arguments.AsSpan(1))
        {
            best = argument.Number is { } number && best is { } known ? (number.CompareTo(known) == sign ? number : known) : null;
        }

        return best is { } found ? Value.Of(found) : Value.NotANumber;
    }

    private static int Places(decimal number)
    {
        int places = number.Scale;
        while (places > 0 && decimal.Round(number, places - 1) == number)
        {
            places--;
        }

        return places;
    }
}
