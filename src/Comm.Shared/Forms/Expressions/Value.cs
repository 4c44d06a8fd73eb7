using System.Globalization;
using System.Runtime.InteropServices;

namespace Comm.Shared.Forms.Expressions;

internal enum ValueKind
{
    /// <summary>No answer; reads as the empty text.</summary>
    Blank,
    Text,
    Number,
    Date,
    Time,

    /// <summary>An instant; its text is as it was written.</summary>
    DateTime,
    Boolean,

    /// <summary>The result of arithmetic that has none: a division by zero, letters where a number is wanted, an overflow.</summary>
    NotANumber,

    /// <summary>What only the context could tell, and the context does not know. Whatever is computed from it is unknown too.</summary>
    Unknown,
}

/// <summary>A value of the expression language. Conversions follow XPath 1.0, with decimals in place of floating point.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Value
{
    private readonly string? _text;
    private readonly decimal _number;

    private Value(ValueKind kind, string? text = null, decimal number = 0)
    {
        Kind = kind;
        _text = text;
        _number = number;
    }

    public ValueKind Kind { get; }

    public static Value Blank => default;
    public static Value NotANumber => new(ValueKind.NotANumber);
    public static Value Unknown => new(ValueKind.Unknown);

    public static Value Of(string text) => text.Length == 0 ? Blank : new Value(ValueKind.Text, text);

    public static Value Of(decimal number) => new(ValueKind.Number, number: number);

    public static Value Of(bool truth) => new(ValueKind.Boolean, number: truth ? 1 : 0);

    /// <summary>Its number is days since 1970-01-01, as in XForms.</summary>
    public static Value Of(DateOnly date) => new(ValueKind.Date, number: date.DayNumber - Epoch);

    /// <summary>Its number is a part of the day.</summary>
    public static Value Of(TimeOnly time, string text) => new(ValueKind.Time, text, (decimal)time.Ticks / TimeSpan.TicksPerDay);

    /// <summary>Its number is days since 1970-01-01 in UTC.</summary>
    public static Value Of(DateTimeOffset instant, string text) =>
        new(ValueKind.DateTime, text, ((decimal)instant.UtcTicks / TimeSpan.TicksPerDay) - Epoch);

    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public bool IsUnknown => Kind == ValueKind.Unknown;

    public bool Truth =>
        Kind switch
        {
            ValueKind.Boolean or ValueKind.Number => _number != 0,
            ValueKind.Text or ValueKind.Date or ValueKind.Time or ValueKind.DateTime => true,
            _ => false,
        };

    public string Text =>
        Kind switch
        {
            ValueKind.Text or ValueKind.Time or ValueKind.DateTime => _text!,
            ValueKind.Number => _number.ToString("0.############################", CultureInfo.InvariantCulture),
            ValueKind.Boolean => _number != 0 ? "true" : "false",
            ValueKind.Date => DateOnly.FromDayNumber((int)_number + Epoch).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ValueKind.NotANumber => "NaN",
            _ => "",
        };

    /// <summary>The number it stands for; a date counts its days. Null where there is none.</summary>
    public decimal? Number =>
        Kind switch
        {
            ValueKind.Number or ValueKind.Boolean => _number,
            ValueKind.Date or ValueKind.Time or ValueKind.DateTime => _number,
            ValueKind.Text => NumberIn(_text!),
            _ => null,
        };

    /// <summary>Like XPath's comparison: truth with truth, dates and numbers by value, otherwise as texts. What has no order is not less and not greater.</summary>
    public static bool Compare(Value a, Value b, BinaryOperator op)
    {
        if (op is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            return SameAs(a, b) == (op == BinaryOperator.Equal);
        }

        return (Ordinal(a, b), Ordinal(b, a)) switch
        {
            ({ } x, { } y) => op switch
            {
                BinaryOperator.Less => x < y,
                BinaryOperator.LessOrEqual => x <= y,
                BinaryOperator.Greater => x > y,
                _ => x >= y,
            },
            _ => false,
        };
    }

    private static bool SameAs(Value a, Value b)
    {
        if (a.Kind == ValueKind.Boolean || b.Kind == ValueKind.Boolean)
        {
            return a.Truth == b.Truth;
        }

        if (IsCounted(a.Kind) || IsCounted(b.Kind))
        {
            return Ordinal(a, b) is { } x && Ordinal(b, a) is { } y && x == y;
        }

        return a.Kind != ValueKind.NotANumber
            && b.Kind != ValueKind.NotANumber
            && string.Equals(a.Text, b.Text, StringComparison.Ordinal);
    }

    private static bool IsCounted(ValueKind kind) =>
        kind is ValueKind.Number or ValueKind.Date or ValueKind.Time or ValueKind.DateTime;

    // Beside a date, an ISO text is a date.
    private static decimal? Ordinal(Value value, Value beside) =>
        (beside.Kind is ValueKind.Date or ValueKind.Text) && value.Kind == ValueKind.Text && DateIn(value._text!) is { } date
            ? date.DayNumber - Epoch
            : value.Number;

    private static DateOnly? DateIn(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date
            : null;

    private static decimal? NumberIn(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal number
        )
            ? number
            : null;
}
