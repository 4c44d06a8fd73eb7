using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Comm.Shared.Localization;

/// <summary>CLDR's plural categories: which form of a sentence a number takes in a language.</summary>
public static class PluralRules
{
    private static readonly FrozenDictionary<string, ImmutableArray<(string Category, PluralCondition Condition)>> Rules =
        EmbeddedTable
            .Rows("Localization.Tables.plurals.csv")
            .GroupBy(row => row[0], StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Select(row => (row[1], PluralCondition.Parse(row[2]))).ToImmutableArray(),
                StringComparer.Ordinal
            );

    /// <summary>zero, one, two, few, many or other.</summary>
    public static string Category(string language, long count) => Category(language, (decimal)count);

    /// <summary>Of a number as we write it: without zeros at the end of its decimals.</summary>
    public static string Category(string language, decimal count)
    {
        decimal n = Math.Abs(count);
        foreach ((string category, PluralCondition condition) in Rules[ProductCultures.Nearest(language)])
        {
            if (condition.Holds(n))
            {
                return category;
            }
        }

        return "other";
    }

    /// <summary>The categories a translation into this language must write.</summary>
    public static IEnumerable<string> Categories(string language) =>
        Rules[ProductCultures.Nearest(language)].Select(rule => rule.Category);
}

/// <summary>A rule of UTS #35, part 3, section 5 ("v = 0 and i % 10 = 2..4 and i % 100 != 12..14").</summary>
/// <remarks>
/// Operands: <c>n</c> the value, <c>i</c> its whole part, <c>v</c> how many decimals are seen (here: whether there are any, which is all
/// that the rules of our languages ask), <c>e</c> the exponent, which nothing of ours is written with.
/// </remarks>
internal sealed class PluralCondition
{
    private readonly ImmutableArray<ImmutableArray<Relation>> _anyOfAll;

    private PluralCondition(ImmutableArray<ImmutableArray<Relation>> anyOfAll) => _anyOfAll = anyOfAll;

    public bool Holds(decimal n) => _anyOfAll.Any(all => all.All(relation => relation.Holds(n)));

    /// <summary>The empty rule, that of "other", always holds.</summary>
    public static PluralCondition Parse(string rule) =>
        new([
            .. rule.Split(" or ")
                .Select(all => all.Split(" and ").Where(r => r.Length > 0).Select(Relation.Parse).ToImmutableArray()),
        ]);

    private sealed record Relation(string Operand, ulong Modulus, bool Equal, ImmutableArray<(ulong From, ulong To)> Ranges)
    {
        public bool Holds(decimal n)
        {
            decimal operand = Operand switch
            {
                "n" => n,
                "i" => decimal.Truncate(n),
                "v" => decimal.IsInteger(n) ? 0 : 1,
                "e" => 0,
                _ => throw new FormatException($"Not an operand of ours: {Operand}"),
            };
            decimal value = Modulus == 0 ? operand : operand % Modulus;
            // A range is of whole numbers: 2.5 is not in 2..4.
            return (decimal.IsInteger(value) && Ranges.Any(range => value >= range.From && value <= range.To)) == Equal;
        }

        public static Relation Parse(string text)
        {
            string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            ulong modulus = words[1] == "%" ? Number(words[2]) : 0;
            bool equal = words[^2] switch
            {
                "=" => true,
                "!=" => false,
                _ => throw new FormatException($"Not a plural relation: {text}"),
            };
            return new Relation(words[0], modulus, equal, [.. words[^1].Split(',').Select(Range)]);
        }

        private static (ulong From, ulong To) Range(string text)
        {
            string[] ends = text.Split("..");
            return (Number(ends[0]), Number(ends[^1]));
        }

        private static ulong Number(string text) => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
