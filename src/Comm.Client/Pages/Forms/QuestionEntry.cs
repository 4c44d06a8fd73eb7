using System.Globalization;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Forms;

/// <summary>One question as its page sends it. What its type cannot have was not on the page and stays as it is.</summary>
internal sealed class QuestionEntry(IFormCollection posted, FormDocument document, Language language)
{
    public FieldDocument Read(FieldDocument was)
    {
        FieldDocument field = was with
        {
            Labels = LabelsEntry.Read(posted, "label", was.Labels),
            Hints = FormTexts.OrNone(LabelsEntry.Read(posted, "hint", was.Hints)),
            ConstraintMessage = FormTexts.OrNone(LabelsEntry.Read(posted, "message", was.ConstraintMessage)),
            Relevant = Has("relevant.raw") ? ConditionEntry.Read(posted, "relevant", document) : was.Relevant,
            Required = Required(was),
            Constraint = Constraint(was),
            // E is what nothing said means: one way to write one thing.
            ConstraintSeverity = Has("severity")
                ? Text("severity") is { Length: > 0 } and not "E"
                    ? Text("severity")
                    : null
                : was.ConstraintSeverity,
            CodeList = Has("list") ? OrNull("list") : was.CodeList,
            ChoiceFilter = Has("filter") ? OrNull("filter") : was.ChoiceFilter,
            PlacesBy = Has("places") ? OrNull("places") : was.PlacesBy,
            Calculation = Has("calculation") ? Text("calculation") : was.Calculation,
            Default = Has("default") ? OrNull("default") : was.Default,
            Least = Number("least", was.Least),
            Most = Number("most", was.Most),
        };
        if (Has("ticks"))
        {
            string[] specials = [.. posted["special"].OfType<string>()];
            field = field with
            {
                ReadOnly = Has("readonly"),
                Export = Has("export") ? null : false,
                Specials = specials.Length == 0 ? default : [.. specials],
            };
        }

        return field;
    }

    private string? Required(FieldDocument was) =>
        Text("required.mode") switch
        {
            "never" => null,
            "always" => "true()",
            "if" => ConditionEntry.Read(posted, "required", document),
            _ => was.Required,
        };

    private string? Constraint(FieldDocument was)
    {
        if (!Has("constraint"))
        {
            return was.Constraint;
        }

        string written = Text("constraint");
        if (written != Text("constraint.was") || !Has("limit.least"))
        {
            return written.Length == 0 ? null : written;
        }

        return new SimpleLimits(Limit("limit.least"), Limit("limit.most")).Write();
    }

    private decimal? Limit(string name) => TypedNumber.TryRead(Text(name), language.Culture, out decimal number) ? number : null;

    private int Number(string name, int was) =>
        !Has(name) ? was
        : int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : 0;

    private bool Has(string name) => posted.ContainsKey(name);

    private string Text(string name) => posted[name].ToString().Trim().ReplaceLineEndings("\n");

    private string? OrNull(string name) => Text(name) is { Length: > 0 } text ? text : null;
}
