using System.Globalization;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// Reads what the page sent into answers. Nothing is refused here: an entry that is no number or no code stays as it was typed, the
/// engine names what is wrong with it, and the page shows it again.
/// </summary>
internal sealed class ReportEntry(FormDefinition form, IFormCollection posted, Language language, LocationTable? places = null)
{
    /// <summary>The visible text of a combobox, beside the code that was chosen from its list.</summary>
    public const string TypedSuffix = ".typed";

    public const string AddLine = "add";

    public const string RemoveLine = "remove";

    public Answers Read()
    {
        Answers answers = Answers.None;
        foreach (FormField field in form.Questions)
        {
            if (field.Type == FieldType.Repeat)
            {
                answers = answers.With(field.Name, [.. Lines(field)]);
            }
            else if (ReadOne(field, new FieldPath(field.Name)) is { } answer)
            {
                answers = answers.With(field.Name, answer);
            }
        }

        return answers;
    }

    private IEnumerable<Answers> Lines(FormField repeat)
    {
        int sent = int.TryParse(posted[CountOf(repeat)], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : 0;
        for (int line = 0; line < Math.Min(sent, repeat.Most); line++)
        {
            if (posted[RemoveLine] == new FieldPath("", repeat.Name, line).ToString() && sent > repeat.Least)
            {
                continue;
            }

            Answers answers = Answers.None;
            foreach (FormField field in repeat.Questions)
            {
                answers = ReadOne(field, new FieldPath(field.Name, repeat.Name, line)) is { } answer
                    ? answers.With(field.Name, answer)
                    : answers;
            }

            yield return answers;
        }

        if (posted[AddLine] == repeat.Name && sent < repeat.Most)
        {
            yield return Answers.None;
        }
    }

    public static string CountOf(FormField repeat) => $"{repeat.Name}.count";

    private Answer? ReadOne(FormField field, FieldPath path)
    {
        string value = posted[path.ToString()].ToString().Trim();
        if (value.Length == 0)
        {
            string typed = posted[path + TypedSuffix].ToString().Trim();
            return typed.Length == 0 ? null : (Answer)CodeFor(field, typed);
        }

        return field.Type switch
        {
            FieldType.Flag => value == "true",
            FieldType.Decimal when TypedNumber.TryRead(value, language.Culture, out decimal number) => number,
            _ => value,
        };
    }

    /// <summary>Somebody typed and chose nothing: a code or a whole name means the same as a choice; anything else stays what it is.</summary>
    private string CodeFor(FormField field, string typed) =>
        Lookup.Exact(field, typed, language.Code, places ?? LocationTable.Shipped) ?? typed;
}
