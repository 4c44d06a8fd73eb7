using System.Reflection;
using Comm.Shared.Forms;
using Comm.Shared.Forms.Expressions;

namespace Comm.Shared.Tests.Forms;

/// <summary>No rule of a shipped form goes untested: each has a line in a table in which it objects, and one in which it is asked and is content.</summary>
public class RuleCoverageTests
{
    private static readonly (FormDefinition Form, Answers Plain, Type Table)[] Tables =
    [
        (Seizures.Form, Seizures.Cigarettes, typeof(RuleTests)),
        (Seizures.Standard, Seizures.CigarettesInFull, typeof(StandardRuleTests)),
        (WarningTests.Form, WarningTests.Plain, typeof(WarningTests)),
        (FeedbackTests.Form, FeedbackTests.Plain, typeof(FeedbackTests)),
        (RequestTests.Form, RequestTests.Plain, typeof(RequestTests)),
        (SitrepTests.Form, SitrepTests.Plain, typeof(SitrepTests)),
    ];

    public static TheoryData<string> Forms() => [.. Tables.Select(table => table.Form.Id)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void EveryRuleHasACaseInWhichItObjectsAndOneInWhichItIsContent(string id)
    {
        (FormDefinition form, Answers plain, Type table) = Tables.Single(known => known.Form.Id == id);
        var objected = new HashSet<FormRule>(ReferenceEqualityComparer.Instance);
        var content = new HashSet<FormRule>(ReferenceEqualityComparer.Instance);
        foreach (string changes in CasesOf(table).Prepend(""))
        {
            Answers answers = RuleCase.Bend(form, plain, changes);
            FormContext context = RuleCase.Context(answers, changes);
            FormEvaluation evaluation = FormEngine.Evaluate(form, answers, context);
            foreach (FormRule rule in form.Rules)
            {
                if (evaluation.Findings.Any(finding => ReferenceEquals(finding.Message, rule.Message)))
                {
                    objected.Add(rule);
                }
                else if (IsContent(rule, new ReportState(form, answers, context)))
                {
                    content.Add(rule);
                }
            }
        }

        Assert.Empty(
            form.Rules.Where(rule => !objected.Contains(rule)).Select(rule => $"{rule.Id} at {rule.Field.Name} never objects")
        );
        Assert.Empty(
            form.Rules.Where(rule => !content.Contains(rule)).Select(rule => $"{rule.Id} at {rule.Field.Name} is never content")
        );
    }

    [Fact]
    public void EveryShippedFormHasATable() =>
        Assert.Equal(
            FormLibrary.Shipped.All,
            Tables.Select(table => table.Form).OrderBy(form => form.Id, StringComparer.Ordinal)
        );

    // The first texts of the lines of a table's theories: those with changes, and what follows from them.
    private static IEnumerable<string> CasesOf(Type table) =>
        table
            .GetMethods()
            .Where(method => method.GetParameters().Select(parameter => parameter.Name).SequenceEqual(["changes", "findings"]))
            .SelectMany(method =>
                method
                    .GetCustomAttributes<InlineDataAttribute>()
                    .SelectMany(line => line.GetData(method))
                    .Select(data => (string)data[0])
            );

    private static bool IsContent(FormRule rule, ReportState report)
    {
        IEnumerable<FormLine?> places = rule.Field.Repeat is { } repeat
            ? Enumerable.Range(0, report.LinesOf(repeat)).Select(index => (FormLine?)new FormLine(repeat, index))
            : [null];
        return places.Any(line =>
            report.IsRelevant(rule.Field, line)
            && rule.Mentions.Where(field => rule.MustBeAnswered.Contains(field.Name) && field.IsAsked)
                .All(field => report.ValueOf(field, line).Kind != ValueKind.Blank)
            && (rule.When is null || IsTrue(rule.When, report, line))
            && IsTrue(rule.Check, report, line)
        );
    }

    private static bool IsTrue(Expression expression, ReportState report, FormLine? line) =>
        new Evaluator(new ReportScope(report, line)).Evaluate(expression) is { IsUnknown: false, Truth: true };
}
