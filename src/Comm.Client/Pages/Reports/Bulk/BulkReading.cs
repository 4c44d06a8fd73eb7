using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>Makes reports of the rows of a spreadsheet: as the page would read what it says, and as the engine judges it.</summary>
internal sealed class BulkReading(FormDefinition form, TypedTables tables, FormContext context)
{
    public const int MostReports = 2_000;
    public const int MostBytes = 2 * 1_024 * 1_024;

    private static readonly SpreadsheetLimits Limits = new()
    {
        Bytes = MostBytes,
        Rows = 5_000,
        Cells = 200_000,
    };

    private readonly FormField[] _repeats = [.. form.Questions.Where(field => field.Type == FieldType.Repeat)];

    /// <summary>The rows of a file; null where the file as a whole cannot be read, and then why.</summary>
    public static BulkRows? Open(
        ReadOnlyMemory<byte> file,
        FormDefinition form,
        out ImmutableArray<SheetFault> unreadable,
        out IReadOnlyList<PasteFault> faults
    )
    {
        var found = new List<PasteFault>();
        faults = found;
        if (SpreadsheetReader.Read(file, out unreadable, Limits) is not { Sheets: [var sheet, ..] })
        {
            return null;
        }

        if (sheet.Rows is not [var header, .. var rows])
        {
            found.Add(new PasteFault(0, 0, "Bulk.NoRows"));
            return null;
        }

        ImmutableSortedDictionary<int, FormField?> columns = BulkColumns.Read(header, form, found);
        SheetRow[] filled = [.. rows.SkipWhile((row, index) => index == 0 && BulkColumns.AreLabels(row, columns))];
        foreach (
            Cell cell in filled
                .SelectMany(row => row.Cells)
                .Where(cell => !columns.ContainsKey(cell.Place.Column) && header[cell.Place.Column] is null)
        )
        {
            found.Add(new PasteFault(cell.Place.Row, cell.Place.Column, "Bulk.NoHeading", cell.Text));
        }

        if (found.Count == 0 && filled.Length == 0)
        {
            found.Add(new PasteFault(0, 0, "Bulk.NoRows"));
        }

        return found.Count > 0
            ? null
            : new BulkRows(
                columns.ToDictionary(column => column.Key, column => column.Value?.Name ?? BulkColumns.Key),
                [
                    .. filled.Select(row => new BulkRow(
                        row.Number,
                        [.. row.Cells.Select(cell => new BulkCell(cell.Place.Column, cell.Kind, cell.Text))]
                    )),
                ]
            );
    }

    public IReadOnlyList<BulkReport> Read(BulkRows rows)
    {
        // By order of first appearance; a row without a key is a report by itself.
        var reports = new List<BulkReport>();
        foreach (IGrouping<string, BulkRow> group in rows.Rows.GroupBy(rows.KeyOf, StringComparer.Ordinal))
        {
            reports.Add(Report(group.Key, [.. group], rows));
        }

        return reports;
    }

    private BulkReport Report(string key, ImmutableArray<BulkRow> rows, BulkRows table)
    {
        Answers answers = Answers.None;
        var lines = _repeats.ToDictionary(
            repeat => repeat.Name,
            _ => new List<(Answers Line, int Row)>(),
            StringComparer.Ordinal
        );
        var faults = new List<PasteFault>();
        foreach (BulkRow row in rows)
        {
            var inRow = new Dictionary<string, Answers>(StringComparer.Ordinal);
            foreach (BulkCell cell in row.Cells)
            {
                if (table.FieldOf(cell, form) is not { } field)
                {
                    continue;
                }

                if (Answer(field, cell) is not { } answer)
                {
                    faults.Add(new PasteFault(row.Number, cell.Column, "Paste.Unread", cell.Text) { Field = field });
                }
                else if (field.Repeat is { } repeat)
                {
                    inRow[repeat] = inRow.GetValueOrDefault(repeat, Answers.None).With(field.Name, answer);
                }
                else if (answers[field.Name] is { } before && before != answer)
                {
                    faults.Add(new PasteFault(row.Number, cell.Column, "Bulk.Contradicts", cell.Text) { Field = field });
                }
                else
                {
                    answers = answers.With(field.Name, answer);
                }
            }

            foreach ((string repeat, Answers line) in inRow)
            {
                lines[repeat].Add((line, row.Number));
            }
        }

        foreach ((string repeat, List<(Answers Line, int Row)> of) in lines.Where(repeat => repeat.Value.Count > 0))
        {
            answers = answers.With(repeat, [.. of.Select(line => line.Line)]);
        }

        answers = ReportDraft.Given(form, WithDefaults(answers), context);
        return new BulkReport(key, rows, answers, FormEngine.Evaluate(form, answers, context), faults)
        {
            RowOfLine = path =>
                path.Repeat is { } repeat && lines[repeat] is var of && path.Line < of.Count ? of[path.Line].Row : rows[0].Number,
        };
    }

    /// <summary>What the page would have filled in already.</summary>
    private Answers WithDefaults(Answers answers) =>
        FormEngine
            .Begin(form, context)
            .All.Where(given => given.Value is not Comm.Shared.Forms.Answer.Lines && answers[given.Key] is null)
            .Aggregate(answers, (all, given) => all.With(given.Key, given.Value));

    private Answer? Answer(FormField field, BulkCell cell) =>
        cell.Kind == CellKind.Number && field.Type is FieldType.Integer or FieldType.Decimal
            ? decimal.TryParse(
                cell.Text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out decimal number
            )
                ? new Comm.Shared.Forms.Answer.Number(number)
                : null
            : TypedAnswer.Read(field, cell.Text, tables);
}
