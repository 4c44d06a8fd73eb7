using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Forms;

/// <summary>What is wrong with a form or a spreadsheet, in the reader's language; where it is, its page shows.</summary>
internal sealed class FaultWords(IStringLocalizer<L.Faults> words)
{
    private readonly FaultSentences _sentences = new(words);

    public string Of(FormFault fault) => _sentences.Say(fault.Key, fault.Arguments);

    public string Of(SheetFault fault) => _sentences.Say(fault.Key, fault.Arguments);

    public SheetProblem Problem(SheetFault fault) => new(fault.Place.Sheet, fault.Place.Row, fault.Place.Letters, Of(fault));
}
