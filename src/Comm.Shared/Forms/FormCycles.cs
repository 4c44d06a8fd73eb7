namespace Comm.Shared.Forms;

/// <summary>Refuses definitions in which something would have to be known before itself: what applies, and what is computed.</summary>
internal static class FormCycles
{
    public static void Check(IEnumerable<FormField> all, FormFaults faults)
    {
        var fields = all.ToDictionary(field => field.Name, StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (FormField field in fields.Values.OrderBy(field => field.Index))
        {
            var path = new List<string>();
            if (!Visit(field, path))
            {
                faults.Add(field.Name, null, "Fault_Cycle", string.Join(" → ", path));
                return;
            }
        }

        bool Visit(FormField field, List<string> path)
        {
            if (done.Contains(field.Name))
            {
                return true;
            }

            int known = path.IndexOf(field.Name);
            path.Add(field.Name);
            if (known >= 0)
            {
                path.RemoveRange(0, known);
                return false;
            }

            foreach (string name in Needs(field))
            {
                if (!Visit(fields[name], path))
                {
                    return false;
                }
            }

            path.RemoveAt(path.Count - 1);
            done.Add(field.Name);
            return true;
        }
    }

    private static IEnumerable<string> Needs(FormField field) =>
        field
            .Conditions.Concat(field.Calculation is { } calculation ? [calculation] : [])
            .SelectMany(expression => expression.Fields())
            .Distinct(StringComparer.Ordinal);
}
