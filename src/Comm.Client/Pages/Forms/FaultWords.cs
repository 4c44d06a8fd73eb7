using Comm.Shared.Forms;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Forms;

/// <summary>What is wrong with a form, in the reader's language.</summary>
internal sealed class FaultWords(IStringLocalizer<L.Faults> words)
{
    public string Of(FormFault fault) => words[fault.Key, [.. fault.Arguments]];

    public string Of(Spreadsheets.SheetFault fault) => words[fault.Key, [.. fault.Arguments]];
}
