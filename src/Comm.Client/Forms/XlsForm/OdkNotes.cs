using System.Collections.Immutable;
using Comm.Client.Spreadsheets;

namespace Comm.Client.Forms.XlsForm;

/// <summary>What another program will not do with a form of ours, for its author to know before he sends it there.</summary>
internal sealed class OdkNotes
{
    private readonly ImmutableArray<SheetFault>.Builder _all = ImmutableArray.CreateBuilder<SheetFault>();

    public ImmutableArray<SheetFault> All => _all.ToImmutable();

    public void Add(CellPlace place, string key, params ImmutableArray<string> arguments) =>
        _all.Add(new SheetFault(place, key, arguments));

    /// <summary>Once for each column of ours that says something, and for each sheet of ours.</summary>
    public void AddColumns(SheetDraft sheet)
    {
        if (sheet.Name.StartsWith("cc_", StringComparison.Ordinal))
        {
            if (sheet.IsNeeded)
            {
                Add(new CellPlace(sheet.Name), "Odk_Sheet", sheet.Name);
            }

            return;
        }

        for (int i = 0; i < sheet.Columns.Count; i++)
        {
            if (sheet.Columns[i].StartsWith("cc_", StringComparison.Ordinal) && sheet.IsUsed(sheet.Columns[i]))
            {
                Add(new CellPlace(sheet.Name, 1, i + 1), "Odk_Column", sheet.Columns[i]);
            }
        }
    }
}
