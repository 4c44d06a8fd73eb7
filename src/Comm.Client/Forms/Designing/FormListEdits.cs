using System.Collections.Immutable;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

/// <summary>A form's own lists of choices.</summary>
internal static class FormListEdits
{
    public static ImmutableArray<ListDocument> Of(FormDocument document) => document.Lists.IsDefault ? [] : document.Lists;

    public static ListDocument? Find(FormDocument document, string name) =>
        Of(document).FirstOrDefault(list => string.Equals(list.Name, name, StringComparison.Ordinal));

    /// <summary>Null for a name that is taken.</summary>
    public static FormDocument? Add(FormDocument document, string name) =>
        Find(document, name) is null
            ? document with
            {
                Lists = Of(document).Add(new ListDocument { Name = name, Choices = [] }),
            }
            : null;

    /// <summary>The questions whose choices are from it.</summary>
    public static IEnumerable<string> UsedBy(FormDocument document, string name) =>
        FormTree.All(document).Where(placed => placed.Field.CodeList == name).Select(placed => placed.Field.Name);

    /// <summary>Null while a question uses it.</summary>
    public static FormDocument? Remove(FormDocument document, string name) =>
        UsedBy(document, name).Any() ? null : document with { Lists = [.. Of(document).Where(list => list.Name != name)] };

    public static FormDocument? AddChoice(FormDocument document, string list, string code, Labels labels) =>
        Change(
            document,
            list,
            choices =>
                choices.Any(choice => choice.Code == code)
                    ? null
                    : choices.Add(new ChoiceDocument { Code = code, Labels = labels })
        );

    public static FormDocument? SetChoice(
        FormDocument document,
        string list,
        string code,
        Func<ChoiceDocument, ChoiceDocument> change
    ) =>
        Change(
            document,
            list,
            choices =>
                choices.Any(choice => choice.Code == code)
                    ? [.. choices.Select(choice => choice.Code == code ? change(choice) : choice)]
                    : null
        );

    public static FormDocument? RemoveChoice(FormDocument document, string list, string code) =>
        Change(document, list, choices => [.. choices.Where(choice => choice.Code != code)]);

    /// <summary>"country=FR; region=EU": what a choice filter compares with. Null where it is not written so.</summary>
    public static ImmutableSortedDictionary<string, string>? ReadAttributes(string text)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, { Length: > 0 } value]
                || !FormNames.IsName(name)
                || !attributes.TryAdd(name, value)
            )
            {
                return null;
            }
        }

        return attributes.ToImmutable();
    }

    public static string WriteAttributes(ChoiceDocument choice) =>
        string.Join("; ", (choice.Attributes?.AsEnumerable() ?? []).Select(attribute => $"{attribute.Key}={attribute.Value}"));

    private static FormDocument? Change(
        FormDocument document,
        string list,
        Func<ImmutableArray<ChoiceDocument>, ImmutableArray<ChoiceDocument>?> change
    ) =>
        Find(document, list) is { } found && change(found.Choices) is { } choices
            ? document with
            {
                Lists = [.. Of(document).Select(one => one.Name == list ? one with { Choices = choices } : one)],
            }
            : null;
}
