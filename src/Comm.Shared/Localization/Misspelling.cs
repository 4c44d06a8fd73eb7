namespace Comm.Shared.Localization;

/// <summary>
/// How far a typed text is from the beginning of a name: letters that are wrong, missing, too many, or exchanged with their neighbour.
/// Asked only where nothing begins as typed, and never to choose in somebody's place.
/// </summary>
internal static class Misspelling
{
    private const int LongestTyped = 32;

    /// <summary>How many mistakes a text of this length may have: a short one with a mistake could mean anything.</summary>
    public static int Allowed(int length) =>
        length switch
        {
            < 4 or > LongestTyped => 0,
            < 8 => 1,
            _ => 2,
        };

    /// <summary>The fewest mistakes that lead from a beginning of the name to the text; more than <paramref name="most"/> is one more than it.</summary>
    public static int Distance(ReadOnlySpan<char> typed, ReadOnlySpan<char> name, int most)
    {
        // The first letter is rarely the wrong one; asking for it leaves a hundredth of the names to compare.
        if (most == 0 || typed.IsEmpty || name.IsEmpty || typed[0] != name[0] || name.Length + most < typed.Length)
        {
            return most + 1;
        }

        int width = Math.Min(name.Length, typed.Length + most) + 1;
        Span<int> before = stackalloc int[LongestTyped + 4];
        Span<int> above = stackalloc int[LongestTyped + 4];
        Span<int> row = stackalloc int[LongestTyped + 4];
        for (int at = 0; at < width; at++)
        {
            above[at] = at;
        }

        for (int i = 1; i <= typed.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j < width; j++)
            {
                int cost = typed[i - 1] == name[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && typed[i - 1] == name[j - 2] && typed[i - 2] == name[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > most)
            {
                return most + 1;
            }

            Span<int> free = before;
            before = above;
            above = row;
            row = free;
        }

        int best = most + 1;
        foreach (int mistakes in above[..width])
        {
            best = Math.Min(best, mistakes);
        }

        return best;
    }
}
