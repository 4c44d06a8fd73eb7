using System.Globalization;
using Comm.Shared.Forms;

namespace Comm.Client.Spreadsheets;

/// <summary>Makes the sentence of a fault with its sheet, row and column, as a spreadsheet program shows them.</summary>
internal static class SheetSentences
{
    public static string Of(this FaultSentences sentences, SheetFault fault)
    {
        string sentence = sentences.Say(fault.Key, fault.Arguments);
        CellPlace place = fault.Place;
        string row = place.Row.ToString(CultureInfo.InvariantCulture);
        return place switch
        {
            { Sheet: "" } => sentence,
            { Row: 0 } => sentences.Say("Place_Sheet", place.Sheet, sentence),
            { Column: 0 } => sentences.Say("Place_Row", place.Sheet, row, sentence),
            _ => sentences.Say("Place_Cell", place.Sheet, row, place.Letters, sentence),
        };
    }
}
