using System.Globalization;
using Comm.Client.Pages.Reports.Typed;
using Comm.Shared.Forms;
using Microsoft.Extensions.Primitives;

namespace Comm.Client.Pages.Reports;

/// <summary>
/// Reads what the page sent into answers. Nothing is refused here: an entry that is no number or no code stays as it was typed, the
/// engine names what is wrong with it, and the page shows it again.
/// </summary>
internal sealed class ReportEntry(FormDefinition form, IFormCollection posted, TypedTables tables)
{
    /// <summary>The visible text of a combobox, beside the code that was chosen from its list.</summary>
    public const string TypedSuffix = ".typed";

    /// <summary>Of a day with an hour: what it differs from UTC by; blank for this machine's zone at that moment.</summary>
    public const string OffsetSuffix = ".offset";

    public const string LatitudeSuffix = ".lat";

    public const string LongitudeSuffix = ".lon";

    /// <summary>"Unknown" beside an input that cannot hold it.</summary>
    public const string SpecialSuffix = ".special";

    /// <summary>Between the halves of a position that could not be read, so that each goes back to its input.</summary>
    public const string HalfSign = " | ";

    private static readonly string[] Suffixes = [TypedSuffix, OffsetSuffix, LatitudeSuffix, LongitudeSuffix, SpecialSuffix];

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

    public static string CountOf(FormField repeat) => $"{repeat.Name}.count";

    /// <summary>The field's name in the name of an input: "lines[0].quantity", "location.typed".</summary>
    public static string FieldOf(string input)
    {
        int line = input.IndexOf("].", StringComparison.Ordinal);
        string inner = line < 0 ? input : input[(line + 2)..];
        return Suffixes.FirstOrDefault(suffix => inner.EndsWith(suffix, StringComparison.Ordinal)) is { } found
            ? inner[..^found.Length]
            : inner;
    }

    private IEnumerable<Answers> Lines(FormField repeat)
    {
        int sent = int.TryParse(posted[CountOf(repeat)], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : 0;
        for (int line = 0; line < Math.Min(sent, repeat.Most); line++)
        {
            Answers answers = Answers.None;
            foreach (FormField field in repeat.Questions)
            {
                answers = ReadOne(field, new FieldPath(field.Name, repeat.Name, line)) is { } answer
                    ? answers.With(field.Name, answer)
                    : answers;
            }

            yield return answers;
        }
    }

    private Answer? ReadOne(FormField field, FieldPath path)
    {
        if (!field.IsAsked)
        {
            return null;
        }

        string value = Value(path.ToString());
        string text = field.Type switch
        {
            FieldType.Position => Position(path),
            FieldType.DateTime when value.Length > 0 => $"{value}{Value(path + OffsetSuffix)}",
            FieldType.Codes => string.Join(' ', Values(path.ToString())),
            _ => value,
        };
        if (text.Length > 0)
        {
            // A code that was chosen is what it is; what was typed has to be read.
            return IsChosen(field) ? new Answer.Text(text) : Read(field, text);
        }

        string typed = Value(path + TypedSuffix);
        string special = Value(path + SpecialSuffix);
        return typed.Length > 0 ? Read(field, typed)
            : field.Specials.Contains(special, StringComparer.Ordinal) ? new Answer.Text(special)
            : null;
    }

    private Answer Read(FormField field, string text) =>
        TypedAnswer.Read(field, text, tables) ?? new Answer.Text(TypedText.Clean(text));

    private string Position(FieldPath path)
    {
        string latitude = Value(path + LatitudeSuffix);
        string longitude = Value(path + LongitudeSuffix);
        return latitude.Length == 0 && longitude.Length == 0 ? ""
            // Somebody pasted both into the first.
            : longitude.Length == 0 && TypedPosition.Read(latitude) is { } both ? both
            : TypedPosition.Read(latitude, longitude) ?? latitude + HalfSign + longitude;
    }

    private static bool IsChosen(FormField field) =>
        field.Type
            is FieldType.Country
                or FieldType.Location
                or FieldType.Currency
                or FieldType.Code
                or FieldType.Codes
                or FieldType.Unit
                or FieldType.Link
                or FieldType.Image
                or FieldType.File;

    private string Value(string name) => TypedText.Clean(posted[name].ToString());

    private IEnumerable<string> Values(string name) =>
        posted.TryGetValue(name, out StringValues values)
            ? values.Select(value => TypedText.Clean(value ?? "")).Where(value => value.Length > 0)
            : [];
}
