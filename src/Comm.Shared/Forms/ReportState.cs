using System.Runtime.InteropServices;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>A line of a repeat, counted from 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormLine(string Repeat, int Index);

/// <summary>
/// What follows from a set of answers, found when it is asked for and kept: which fields apply and what is computed. The compiler
/// refuses definitions in which one of them would have to be known before itself.
/// </summary>
internal sealed class ReportState(FormDefinition form, Answers answers, FormContext context)
{
    private readonly Dictionary<(int Field, int Line), bool> _relevant = [];
    private readonly Dictionary<(int Field, int Line), Value> _values = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Far above what a form takes that a person wrote.</summary>
    private const int MostSteps = 1_000_000;
    private int _steps;

    public FormDefinition Form => form;

    public Answers Answers => answers;

    /// <summary>False once all expressions of the form together have cost too much for one change of one answer.</summary>
    public bool TakeStep() => ++_steps <= MostSteps;

    public FormContext Context => context;

    public int LinesOf(string repeat)
    {
        if (!_lines.TryGetValue(repeat, out int count))
        {
            count = form.Find(repeat) is { } field && IsRelevant(field, null) ? answers.Lines(repeat).Length : 0;
            _lines.Add(repeat, count);
        }

        return count;
    }

    /// <summary>Where a condition cannot be decided, the question is asked.</summary>
    public bool IsRelevant(FormField field, FormLine? line)
    {
        if (field.Conditions.IsEmpty)
        {
            return true;
        }

        (int, int) key = Key(field, line);
        if (!_relevant.TryGetValue(key, out bool relevant))
        {
            relevant = field.Conditions.All(condition =>
                new Evaluator(new ReportScope(this, line)).Evaluate(condition) is { IsUnknown: true } or { Truth: true }
            );
            _relevant.Add(key, relevant);
        }

        return relevant;
    }

    /// <summary>The answer as expressions see it: blank where the question does not apply.</summary>
    public Value ValueOf(FormField field, FormLine? line)
    {
        FormLine? own = field.Repeat is null ? null : line;
        (int, int) key = Key(field, own);
        if (!_values.TryGetValue(key, out Value value))
        {
            value =
                !IsRelevant(field, own) ? Value.Blank
                : field.Calculation is { } calculation ? new Evaluator(new ReportScope(this, own)).Evaluate(calculation)
                : AnswerForm.ValueOf(field, Answer(field, own));
            _values.Add(key, value);
        }

        return value;
    }

    public Answer? Answer(FormField field, FormLine? line) =>
        field.Repeat is null ? answers[field.Name]
        : line is { } place && place.Index < answers.Lines(field.Repeat).Length
            ? answers.Lines(field.Repeat)[place.Index][field.Name]
        : null;

    /// <summary>The row of one of the form's tables; blank where there is none.</summary>
    public Value Lookup(string table, ReadOnlySpan<Value> keys)
    {
        var parts = new string[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            parts[i] = keys[i].Text;
        }

        return form.Tables.TryGetValue(table, out var rows) && rows.TryGetValue(string.Join(' ', parts), out string? row)
            ? Value.Of(row)
            : Value.Blank;
    }

    private static (int Field, int Line) Key(FormField field, FormLine? line) => (field.Index, line?.Index ?? -1);
}
