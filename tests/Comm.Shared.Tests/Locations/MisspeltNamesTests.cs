using Comm.Shared.Localization;
using Comm.Shared.Locations;

namespace Comm.Shared.Tests.Locations;

public class MisspeltNamesTests
{
    private static readonly FoldedNames Names = new(LocationTable.Shipped);

    [Theory]
    [InlineData("roterdam")]
    [InlineData("hambrug")]
    [InlineData("felxstowe")]
    [InlineData("sigapore")]
    [InlineData("antwrep")]
    [InlineData("ssn juan")]
    [InlineData("internationel airport")]
    [InlineData("saintt")]
    [InlineData("مطاردبي الدولي")]
    [InlineData("qzxv")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdef")]
    public void OneWalkFindsWhatComparingWithEveryNameFinds(string typed)
    {
        int most = Misspelling.Allowed(typed.Length);
        var expected = new List<(int, int, int)>();
        foreach (FoldedNames.Entry entry in Names.OfLetter(typed[0]))
        {
            int mistakes = Misspelling.Distance(typed, Names.Text(entry), most);
            if (mistakes <= most)
            {
                expected.Add((entry.Row, entry.Start, mistakes));
            }
        }

        var found = new List<(int, int, int)>();
        var near = new MisspeltNames(Names, typed, new int[MisspeltNames.Space]);
        while (near.MoveNext())
        {
            found.Add((near.Entry.Row, near.Entry.Start, near.Mistakes));
        }

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg")]
    public void TooShortOrTooLongATextIsNotGuessedAt(string typed) =>
        Assert.False(new MisspeltNames(Names, typed, new int[MisspeltNames.Space]).MoveNext());
}
