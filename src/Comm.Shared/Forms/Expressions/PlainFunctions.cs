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
            Function.Substr => Substring(arguments),
            Function.Contains => Value.Of(arguments[0].Text.Contains(arguments[1].Text, StringComparison.Ordinal)),
            Function.StartsWith => Value.Of(arguments[0].Text.StartsWith(arguments[1].Text, StringComparison.Ordinal)),
            Function.GroupOf => Value.Of(CodeList.GroupOf(arguments[0].Text)),
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

    // As in XForms: from the first index, counted from 0, up to and without the second; one below 0 counts from the end.
    private static Value Substring(Value[] arguments)
    {
        string text = arguments[0].Text;
        if (arguments[1].Number is not { } from || (arguments.Length > 2 && arguments[2].Number is null))
        {
            return Value.Blank;
        }

        int first = At(from);
        int end = arguments.Length > 2 ? At(arguments[2].Number!.Value) : text.Length;
        return first < end ? Value.Of(text[first..end]) : Value.Blank;

        int At(decimal index) => (int)decimal.Clamp(decimal.Truncate(index < 0 ? text.Length + index : index), 0, text.Length);
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
