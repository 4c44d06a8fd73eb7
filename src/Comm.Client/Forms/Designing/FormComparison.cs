using System.Collections.Immutable;
using System.Globalization;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.Designing;

public enum DifferenceKind
{
    QuestionAdded = 1,
    QuestionRemoved = 2,
    TypeChanged = 3,

    /// <summary>Its words: label, hint or message.</summary>
    WordsChanged = 4,

    /// <summary>When it is asked, when it must be answered, what may be answered.</summary>
    ConditionsChanged = 5,
    QuestionMoved = 6,
    RuleAdded = 7,
    RuleRemoved = 8,
    RuleChanged = 9,
    SeverityChanged = 10,
    ListAdded = 11,
    ListRemoved = 12,
    ListChanged = 13,
    FormChanged = 14,
}

/// <param name="Kind">What is different.</param>
/// <param name="Place">A question, rule or list by name.</param>
/// <param name="Labels">In words; null where only the name says it.</param>
/// <param name="From">What it was, for a type or a severity.</param>
/// <param name="To">What it is now.</param>
public sealed record FormDifference(DifferenceKind Kind, string Place, Labels? Labels, string? From = null, string? To = null);

/// <summary>What one version of a form has that another has not. A question of another name is another question.</summary>
internal static class FormComparison
{
    public static ImmutableArray<FormDifference> Compare(FormDocument from, FormDocument to)
    {
        var found = ImmutableArray.CreateBuilder<FormDifference>();
        if (
            !Same(from.Labels, to.Labels)
            || from.Kind != to.Kind
            || from.Goods != to.Goods
            || from.DefaultLanguage != to.DefaultLanguage
        )
        {
            found.Add(new FormDifference(DifferenceKind.FormChanged, to.Id, to.Labels));
        }

        found.AddRange(Questions(from, to));
        found.AddRange(Rules(from, to));
        found.AddRange(Lists(from, to));
        return found.ToImmutable();
    }

    private static IEnumerable<FormDifference> Questions(FormDocument from, FormDocument to)
    {
        Dictionary<string, PlacedField> before = ByName(from);
        Dictionary<string, PlacedField> after = ByName(to);
        foreach ((string name, PlacedField old) in before.Where(old => !after.ContainsKey(old.Key)))
        {
            yield return new FormDifference(DifferenceKind.QuestionRemoved, name, old.Field.Labels);
        }

        HashSet<string> moved = Moved(from, to);
        foreach ((string name, PlacedField now) in after)
        {
            if (!before.TryGetValue(name, out PlacedField? old))
            {
                yield return new FormDifference(DifferenceKind.QuestionAdded, name, now.Field.Labels);
                continue;
            }

            if (old.Field.Type != now.Field.Type)
            {
                yield return new FormDifference(
                    DifferenceKind.TypeChanged,
                    name,
                    now.Field.Labels,
                    old.Field.Type.ToString(),
                    now.Field.Type.ToString()
                );
            }

            if (!SameWords(old.Field, now.Field))
            {
                yield return new FormDifference(DifferenceKind.WordsChanged, name, now.Field.Labels);
            }

            if (!SameConditions(old.Field, now.Field))
            {
                yield return new FormDifference(DifferenceKind.ConditionsChanged, name, now.Field.Labels);
            }

            if (old.Parent?.Name != now.Parent?.Name || moved.Contains(name))
            {
                yield return new FormDifference(DifferenceKind.QuestionMoved, name, now.Field.Labels);
            }
        }
    }

    /// <summary>Rules have no name of their own where one id stands for several: the same id at the same field, in order.</summary>
    private static IEnumerable<FormDifference> Rules(FormDocument from, FormDocument to)
    {
        Dictionary<string, RuleDocument> before = ByPlace(from);
        Dictionary<string, RuleDocument> after = ByPlace(to);
        foreach ((string place, RuleDocument old) in before.Where(old => !after.ContainsKey(old.Key)))
        {
            yield return new FormDifference(DifferenceKind.RuleRemoved, old.Id, old.Message);
        }

        foreach ((string place, RuleDocument now) in after)
        {
            if (!before.TryGetValue(place, out RuleDocument? old))
            {
                yield return new FormDifference(DifferenceKind.RuleAdded, now.Id, now.Message);
                continue;
            }

            if (old.Severity != now.Severity)
            {
                yield return new FormDifference(DifferenceKind.SeverityChanged, now.Id, now.Message, old.Severity, now.Severity);
            }

            if (old.When != now.When || old.Check != now.Check || !Same(old.Message, now.Message))
            {
                yield return new FormDifference(DifferenceKind.RuleChanged, now.Id, now.Message);
            }
        }
    }

    private static IEnumerable<FormDifference> Lists(FormDocument from, FormDocument to)
    {
        foreach (ListDocument old in FormListEdits.Of(from).Where(old => FormListEdits.Find(to, old.Name) is null))
        {
            yield return new FormDifference(DifferenceKind.ListRemoved, old.Name, null);
        }

        foreach (ListDocument now in FormListEdits.Of(to))
        {
            if (FormListEdits.Find(from, now.Name) is not { } old)
            {
                yield return new FormDifference(DifferenceKind.ListAdded, now.Name, null);
            }
            else if (!old.Choices.Select(Told).SequenceEqual(now.Choices.Select(Told), StringComparer.Ordinal))
            {
                yield return new FormDifference(DifferenceKind.ListChanged, now.Name, null);
            }
        }
    }

    /// <summary>Those that stand in another order among the questions that both versions have, beside the others.</summary>
    private static HashSet<string> Moved(FormDocument from, FormDocument to)
    {
        HashSet<string> common = [.. ByName(from).Keys.Intersect(ByName(to).Keys, StringComparer.Ordinal)];
        string[] before = [.. FormTree.All(from).Select(placed => placed.Field.Name).Where(common.Contains)];
        string[] after = [.. FormTree.All(to).Select(placed => placed.Field.Name).Where(common.Contains)];
        Dictionary<string, int> place = before.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);

        // The longest run that kept its order stayed; whoever is not of it was moved.
        int[] length = new int[after.Length];
        int[] previous = new int[after.Length];
        for (int i = 0; i < after.Length; i++)
        {
            (length[i], previous[i]) = (1, -1);
            for (int j = 0; j < i; j++)
            {
                if (place[after[j]] < place[after[i]] && length[j] + 1 > length[i])
                {
                    (length[i], previous[i]) = (length[j] + 1, j);
                }
            }
        }

        HashSet<string> moved = [.. after];
        for (int i = after.Length == 0 ? -1 : Array.IndexOf(length, length.Max()); i >= 0; i = previous[i])
        {
            moved.Remove(after[i]);
        }

        return moved;
    }

    private static Dictionary<string, PlacedField> ByName(FormDocument document) =>
        FormTree
            .All(document)
            .DistinctBy(placed => placed.Field.Name)
            .ToDictionary(placed => placed.Field.Name, StringComparer.Ordinal);

    private static Dictionary<string, RuleDocument> ByPlace(FormDocument document) =>
        FormRuleEdits
            .Of(document)
            .GroupBy(rule => $"{rule.Id} {rule.Field}")
            .SelectMany(rules => rules.Select((rule, number) => (Place: $"{rules.Key} {number}", Rule: rule)))
            .ToDictionary(one => one.Place, one => one.Rule, StringComparer.Ordinal);

    private static bool SameWords(FieldDocument a, FieldDocument b) =>
        Same(a.Labels, b.Labels) && Same(a.Hints, b.Hints) && Same(a.ConstraintMessage, b.ConstraintMessage);

    private static bool SameConditions(FieldDocument a, FieldDocument b) =>
        (a.CodeList, a.ChoiceFilter, a.PlacesBy, a.Required, a.Relevant, a.Constraint, a.ConstraintSeverity)
            == (b.CodeList, b.ChoiceFilter, b.PlacesBy, b.Required, b.Relevant, b.Constraint, b.ConstraintSeverity)
        && (a.Calculation, a.Default, a.ReadOnly, a.Export ?? true, a.Least, a.Most)
            == (b.Calculation, b.Default, b.ReadOnly, b.Export ?? true, b.Least, b.Most)
        && Specials(a).SequenceEqual(Specials(b), StringComparer.Ordinal);

    private static ImmutableArray<string> Specials(FieldDocument field) => field.Specials.IsDefault ? [] : field.Specials;

    private static bool Same(Labels? a, Labels? b) => (a?.All ?? []).SequenceEqual(b?.All ?? []);

    private static string Told(ChoiceDocument choice) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{choice.Code}\n{FormListEdits.WriteAttributes(choice)}\n{string.Join('\n', choice.Labels.All)}"
        );
}
