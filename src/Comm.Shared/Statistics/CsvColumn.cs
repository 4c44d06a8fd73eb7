using Comm.Shared.Forms;

namespace Comm.Shared.Statistics;

/// <summary>
/// One question as a column of the export, over all forms and versions that were counted. A question that a later version has dropped
/// keeps its column; one that was renamed is another question. Its words are those of the newest version that knows the code.
/// </summary>
internal sealed class CsvColumn
{
    private readonly List<(string Form, FormField Field)> _newestFirst = [];

    private CsvColumn(string name) => Name = name;

    /// <summary>The question's; one that is called like a column of ours steps aside.</summary>
    public string Name { get; }

    /// <summary>A label stands beside every code.</summary>
    public bool IsCoded => _newestFirst.Any(asked => HasLabels(asked.Field));

    public IEnumerable<string> Headings => IsCoded ? [Name, Name + LabelSuffix] : [Name];

    public const string LabelSuffix = "_label";

    /// <summary>The code as the newest version of this form names it that still has it.</summary>
    public Code? Find(string form, string code) =>
        _newestFirst
            .Where(asked => asked.Form == form)
            .Select(asked => asked.Field.List?.Find(code))
            .FirstOrDefault(known => known is not null);

    /// <param name="forms">Those that were counted, in any order.</param>
    /// <param name="questionsOf">Which of a form's questions this table is of.</param>
    /// <param name="taken">The headings that are ours, or another table part's.</param>
    public static IReadOnlyDictionary<string, CsvColumn> Of(
        IEnumerable<FormDefinition> forms,
        Func<FormDefinition, IEnumerable<FormField>> questionsOf,
        IReadOnlySet<string> taken
    )
    {
        // A dictionary that only grows keeps its order; an OrderedDictionary says so.
        var columns = new OrderedDictionary<string, CsvColumn>(StringComparer.Ordinal);
        foreach (FormDefinition form in NewestFirst(forms))
        {
            foreach (FormField field in questionsOf(form).Where(MayLeave))
            {
                if (!columns.TryGetValue(field.Name, out CsvColumn? column))
                {
                    columns.Add(field.Name, column = new CsvColumn(IsTaken(field.Name) ? "q_" + field.Name : field.Name));
                }

                column._newestFirst.Add((form.Id, field));
            }
        }

        foreach (FormDefinition newest in NewestFirst(forms).DistinctBy(form => form.Id))
        {
            // Who stops exporting a question means the old answers, too.
            foreach (FormField held in questionsOf(newest).Where(field => !MayLeave(field)))
            {
                columns.Remove(held.Name);
            }
        }

        return columns;

        bool IsTaken(string name) => taken.Contains(name) || name.EndsWith(LabelSuffix, StringComparison.Ordinal);
    }

    /// <summary>Free text stays in the group whatever its form says: nobody can tell what is in it.</summary>
    public static bool MayLeave(FormField field) =>
        field is { Export: true, IsAsked: true, Type: not (FieldType.Image or FieldType.File) }
        && (field.Type != FieldType.Text || field.Most < FreeText);

    /// <summary>From this many characters on, a text has room for sentences.</summary>
    private const int FreeText = 200;

    private static IEnumerable<FormDefinition> NewestFirst(IEnumerable<FormDefinition> forms) =>
        forms.OrderBy(form => form.Id, StringComparer.Ordinal).ThenByDescending(form => form.Version);

    public static bool HasLabels(FormField field) =>
        field.Type
            is FieldType.Code
                or FieldType.Codes
                or FieldType.Unit
                or FieldType.Country
                or FieldType.Currency
                or FieldType.Location;
}
