using System.Collections.Immutable;
using System.Globalization;

namespace Comm.Shared.Forms;

/// <summary>Turns what was typed into a form's inputs into answers. What cannot be read is kept as typed, and found wrong at its field.</summary>
public static class FormEntries
{
    /// <param name="form">The form that was shown.</param>
    /// <param name="entries">By name of the input: <c>movement</c>, <c>lines[0].unit</c>.</param>
    public static Answers Read(FormDefinition form, IReadOnlyDictionary<string, string?> entries)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(entries);
        Answers answers = Answers.None;
        foreach (FormField field in form.Fields)
        {
            if (field.Type == FieldType.Repeat)
            {
                ImmutableArray<Answers> lines = Lines(field, entries);
                answers = lines.IsEmpty ? answers : answers.With(field.Name, new Answer.Lines(lines));
            }
            else if (Read(field, entries.GetValueOrDefault(field.Name)) is { } answer)
            {
                answers = answers.With(field.Name, answer);
            }
        }

        return answers;
    }

    // Lines keep their order; one that was left wholly empty is none, so that removing a line in the browser needs no renumbering.
    private static ImmutableArray<Answers> Lines(FormField repeat, IReadOnlyDictionary<string, string?> entries)
    {
        var lines = ImmutableArray.CreateBuilder<Answers>();
        for (int i = 0; i < FormLimits.Lines; i++)
        {
            Answers line = Answers.None;
            foreach (FormField field in repeat.Fields)
            {
                var path = new FieldPath(field.Name, repeat.Name, i);
                if (Read(field, entries.GetValueOrDefault(path.ToString())) is { } answer)
                {
                    line = line.With(field.Name, answer);
                }
            }

            if (line.All.Any())
            {
                lines.Add(line);
            }
        }

        return lines.ToImmutable();
    }

    private static Answer? Read(FormField field, string? entry)
    {
        string typed = entry?.Trim() ?? "";
        return typed.Length == 0
            ? null
            : field.Type switch
            {
                FieldType.Decimal => Number(typed) is { } number ? new Answer.Number(number) : new Answer.Text(typed),
                FieldType.Flag => new Answer.Flag(typed is "true" or "on"),
                _ => new Answer.Text(typed),
            };
    }

    /// <summary>
    /// A number as people of six languages type it: any decimal digits, a point, a comma or the Arabic separator before the decimals.
    /// Null for "1,234", which is a thousand to some and one to others: a wrong guess would be a wrong quantity.
    /// </summary>
    public static decimal? Number(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        int comma = typed.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0 && typed.Length - comma == 4)
        {
            return null;
        }

        Span<char> plain = typed.Length <= 40 ? stackalloc char[typed.Length] : [];
        if (plain.Length != typed.Length)
        {
            return null;
        }

        for (int i = 0; i < typed.Length; i++)
        {
            char c = typed[i];
            plain[i] =
                c is ',' or '\u066B' ? '.'
                : char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c))
                : c;
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return decimal.TryParse(plain, Style, CultureInfo.InvariantCulture, out decimal number) ? number : null;
    }
}
