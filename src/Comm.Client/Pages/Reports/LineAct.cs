using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>What a button does to the lines of a repeat. Its name is the act, its value says where: "lines", "lines[2]".</summary>
internal sealed partial record LineAct(string Name, string Repeat, int Line)
{
    public const string Add = "add";
    public const string Remove = "remove";
    public const string Duplicate = "duplicate";
    public const string Up = "up";
    public const string Down = "down";

    /// <summary>Leaves as many lines as the value says: takes back what was pasted.</summary>
    public const string Cut = "cut";

    private static readonly string[] Names = [Add, Remove, Duplicate, Up, Down, Cut];

    /// <summary>Null where no such button was used.</summary>
    public static LineAct? Of(IFormCollection posted)
    {
        foreach (string name in Names)
        {
            if (Place().Match(posted[name].ToString()) is { Success: true } place)
            {
                string line = place.Groups["line"].Value;
                return new LineAct(
                    name,
                    place.Groups["repeat"].Value,
                    line.Length == 0 ? -1 : int.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture)
                );
            }
        }

        return null;
    }

    /// <summary>The answers after it; the same where it cannot be done.</summary>
    public Answers Apply(FormDefinition form, Answers answers, FormContext context)
    {
        if (form.Find(Repeat) is not { Type: FieldType.Repeat } repeat)
        {
            return answers;
        }

        ImmutableArray<Answers> lines = answers.Lines(Repeat);
        bool isThere = Line >= 0 && Line < lines.Length;
        return Name switch
        {
            Add when lines.Length < repeat.Most => answers.With(
                Repeat,
                [.. lines, FormEngine.NewLine(form, repeat, answers, context)]
            ),
            Remove when isThere && lines.Length > repeat.Least => answers.With(Repeat, [.. lines.RemoveAt(Line)]),
            Duplicate when isThere && lines.Length < repeat.Most => answers.With(
                Repeat,
                [.. lines.Insert(Line + 1, lines[Line])]
            ),
            Up when isThere && Line > 0 => answers.With(Repeat, [.. Swapped(lines, Line - 1)]),
            Down when isThere && Line < lines.Length - 1 => answers.With(Repeat, [.. Swapped(lines, Line)]),
            Cut when Line >= 0 && Line <= lines.Length => answers.With(
                Repeat,
                [.. Filled(form, repeat, lines[..Line], answers, context)]
            ),
            _ => answers,
        };
    }

    /// <summary>The line that has the officer's attention afterwards, by the id of its part of the page.</summary>
    public string Attention(int lines) =>
        new FieldPath(
            "",
            Repeat,
            Math.Clamp(
                Name switch
                {
                    Add => lines - 1,
                    Duplicate or Down => Line + 1,
                    Up => Line - 1,
                    _ => Line,
                },
                0,
                Math.Max(lines - 1, 0)
            )
        ).ToString();

    private static ImmutableArray<Answers> Swapped(ImmutableArray<Answers> lines, int first) =>
        lines.SetItem(first, lines[first + 1]).SetItem(first + 1, lines[first]);

    private static IEnumerable<Answers> Filled(
        FormDefinition form,
        FormField repeat,
        ImmutableArray<Answers> lines,
        Answers answers,
        FormContext context
    ) =>
        lines.Concat(
            Enumerable
                .Range(0, Math.Max(repeat.Least - lines.Length, 0))
                .Select(_ => FormEngine.NewLine(form, repeat, answers, context))
        );

    [GeneratedRegex(
        @"^(?<repeat>[A-Za-z_][A-Za-z0-9_-]*)(\[(?<line>\d{1,4})\])?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Place();
}
