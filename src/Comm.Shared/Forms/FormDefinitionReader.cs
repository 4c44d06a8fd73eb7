using System.Collections.Immutable;

namespace Comm.Shared.Forms;

/// <summary>Reads a form definition from JSON and refuses, with the place and the reason, whatever it does not fully understand.</summary>
public static class FormDefinitionReader
{
    /// <param name="lists">The product's code lists.</param>
    /// <param name="faults">On refusal, what is wrong and where: in the order of the form, at most <see cref="FormLimits.Faults"/>.</param>
    public static FormDefinition? Read(ReadOnlySpan<byte> utf8, CodeLists lists, out ImmutableArray<FormFault> faults)
    {
        if (FormDocument.Read(utf8, out FormFault? fault) is not { } document)
        {
            faults = [fault!];
            return null;
        }

        return Compile(document, lists, out faults);
    }

    /// <inheritdoc cref="Read"/>
    public static FormDefinition? Compile(FormDocument document, CodeLists lists, out ImmutableArray<FormFault> faults)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(lists);
        var compiler = new FormCompiler(document, lists);
        FormDefinition? form = compiler.Compile();
        faults = compiler.Faults;
        return form;
    }
}
