using System.Collections.Frozen;

namespace Comm.Shared.Forms;

/// <summary>The other reports of a group, as they were read: gathered once, when a report is begun.</summary>
public sealed class OtherReports : IOtherReports
{
    /// <summary>Of fewer lines, the 99.5th percentile would be the largest.</summary>
    public const int LeastLines = 200;

    private readonly FrozenSet<SeizedGoods> _all;
    private readonly FrozenDictionary<(string Commodity, string Unit), decimal[]> _quantities;

    /// <param name="reports">Without the one that is written: a correction is no duplicate of what it corrects.</param>
    public OtherReports(IEnumerable<(FormDefinition Form, Answers Answers)> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        SeizedGoods[] lines = [.. reports.SelectMany(report => LinesOf(report.Form, report.Answers))];
        _all = lines.ToFrozenSet();
        _quantities = lines
            .GroupBy(line => (line.Commodity, line.Unit))
            .ToFrozenDictionary(group => group.Key, group => group.Select(line => line.Quantity).Order().ToArray());
    }

    public bool Has(SeizedGoods goods) => _all.Contains(goods);

    public decimal? HighQuantity(string commodity, string unit) =>
        _quantities.TryGetValue((commodity, unit), out decimal[]? sorted) && sorted.Length >= LeastLines
            ? sorted[(int)Math.Ceiling(sorted.Length * 0.995) - 1]
            : null;

    private static IEnumerable<SeizedGoods> LinesOf(FormDefinition form, Answers answers)
    {
        if (
            form.Goods is not { } goods
            || answers.Text("reporting_country") is not { } country
            || AnswerForm.Date(answers.Text("seizure_date") ?? "") is not { } date
        )
        {
            yield break;
        }

        foreach (Answers line in answers.Lines(goods.Repeat))
        {
            if (
                line.Text(goods.Commodity) is { } commodity
                && line.Number(goods.Quantity) is { } quantity
                && line.Text(goods.Unit) is { } unit
            )
            {
                yield return new SeizedGoods(country, date, answers.Text("location") ?? "", commodity, quantity, unit);
            }
        }
    }
}
