using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Forms;

/// <summary>Reads a form's expressions, and asks of each that what it mentions is there and can be seen from its place.</summary>
internal sealed class FormExpressions(FormFaults faults)
{
    private readonly List<(string Place, string Part, Expression Expression, string? Repeat)> _read = [];

    /// <summary>The names of the form's tables.</summary>
    public IReadOnlySet<string> Tables { get; set; } = new HashSet<string>();

    /// <param name="place">The field or rule.</param>
    /// <param name="part">Which of its expressions.</param>
    /// <param name="source">As it was written; null for none.</param>
    /// <param name="repeat">The repeat it stands in.</param>
    /// <param name="takesAttributes">In a choice filter.</param>
    public Expression? Read(string place, string part, string? source, string? repeat, bool takesAttributes = false)
    {
        if (source is null)
        {
            return null;
        }

        if (!ExpressionParser.TryParse(source, out Expression? expression, out ExpressionError? error, takesAttributes))
        {
            faults.Add(place, part, error!.Key, [error.Position + 1, .. error.Arguments]);
            return null;
        }

        _read.Add((place, part, expression!, repeat));
        return expression;
    }

    /// <summary>A calculation must come to the same tomorrow and on every machine: it may not ask for the day.</summary>
    public Expression? ReadLasting(string place, string part, string? source, string? repeat)
    {
        Expression? expression = Read(place, part, source, repeat);
        if (
            expression
                ?.Parts()
                .OfType<Expression.Call>()
                .Any(call => call.Function is Function.Today or Function.Now or Function.LatestToday) == true
        )
        {
            faults.Add(place, part, "Fault_CalculationOfToday");
        }

        return expression;
    }

    public void CheckMentions(IReadOnlyDictionary<string, FormField> fields)
    {
        foreach ((string place, string part, Expression expression, string? repeat) in _read)
        {
            foreach (string name in expression.Fields().Where(name => !fields.ContainsKey(name)).Distinct(StringComparer.Ordinal))
            {
                faults.Add(place, part, "Fault_UnknownField", name);
            }

            foreach (Expression.Call call in expression.Parts().OfType<Expression.Call>())
            {
                Check(place, part, call, repeat, fields);
            }
        }
    }

    private void Check(
        string place,
        string part,
        Expression.Call call,
        string? repeat,
        IReadOnlyDictionary<string, FormField> fields
    )
    {
        // What a question is depends on the same for its author and its reader; only what is said of an answer may depend on more.
        if (Functions.IsOfEntry(call.Function) && part is not ("when" or "check" or "constraint" or "default"))
        {
            faults.Add(place, part, "Fault_OnlyWhileWriting");
        }

        if (call.Function == Function.Lookup)
        {
            string? table = (call.Arguments[0] as Expression.Constant)?.Value.Text;
            if (table is null || !Tables.Contains(table))
            {
                faults.Add(place, part, "Fault_UnknownTable", table ?? "");
            }
        }

        string[] repeats =
        [
            .. call.Fields()
                .Select(name => fields.GetValueOrDefault(name))
                .Select(field => field is { Type: FieldType.Repeat } ? field.Name : field?.Repeat)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
        if (call.Function is Function.Any or Function.All or Function.CountWhere && repeats.Length != 1)
        {
            faults.Add(place, part, "Fault_OneRepeat");
        }

        if (call.Function is Function.Line or Function.Previous or Function.Earlier && repeat is null)
        {
            faults.Add(place, part, "Fault_OutsideOfLines");
        }
    }
}
