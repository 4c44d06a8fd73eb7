using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>The reports that a report names.</summary>
internal static class ReportLinks
{
    /// <summary>What is no id names none.</summary>
    public static IEnumerable<Guid> Of(FormDefinition form, Answers answers) =>
        form
            .All.Where(field => field.Type == FieldType.Link)
            .SelectMany(field =>
                field.Repeat is null
                    ? [answers.Text(field.Name)]
                    : answers.Lines(field.Repeat).Select(line => line.Text(field.Name))
            )
            .Select(text => Guid.TryParseExact(text, "D", out Guid id) ? id : (Guid?)null)
            .OfType<Guid>();
}
