using System.Collections.Immutable;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Starting;

/// <summary>An answer that had no place in the form it was carried to.</summary>
internal sealed record DroppedAnswer(FormField Field, Answer Answer);

/// <summary>
/// Answers of one form, or version of it, in another: those to questions of the same name and type go over. What has no place there is
/// told, because it will not be sent.
/// </summary>
internal static class ReportCarry
{
    public static (Answers Answers, ImmutableArray<DroppedAnswer> Dropped) Over(
        FormDefinition from,
        FormDefinition to,
        Answers answers,
        FormContext context
    )
    {
        var dropped = ImmutableArray.CreateBuilder<DroppedAnswer>();
        Answers carried = Carry(from.Questions, to, answers, FormEngine.Begin(to, context), dropped);
        foreach (FormField repeat in from.Questions.Where(field => field.Type == FieldType.Repeat))
        {
            Answers[] lines =
            [
                .. answers
                    .Lines(repeat.Name)
                    .Select(line => Carry(repeat.Questions, to, line, Answers.None, dropped))
                    .Where(line => line.All.Any()),
            ];
            if (lines.Length > 0 && to.Find(repeat.Name) is { Type: FieldType.Repeat })
            {
                carried = carried.With(repeat.Name, lines);
            }
        }

        return (carried, dropped.ToImmutable());
    }

    private static Answers Carry(
        ImmutableArray<FormField> questions,
        FormDefinition to,
        Answers answers,
        Answers into,
        ImmutableArray<DroppedAnswer>.Builder dropped
    )
    {
        foreach (FormField field in questions.Where(field => field is { IsAsked: true, ReadOnly: false }))
        {
            if (answers[field.Name] is not { } answer)
            {
                continue;
            }

            if (to.Find(field.Name) is { } target && HasPlace(field, target, answer))
            {
                into = into.With(field.Name, answer);
            }
            else
            {
                dropped.Add(new DroppedAnswer(field, answer));
            }
        }

        return into;
    }

    private static bool HasPlace(FormField field, FormField target, Answer answer) =>
        target.Type == field.Type
        && target.Repeat == field.Repeat
        && !target.ReadOnly
        && (
            answer is not Answer.Text text
            || field.Type is not (FieldType.Code or FieldType.Codes)
            || text.Value.Split(' ').All(code => IsOffered(target, code) || !IsOffered(field, code))
        );

    private static bool IsOffered(FormField field, string code) =>
        field.Specials.Contains(code, StringComparer.Ordinal) || field.List?.Allows(code) == true;
}
