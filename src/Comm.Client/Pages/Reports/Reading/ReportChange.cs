using System.Collections.Immutable;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>
/// One thing that a correction changed: an answer (<paramref name="Repeat"/> and <paramref name="Line"/>, from 1, say of which line), or
/// a whole line, which has no name and stands in <paramref name="Before"/> or <paramref name="After"/>.
/// </summary>
public sealed record ReportChange(string? Repeat, int Line, string Name, Answer? Before, Answer? After)
{
    /// <summary>In the order of the form, where that is known.</summary>
    internal static IReadOnlyList<ReportChange> Between(Report before, Report after, FormDefinition? form)
    {
        var changes = new List<ReportChange>();
        foreach (string name in Names(before.Answers, after.Answers))
        {
            Answer? was = before.Answers[name];
            Answer? now = after.Answers[name];
            if (was is Answer.Lines || now is Answer.Lines)
            {
                changes.AddRange(OfLines(name, before.Answers.Lines(name), after.Answers.Lines(name)));
            }

            // What is lines on one side only is told twice: as the lines, and as the answer it was or became.
            (was, now) = (was is Answer.Lines ? null : was, now is Answer.Lines ? null : now);
            if (!Equals(was, now))
            {
                changes.Add(new ReportChange(null, 0, name, was, now));
            }
        }

        return
        [
            .. changes
                .OrderBy(change => Place(change.Repeat ?? change.Name))
                .ThenBy(change => change.Line)
                .ThenBy(change => Place(change.Name)),
        ];

        int Place(string name) => form?.Find(name) is { } field ? form.All.IndexOf(field) : int.MaxValue;
    }

    /// <summary>Lines that are the same are found first, wherever they stand; of the others, the first goes with the first.</summary>
    private static IEnumerable<ReportChange> OfLines(string repeat, ImmutableArray<Answers> before, ImmutableArray<Answers> after)
    {
        var old = before.Select((line, i) => (Line: line, Number: i + 1)).ToList();
        var left = new List<(Answers Line, int Number)>();
        for (int i = 0; i < after.Length; i++)
        {
            int same = old.FindIndex(candidate => IsSame(candidate.Line, after[i]));
            if (same >= 0)
            {
                old.RemoveAt(same);
            }
            else
            {
                left.Add((after[i], i + 1));
            }
        }

        for (int i = 0; i < Math.Max(old.Count, left.Count); i++)
        {
            if (i >= left.Count)
            {
                yield return new ReportChange(repeat, old[i].Number, "", new Answer.Lines([old[i].Line]), null);
            }
            else if (i >= old.Count)
            {
                yield return new ReportChange(repeat, left[i].Number, "", null, new Answer.Lines([left[i].Line]));
            }
            else
            {
                foreach (string name in Names(old[i].Line, left[i].Line))
                {
                    if (!Equals(old[i].Line[name], left[i].Line[name]))
                    {
                        yield return new ReportChange(repeat, left[i].Number, name, old[i].Line[name], left[i].Line[name]);
                    }
                }
            }
        }
    }

    private static bool IsSame(Answers one, Answers other) => Names(one, other).All(name => Equals(one[name], other[name]));

    private static IEnumerable<string> Names(Answers one, Answers other) =>
        one.All.Concat(other.All).Select(answer => answer.Key).Distinct(StringComparer.Ordinal);
}
