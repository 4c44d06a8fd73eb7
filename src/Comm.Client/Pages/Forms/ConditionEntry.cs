using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Forms.Designing;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Forms;

/// <summary>
/// A condition as a page sends it: lines that were chosen, and the expression beside them. Whoever changed the expression meant it;
/// otherwise the lines count, where the page showed any.
/// </summary>
internal static class ConditionEntry
{
    public const int MostLines = 12;

    public static string? Read(IFormCollection posted, string name, FormDocument document)
    {
        string written = posted[$"{name}.raw"].ToString().Trim().ReplaceLineEndings("\n");
        string was = posted[$"{name}.was"].ToString().Trim().ReplaceLineEndings("\n");
        if (
            written != was
            || !int.TryParse(posted[$"{name}.count"], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        )
        {
            return written.Length == 0 ? null : written;
        }

        IEnumerable<ConditionLine> lines = Enumerable
            .Range(0, Math.Min(count, MostLines))
            .Select(line => ReadLine(posted, $"{name}.{line}", document))
            .OfType<ConditionLine>();
        var chosen = new SimpleCondition([.. lines], posted[$"{name}.join"] == "or");
        // Whoever changed nothing changes nothing, not even the order of the codes in it.
        return SimpleCondition.Read(was)?.SaysTheSameAs(chosen) == true ? (was.Length == 0 ? null : was) : chosen.Write(document);
    }

    /// <summary>What a condition may ask: the questions before and behind, but none in lines that it is not in itself.</summary>
    public static IEnumerable<FieldDocument> Askable(FormDocument document, string? repeat, string? self) =>
        FormTree
            .All(document)
            .Where(placed =>
                placed.Field.Name != self
                && !FormTree.Holds(placed.Field.Type)
                && placed.Field.Type != FieldType.Note
                && (placed.Repeat is null || placed.Repeat == repeat)
            )
            .Select(placed => placed.Field);

    /// <summary>The codes that a question's answer can be; none for one that is answered freely.</summary>
    public static IEnumerable<Code> Choices(FormDocument document, FieldDocument? field)
    {
        if (field?.CodeList is not { } name)
        {
            return [];
        }

        IEnumerable<Code> codes =
            FormListEdits.Find(document, name) is { } own
                ? own.Choices.Select(choice => new Code(choice.Code, choice.Labels, false, null, false, null))
            : CodeLists.Shipped.Find(name) is { } list ? list.Offered.Where(code => !list.IsHeading(code.Value))
            : [];
        return codes.Concat(
            (field.Specials.IsDefault ? [] : field.Specials)
                .Select(special => CodeLists.Shipped.Find(CodeLists.Special)?.Find(special))
                .OfType<Code>()
        );
    }

    /// <summary>A line without a value would be no line: it gets the first there is, or asks whether there is an answer at all.</summary>
    private static ConditionLine? ReadLine(IFormCollection posted, string name, FormDocument document)
    {
        if (
            FormTree.Find(document, posted[$"{name}.field"].ToString())?.Field is not { } field
            || posted.ContainsKey($"{name}.remove")
        )
        {
            return null;
        }

        Comparison comparison = Enum.TryParse(posted[$"{name}.comparison"], out Comparison chosen) ? chosen : Comparison.Is;
        ImmutableArray<string> values =
        [
            .. posted[$"{name}.value"].OfType<string>().Select(value => value.Trim()).Where(value => value.Length > 0),
        ];
        string[] choices =
            field.Type == FieldType.Flag ? ["true", "false"] : [.. Choices(document, field).Select(code => code.Value)];
        if (choices.Length > 0)
        {
            // Another question was chosen: the value was of the one before.
            values = [.. values.Where(choices.Contains)];
        }

        return comparison is Comparison.Answered or Comparison.NotAnswered || values.Length > 0
                ? new ConditionLine(field.Name, comparison, values)
            : choices.Length > 0 ? new ConditionLine(field.Name, comparison, [choices[0]])
            : new ConditionLine(field.Name, Comparison.Answered, []);
    }
}
