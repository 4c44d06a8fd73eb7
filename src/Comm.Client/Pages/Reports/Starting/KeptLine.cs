using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Starting;

/// <summary>A report that was begun, as a line of a list: <paramref name="Answers"/> are the first ones, in words.</summary>
public sealed record KeptLine(Guid Report, FormDefinition? Form, DateTimeOffset At, string Answers, bool IsCorrection);
