using System.Collections.Immutable;
using Comm.Client.Forms.Designing;
using Comm.Client.Tests.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms.Designing;

/// <summary>Two versions beside each other, in what a coordinator would say of them.</summary>
public sealed class FormComparisonTests
{
    private static readonly FormDocument Before = SampleRoom.Form.Document;

    [Fact]
    public void TheSameFormHasNoDifferences() => Assert.Empty(FormComparison.Compare(Before, Before with { Version = 2 }));

    [Fact]
    public void ARenamedQuestionIsOneThatWentAndOneThatCame()
    {
        ImmutableArray<FormDifference> found = Compare(FormEdits.Rename(Before, "remarks", "comments")!);
        Assert.Equal(
            [(DifferenceKind.QuestionRemoved, "remarks"), (DifferenceKind.QuestionAdded, "comments")],
            found.Select(one => (one.Kind, one.Place))
        );
    }

    [Fact]
    public void AddedRetypedRewordedAndConditionedQuestionsAreTold()
    {
        Assert.Equal(
            DifferenceKind.QuestionAdded,
            Only(FormEdits.Add(Before, FieldType.Text, "seal", FormEditsTests.Words("Seal"), "movement")!).Kind
        );
        FormDifference typed = Only(Before with { Fields = Retyped("seizure_date", FieldType.DateTime) });
        Assert.Equal((DifferenceKind.TypeChanged, "Date", "DateTime"), (typed.Kind, typed.From, typed.To));
        Assert.Equal(DifferenceKind.WordsChanged, Only(FormTexts.Set(Before, "Label:remarks", "fr", "Autre")!).Kind);
        Assert.Equal(
            DifferenceKind.ConditionsChanged,
            Only(FormTree.Replace(Before, "remarks", field => field with { Required = "true()" })).Kind
        );
    }

    [Fact]
    public void OneQuestionThatMovedIsOneDifference()
    {
        FormDifference moved = Only(FormEdits.MoveTo(Before, "remarks", "movement", into: false)!);
        Assert.Equal((DifferenceKind.QuestionMoved, "remarks"), (moved.Kind, moved.Place));
    }

    [Fact]
    public void RulesAreToldByTheirIdAndField()
    {
        FormDifference severity = Only(
            FormRuleEdits.Set(Before, 0, rule => rule with { Severity = rule.Severity == "I" ? "W" : "I" })!
        );
        Assert.Equal((DifferenceKind.SeverityChanged, "I"), (severity.Kind, severity.To));
        Assert.Equal(DifferenceKind.RuleRemoved, Only(FormRuleEdits.Remove(Before, 0)!).Kind);
        Assert.Equal(DifferenceKind.RuleAdded, Only(FormRuleEdits.Add(Before, "quantity")).Kind);
        Assert.Equal(
            DifferenceKind.RuleChanged,
            Only(FormRuleEdits.Set(Before, 0, rule => rule with { Check = "true()" })!).Kind
        );
    }

    [Fact]
    public void ListsAreToldToo()
    {
        FormDocument with = FormListEdits.Add(Before, "colours")!;
        FormDocument filled = FormListEdits.AddChoice(with, "colours", "RED", FormEditsTests.Words("Red"))!;
        Assert.Equal(DifferenceKind.ListAdded, Only(with).Kind);
        Assert.Equal(DifferenceKind.ListChanged, Assert.Single(FormComparison.Compare(with, filled)).Kind);
        Assert.Equal(DifferenceKind.ListRemoved, Assert.Single(FormComparison.Compare(with, Before)).Kind);
    }

    private static ImmutableArray<FieldDocument> Retyped(string name, FieldType type) =>
        FormTree.Replace(Before, name, field => field with { Type = type }).Fields;

    private static ImmutableArray<FormDifference> Compare(FormDocument after) => FormComparison.Compare(Before, after);

    private static FormDifference Only(FormDocument after) => Assert.Single(Compare(after));
}
