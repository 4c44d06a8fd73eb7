using Comm.Shared.Forms;

namespace Comm.Client.Forms.Designing;

/// <summary>What a coordinator does to the set of forms of a group, beside offering a version.</summary>
internal static class FormSetSteps
{
    /// <summary>No new report is begun under it; what was begun may still come.</summary>
    public static FormSet StopOffering(FormSet set, string id, int version) =>
        set with
        {
            Forms =
            [
                .. set.Forms.Select(form =>
                    form.Id == id && form.Version == version ? form with { Use = FormUse.Accepted } : form
                ),
            ],
        };

    /// <summary>These are offered and no others; what was offered before goes on being accepted.</summary>
    public static FormSet OfferingOnly(FormSet set, IEnumerable<FormDocument> documents) =>
        documents.Aggregate(
            set with
            {
                Forms = [.. set.Forms.Select(form => form with { Use = FormUse.Accepted })],
            },
            (all, document) => all.Offering(document)
        );
}
