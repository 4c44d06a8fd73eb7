using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.XlsForm;

/// <summary>Asks the form compiler, and says its faults at the cells they come from.</summary>
internal static class XlsCompiler
{
    /// <summary>What follows from a question that was refused already: saying it again of every condition that mentions it helps nobody.</summary>
    private static readonly string[] Consequences =
    [
        "Fault_UnknownField",
        "Fault_UnknownList",
        "Fault_List",
        "Fault_Fields",
        "Fault_Goods",
    ];

    public static FormDefinition? Compile(FormDocument form, CodeLists lists, XlsPlaces places, SheetFaults faults)
    {
        bool isWhole = faults.IsEmpty;

        // Several rules may have one id; for the compiler each gets its own, so that a fault is said at its row and no other.
        FormDocument probe = form with
        {
            Rules = form.Rules.IsDefault ? default : [.. form.Rules.Select((rule, index) => rule with { Id = ProbeId(index) })],
        };
        FormDefinitionReader.Compile(probe, lists, out ImmutableArray<FormFault> found);
        foreach (FormFault fault in found.Where(fault => isWhole || !Consequences.Contains(fault.Key, StringComparer.Ordinal)))
        {
            faults.Add(places.Of(fault, probe), fault.Key, [.. fault.Arguments]);
        }

        if (!faults.IsEmpty)
        {
            return null;
        }

        // What is wrong now can only be an id that the probe did not have.
        FormDefinition? compiled = FormDefinitionReader.Compile(form, lists, out found);
        foreach (FormFault fault in found)
        {
            faults.Add(places.Of(fault, form), fault.Key, [.. fault.Arguments]);
        }

        if (form.ToUtf8().Length > FormLimits.DefinitionBytes)
        {
            faults.Add(CellPlace.File, "Fault_TooLarge", FormLimits.DefinitionBytes);
        }

        return compiled;
    }

    // A capital that no author's field begins with.
    private static string ProbeId(int index) => string.Create(CultureInfo.InvariantCulture, $"R{index}");
}
