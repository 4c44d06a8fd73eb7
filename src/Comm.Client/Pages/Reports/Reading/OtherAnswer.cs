using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Reading;

/// <summary>
/// An answer to no question of the form: of a form that nobody here knows, of a newer or a hostile client, or of another type than what
/// the form has under this name. Shown as it is.
/// </summary>
public sealed record OtherAnswer(string Name, Answer Answer)
{
    internal static IEnumerable<OtherAnswer> Of(Answers answers, FormDefinition? form)
    {
        foreach ((string name, Answer answer) in answers.All)
        {
            FormField? field = form?.Find(name) is { Repeat: null } asked ? asked : null;
            if (answer is not Answer.Lines lines)
            {
                if (field is not { IsAsked: true })
                {
                    yield return new OtherAnswer(name, answer);
                }

                continue;
            }

            for (int i = 0; i < lines.Items.Length; i++)
            {
                foreach ((string inner, Answer said) in lines.Items[i].All)
                {
                    if (
                        field is not { Type: FieldType.Repeat }
                        || form!.Find(inner) is not { IsAsked: true } known
                        || known.Repeat != name
                    )
                    {
                        yield return new OtherAnswer(new FieldPath(inner, name, i).ToString(), said);
                    }
                }
            }
        }
    }
}
