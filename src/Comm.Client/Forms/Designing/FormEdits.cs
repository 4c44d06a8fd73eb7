using System.Collections.Immutable;
using Comm.Shared.Attachments;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

internal enum Step
{
    Up = 1,
    Down = 2,

    /// <summary>Into the section or repeat above it.</summary>
    Into = 3,

    /// <summary>Out of its section, behind it.</summary>
    Out = 4,
}

/// <summary>What is done to the questions of a form that is being designed. Every act gives a new document; null where it cannot be done.</summary>
internal static class FormEdits
{
    private const int NewRepeatLines = 20;

    /// <summary>At the end of a section or of the form, or right behind a question. Null for a place that is not there or is too deep.</summary>
    public static FormDocument? Add(FormDocument document, FieldType type, string name, Labels labels, string? near)
    {
        PlacedField? place = near is null ? null : FormTree.Find(document, near);
        if ((near is not null && place is null) || FormTree.Find(document, name) is not null)
        {
            return null;
        }

        FieldDocument field = Shape(
            new FieldDocument
            {
                Name = name,
                Type = type,
                Labels = labels,
            }
        );
        bool isInto = place is not null && FormTree.Holds(place.Field.Type);
        string? section = isInto ? place!.Field.Name : place?.Parent?.Name;
        int depth = place is null ? 0 : place.Depth + (isInto ? 1 : 0);
        bool isInRepeat = place is not null && (place.Repeat is not null || (isInto && place.Field.Type == FieldType.Repeat));
        if (depth > FormLimits.SectionDepth || (type == FieldType.Repeat && isInRepeat))
        {
            return null;
        }

        return WithLists(
            FormTree.Within(
                document,
                section,
                fields => isInto || place is null ? fields.Add(field) : fields.Insert(place.Index + 1, field)
            )
        );
    }

    /// <summary>One step; null at an end.</summary>
    public static FormDocument? Move(FormDocument document, string name, Step step)
    {
        if (FormTree.Find(document, name) is not { } place)
        {
            return null;
        }

        ImmutableArray<FieldDocument> neighbours = place.Parent is null ? document.Fields : place.Parent.Fields;
        return step switch
        {
            Step.Up when place.Index > 0 => Put(document, place.Field, place.Parent?.Name, place.Index - 1),
            Step.Down when place.Index + 1 < neighbours.Length => Put(document, place.Field, place.Parent?.Name, place.Index + 1),
            Step.Into when place.Index > 0 && FormTree.Holds(neighbours[place.Index - 1].Type) => Put(
                document,
                place.Field,
                neighbours[place.Index - 1].Name,
                int.MaxValue
            ),
            Step.Out when place.Parent is not null => Put(
                document,
                place.Field,
                place.Above.Length > 1 ? place.Above[^2].Name : null,
                FormTree.Find(document, place.Parent.Name)!.Index + 1
            ),
            _ => null,
        };
    }

    /// <summary>Before another question, or (<paramref name="into"/>) to the end of a section.</summary>
    public static FormDocument? MoveTo(FormDocument document, string name, string target, bool into)
    {
        if (
            FormTree.Find(document, name) is not { } from
            || FormTree.Find(document, target) is not { } to
            || from.Field.Within.Contains(to.Field)
            || (into && !FormTree.Holds(to.Field.Type))
        )
        {
            return null;
        }

        if (into)
        {
            return Put(document, from.Field, target, int.MaxValue);
        }

        // Taken out first, it moves those behind it one forward.
        bool isBefore = from.Parent?.Name == to.Parent?.Name && from.Index < to.Index;
        return Put(document, from.Field, to.Parent?.Name, to.Index - (isBefore ? 1 : 0));
    }

    /// <summary>With what it holds. Does not look at what refers to it: see <see cref="FormMentions"/>.</summary>
    public static FormDocument Remove(FormDocument document, string name) =>
        document with
        {
            Fields = FormTree.Each(document.Fields, field => field.Name == name ? [] : [field]),
        };

    /// <summary>Null for a name that is taken or is none. What refers to it goes with it; answers under the old name do not.</summary>
    public static FormDocument? Rename(FormDocument document, string name, string to)
    {
        if (!FormNames.IsName(to) || FormTree.Find(document, name) is null || FormTree.Find(document, to) is not null)
        {
            return null;
        }

        FormDocument renamed = FormTree.Replace(document, name, field => field with { Name = to });
        return FormMentions.Rename(renamed, name, to);
    }

    /// <summary>What the new type cannot have goes, what it needs comes.</summary>
    public static FormDocument SetType(FormDocument document, string name, FieldType type) =>
        WithLists(FormTree.Replace(document, name, field => Shape(field with { Type = type })));

    public static FormDocument Set(FormDocument document, FieldDocument field) =>
        WithLists(FormTree.Replace(document, field.Name, _ => field));

    /// <summary>The product's lists that its questions use, in the version that is here; those that nothing uses any more stay named.</summary>
    private static FormDocument WithLists(FormDocument document) =>
        document with
        {
            CodeLists = document.CodeLists.SetItems(
                FormTree
                    .All(document)
                    .Select(placed => placed.Field.CodeList is { } id ? CodeLists.Shipped.Find(id) : null)
                    .OfType<CodeList>()
                    .Where(list => !document.CodeLists.ContainsKey(list.Id))
                    .Select(list => KeyValuePair.Create(list.Id, list.Version))
            ),
        };

    private static FieldDocument Shape(FieldDocument field)
    {
        bool coded = field.Type is FieldType.Code or FieldType.Codes;
        return field with
        {
            CodeList =
                field.Type == FieldType.Unit ? "CL_UNIT"
                : coded ? field.CodeList
                : null,
            ChoiceFilter = coded ? field.ChoiceFilter : null,
            PlacesBy = field.Type == FieldType.Location ? field.PlacesBy : null,
            Calculation = field.Type == FieldType.Calculation ? field.Calculation ?? "" : null,
            Fields = FormTree.Holds(field.Type) || !field.Fields.IsDefaultOrEmpty ? FormTree.FieldsOf(field) : default,
            Least = field.Type == FieldType.Repeat ? field.Least : 0,
            Most = field.Type switch
            {
                FieldType.Repeat => field.Most > 0 ? Math.Min(field.Most, FormLimits.Lines) : NewRepeatLines,
                FieldType.Image or FieldType.File => Math.Min(field.Most, AttachmentReference.MaxInMessage),
                FieldType.Text => field.Most,
                _ => 0,
            },
        };
    }

    private static FormDocument? Put(FormDocument document, FieldDocument field, string? section, int index)
    {
        PlacedField? target = section is null ? null : FormTree.Find(document, section);
        int depth = target is null ? 0 : target.Depth + 1;
        bool isInRepeat = target is not null && (target.Repeat is not null || target.Field.Type == FieldType.Repeat);
        if (
            depth + FormTree.Height(field) > FormLimits.SectionDepth
            || (isInRepeat && field.Within.Any(inner => inner.Type == FieldType.Repeat))
        )
        {
            return null;
        }

        return FormTree.Within(
            Remove(document, field.Name),
            section,
            fields => fields.Insert(Math.Min(index, fields.Length), field)
        );
    }
}
