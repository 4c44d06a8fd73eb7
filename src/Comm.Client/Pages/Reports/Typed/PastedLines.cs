using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Typed;

/// <summary>
/// Lines copied from a spreadsheet: cells between tabs, with or without a heading. Either all of it is read or nothing is taken, and
/// what cannot be read is named by its row and column.
/// </summary>
internal static class PastedLines
{
    /// <summary>The button's name; its value is the repeat's.</summary>
    public const string Act = "paste";

    private const int MostFaults = 20;

    public static string TextOf(FormField repeat) => $"{repeat.Name}.pasted";

    /// <summary>Null when nothing was pasted.</summary>
    public static PasteOutcome? Take(FormDefinition form, IFormCollection posted, Answers answers, TypedTables tables)
    {
        if (form.Find(posted[Act].ToString()) is not { Type: FieldType.Repeat } repeat)
        {
            return null;
        }

        string text = posted[TextOf(repeat)].ToString();
        string[][] rows = [.. TabbedText.Rows(text).Where(row => row.Any(cell => cell.Length > 0))];
        FormField[] asked = [.. repeat.Questions.Where(field => field is { IsAsked: true, ReadOnly: false })];
        var faults = new List<PasteFault>();
        if (rows.Length == 0)
        {
            return new PasteOutcome(repeat.Name, answers, 0, text, [new PasteFault(0, 0, "Paste.Nothing")]);
        }

        FormField?[] columns = asked;
        int first = 0;
        if (Headings(rows[0], asked) is { } named)
        {
            first = 1;
            columns = named;
            faults.AddRange(
                named
                    .Select((field, column) => (field, column))
                    .Where(heading => heading.field is null && rows[0][heading.column].Length > 0)
                    .Select(heading => new PasteFault(1, heading.column + 1, "Paste.UnknownColumn", rows[0][heading.column]))
            );
        }

        var read = new List<Answers>();
        for (int row = first; row < rows.Length; row++)
        {
            read.Add(Line(rows[row], row + 1, columns, tables, faults));
        }

        Answers[] before = [.. answers.Lines(repeat.Name).Where(line => line.All.Any())];
        if (before.Length + read.Count > repeat.Most)
        {
            faults.Add(new PasteFault(0, 0, "Paste.TooMany", repeat.Most.ToString(tables.Language.Culture)));
        }

        return faults.Count > 0
            ? new PasteOutcome(repeat.Name, answers, 0, text, [.. faults.Take(MostFaults)])
            : new PasteOutcome(repeat.Name, answers.With(repeat.Name, [.. before, .. read]), read.Count, "", [])
            {
                Before = before.Length,
            };
    }

    private static Answers Line(string[] cells, int row, FormField?[] columns, TypedTables tables, List<PasteFault> faults)
    {
        Answers line = Answers.None;
        for (int column = 0; column < cells.Length; column++)
        {
            string cell = cells[column];
            if (cell.Length == 0)
            {
                continue;
            }

            if (column >= columns.Length)
            {
                faults.Add(new PasteFault(row, column + 1, "Paste.NoColumn", cell));
            }
            else if (columns[column] is { } field)
            {
                if (TypedAnswer.Read(field, cell, tables) is { } answer)
                {
                    line = line.With(field.Name, answer);
                }
                else
                {
                    faults.Add(new PasteFault(row, column + 1, "Paste.Unread", cell) { Field = field });
                }
            }
        }

        return line;
    }

    /// <summary>Which column is which question, by a label in any language or by its name; null for a first row that names none.</summary>
    private static FormField?[]? Headings(string[] row, FormField[] asked)
    {
        FormField?[] named = [.. row.Select(cell => asked.FirstOrDefault(field => Names(field, cell)))];
        return named.Any(field => field is not null) ? named : null;
    }

    private static bool Names(FormField field, string cell)
    {
        string folded = Folding.Fold(cell.TrimEnd('*', ' '));
        return folded.Length > 0
            && (
                folded == Folding.Fold(field.Name)
                || ProductCultures.All.Any(language => Folding.Fold(field.Labels.Text(language)) == folded)
            );
    }
}
