using Comm.Shared.Forms;

namespace Comm.Shared.Statistics;

/// <summary>A report that may be counted. There is no way to make one of an invalid report.</summary>
public sealed class CountedReport
{
    private CountedReport(Report report, FormDefinition form, bool confirmed, bool validated) =>
        (Report, Form, Confirmed, Validated) = (report, form, confirmed, validated);

    public Report Report { get; }
    public FormDefinition Form { get; }

    /// <summary>Whether its author had to confirm something unusual in it.</summary>
    public bool Confirmed { get; }

    /// <summary>Whether a coordinator has validated this revision of it.</summary>
    public bool Validated { get; }

    /// <summary>Null for an invalid report, which is shown and not counted, and for what reports no seizure.</summary>
    public static CountedReport? From(Report report, ReportVerdict verdict, bool validated = false) =>
        verdict switch
        {
            { Form: not { Kind: FormKind.Seizure } } => null,
            ReportVerdict.Valid valid => new CountedReport(report, valid.Form, confirmed: false, validated),
            ReportVerdict.ValidWithOverrides confirmed => new CountedReport(report, confirmed.Form, confirmed: true, validated),
            _ => null,
        };

    /// <summary>
    /// What the question of this name says, where the form asks it as this type and from this list: a question of a group's own form that
    /// only has the name in common is not what the figures mean.
    /// </summary>
    internal string? Code(string name, FieldType type, string? list = null) =>
        Form.Find(name) is { Repeat: null } field && field.Type == type && field.List?.Id == list
            ? Report.Answers.Text(name)
            : null;

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
