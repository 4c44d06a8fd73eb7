namespace Comm.Shared.Forms;

/// <summary>Asks a form's questions of a set of answers. The same engine runs while a report is written and after it was opened.</summary>
/// <remarks>
/// Findings that every form can have: F01 answer missing, F02 of the wrong form, F03 not a code of the list, F04 constraint, F05 too
/// long, F06 unknown field, F07 answered though it does not apply, F08 number of lines, P01 place. The others are the form's own rules.
/// </remarks>
public static class FormEngine
{
    public static FormEvaluation Evaluate(FormDefinition form, Answers answers, FormContext context)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(context);
        return new FormInspection(form, answers, context).Run();
    }
}
