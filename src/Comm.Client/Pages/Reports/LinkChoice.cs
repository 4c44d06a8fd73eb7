using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>A report of the group that another one may name, by a line that an officer knows it by.</summary>
public sealed record LinkChoice(Guid Report, FormKind Kind, string Label)
{
    /// <summary>As an answer holds it.</summary>
    public string Value => Report.ToString("D");
}
