using System.Collections.Immutable;
using Comm.Shared.Forms;

namespace Comm.Client.Forms.Designing;

/// <summary>Which form a design was begun from.</summary>
public sealed record FormOrigin(string Form, int Version);

/// <summary>A form that is being designed, by one coordinator, on one device.</summary>
public sealed record FormDesign(Guid Id, FormDocument Document, FormOrigin? Origin, DateTimeOffset ChangedAt)
{
    /// <summary>Never its content.</summary>
    public override string ToString() => $"Design {Id}";
}

/// <summary>What the compiler says of a design: the form itself where it is one.</summary>
public sealed record DesignCheck(FormDefinition? Form, ImmutableArray<FormFault> Faults)
{
    public static DesignCheck Of(FormDocument document) =>
        new(FormDefinitionReader.Compile(document, CodeLists.Shipped, out ImmutableArray<FormFault> faults), faults);

    public IEnumerable<FormFault> At(string place, string? part = null) =>
        Faults.Where(fault => fault.Place == place && (part is null || fault.Part == part));
}
