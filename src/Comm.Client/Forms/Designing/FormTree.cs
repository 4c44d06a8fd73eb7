using System.Collections.Immutable;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.Designing;

/// <summary>A field where it stands: under which sections, and as which of its neighbours.</summary>
public sealed record PlacedField(FieldDocument Field, ImmutableArray<FieldDocument> Above, int Index)
{
    public FieldDocument? Parent => Above.IsEmpty ? null : Above[^1];

    public string? Repeat => Above.FirstOrDefault(above => above.Type == FieldType.Repeat)?.Name;

    public int Depth => Above.Length;
}

/// <summary>The tree of a form's document: found, walked and made anew; nothing changes in place.</summary>
internal static class FormTree
{
    public static bool Holds(FieldType type) => type is FieldType.Section or FieldType.Repeat;

    public static ImmutableArray<FieldDocument> FieldsOf(FieldDocument field) => field.Fields.IsDefault ? [] : field.Fields;

    /// <summary>In the order of the form: a section, then what it holds.</summary>
    public static IEnumerable<PlacedField> All(FormDocument document) => All(document.Fields, []);

    public static PlacedField? Find(FormDocument document, string name) =>
        All(document).FirstOrDefault(placed => string.Equals(placed.Field.Name, name, StringComparison.Ordinal));

    /// <summary>How many levels of sections a field brings along.</summary>
    public static int Height(FieldDocument field) => FieldsOf(field).Select(inner => 1 + Height(inner)).DefaultIfEmpty(0).Max();

    public static FormDocument Replace(FormDocument document, string name, Func<FieldDocument, FieldDocument> change) =>
        document with
        {
            Fields = Each(document.Fields, field => field.Name == name ? [change(field)] : [field]),
        };

    /// <summary>Makes each field into none, one or several, the inner ones first.</summary>
    public static ImmutableArray<FieldDocument> Each(
        ImmutableArray<FieldDocument> fields,
        Func<FieldDocument, IEnumerable<FieldDocument>> change
    ) =>
        [
            .. (fields.IsDefault ? [] : fields).SelectMany(field =>
                change(field.Fields.IsDefault ? field : field with { Fields = Each(field.Fields, change) })
            ),
        ];

    /// <summary>Makes the fields of one section anew, or those of the form itself (null).</summary>
    public static FormDocument Within(
        FormDocument document,
        string? section,
        Func<ImmutableArray<FieldDocument>, ImmutableArray<FieldDocument>> change
    ) =>
        section is null
            ? document with
            {
                Fields = change(document.Fields),
            }
            : Replace(document, section, field => field with { Fields = change(FieldsOf(field)) });

    private static IEnumerable<PlacedField> All(ImmutableArray<FieldDocument> fields, ImmutableArray<FieldDocument> above)
    {
        for (int i = 0; i < (fields.IsDefault ? 0 : fields.Length); i++)
        {
            yield return new PlacedField(fields[i], above, i);
            foreach (PlacedField inner in All(fields[i].Fields, above.Add(fields[i])))
            {
                yield return inner;
            }
        }
    }
}
