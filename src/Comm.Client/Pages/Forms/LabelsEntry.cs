using Comm.Client.Forms.Designing;
using Comm.Shared.Localization;

namespace Comm.Client.Pages.Forms;

/// <summary>One text in six languages, as a page sends it: <c>label.fr</c>.</summary>
internal static class LabelsEntry
{
    /// <summary>A language that was not sent stays what it was.</summary>
    public static Labels Read(IFormCollection posted, string name, Labels? was) =>
        ProductCultures.All.Aggregate(
            was ?? new Labels([]),
            (labels, language) =>
                posted.TryGetValue($"{name}.{language}", out Microsoft.Extensions.Primitives.StringValues text)
                    ? FormTexts.With(labels, language, text.ToString())
                    : labels
        );
}
