using System.Collections.Immutable;
using System.Globalization;

namespace Comm.Shared.Forms;

/// <summary>Gathers what is wrong with a definition, so that its author mends it in one go.</summary>
internal sealed class FormFaults
{
    private readonly ImmutableArray<FormFault>.Builder _all = ImmutableArray.CreateBuilder<FormFault>();

    public bool IsEmpty => _all.Count == 0;

    public ImmutableArray<FormFault> All => _all.ToImmutable();

    public void Add(string place, string? part, string key, params ReadOnlySpan<object> arguments)
    {
        if (_all.Count < FormLimits.Faults)
        {
            var texts = ImmutableArray.CreateBuilder<string>(arguments.Length);
            foreach (object argument in arguments)
            {
                texts.Add(Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "");
            }

            _all.Add(new FormFault(place, key, texts.ToImmutable()) { Part = part });
        }
    }
}
