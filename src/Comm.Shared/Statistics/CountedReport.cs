using Comm.Shared.Forms;

namespace Comm.Shared.Statistics;

/// <summary>A report that may be counted. There is no way to make one of an invalid report.</summary>
public sealed class CountedReport
{
    private CountedReport(Report report, FormDefinition form, bool confirmed) =>
        (Report, Form, Confirmed) = (report, form, confirmed);

    public Report Report { get; }
    public FormDefinition Form { get; }

    /// <summary>Whether its author had to confirm something unusual in it.</summary>
    public bool Confirmed { get; }

    /// <summary>Null for an invalid report, which is shown and not counted, and for what reports no seizure.</summary>
    public static CountedReport? From(Report report, ReportVerdict verdict) =>
        verdict switch
        {
            { Form: not { Kind: FormKind.Seizure } } => null,
            ReportVerdict.Valid valid => new CountedReport(report, valid.Form, confirmed: false),
            ReportVerdict.ValidWithOverrides confirmed => new CountedReport(report, confirmed.Form, confirmed: true),
            _ => null,
        };

    internal IEnumerable<GoodsLine> Goods(CodeLists lists)
    {
        if (Form.Goods is not { } goods)
        {
            yield break;
        }

        foreach (Answers line in Report.Answers.Lines(goods.Repeat))
        {
            if (
                line.Text(goods.Commodity) is { } commodity
                && line.Number(goods.Quantity) is { } quantity
                && line.Text(goods.Unit) is { } unit
            )
            {
                yield return new GoodsLine(
                    line,
                    CodeList.GroupOf(commodity),
                    lists.UnitsOf(commodity)?.Normalise(quantity, unit)
                );
            }
        }
    }
}

internal sealed record GoodsLine(Answers Answers, string Group, NormalisedQuantity? Normalised);
