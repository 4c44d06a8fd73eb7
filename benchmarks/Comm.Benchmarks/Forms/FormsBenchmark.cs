using System.Globalization;
using Comm.Shared.Forms;

namespace Comm.Benchmarks.Forms;

/// <summary>What one change of one answer costs: all of a form is asked anew. The bar is two milliseconds for 200 questions with 300 rules.</summary>
internal sealed class FormsBenchmark(TextWriter output)
{
    private const double BarMilliseconds = 2;

    public void Run()
    {
        output.WriteLine(Machine.Describe());
        Print("200 questions, 300 rules, 10 lines", FilledForm.Of(200, 300), BarMilliseconds);
        Print("400 questions, 500 rules, 10 lines", FilledForm.Of(400, 500), bar: null);
        Print("standard seizure, 1 line", FilledForm.Standard(1), bar: null);
        Print("standard seizure, 50 lines", FilledForm.Standard(50), bar: null);
        output.WriteLine(Machine.Load());
    }

    private void Print(string name, FilledForm filled, double? bar)
    {
        FormContext context = FormContext.At(TimeProvider.System, "FR");
        FormEvaluation evaluation = FormEngine.Evaluate(filled.Form, filled.Answers, context);
        int change = 0;
        Measurement cost = Measure.Operation(
            () => filled.Changed(change++),
            answers => FormEngine.Evaluate(filled.Form, answers, context),
            _ => { }
        );
        // The least that any engine does: look at every answer once.
        Measurement floor = Measure.Primitive(() => Look(filled));
        double milliseconds = cost.Microseconds / 1_000;
        string verdict = bar is { } most ? $", bar {most} ms: {(milliseconds < most ? "met" : "missed")}" : "";
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} ({evaluation.Findings.Length} findings, {evaluation.NotEvaluated.Length} not evaluated): {milliseconds:F3} ms per change{verdict}; {cost.AllocatedBytes / 1_000:N0} kB allocated; {cost.Microseconds / floor.Microseconds:F0} times a look at every answer ({floor.Microseconds:F1} µs)"
            )
        );
    }

    private static void Look(FilledForm filled)
    {
        int seen = 0;
        foreach (FormField field in filled.Form.Questions)
        {
            if (field.Type != FieldType.Repeat)
            {
                seen += filled.Answers[field.Name] is null ? 0 : 1;
                continue;
            }

            foreach (Answers line in filled.Answers.Lines(field.Name))
            {
                seen += field.Questions.Count(question => line[question.Name] is not null);
            }
        }

        if (seen == 0)
        {
            throw new InvalidOperationException("Nothing was answered.");
        }
    }
}
