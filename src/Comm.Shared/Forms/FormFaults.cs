using System.Collections.Immutable;
using System.Globalization;
using Comm.Shared.Localization;

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

    /// <summary>E, W or I; an error where it is none of them.</summary>
    public Severity ReadSeverity(string place, string letter)
    {
        switch (letter)
        {
            case "E":
                return Severity.Error;
            case "W":
                return Severity.Warning;
            case "I":
                return Severity.Hint;
            default:
                Add(place, "severity", "Fault_Severity", letter);
                return Severity.Error;
        }
    }

    /// <summary>Of the product's languages, in at least one of them, and of a bounded length.</summary>
    public void CheckLabels(string place, Labels? labels)
    {
        foreach ((string language, string text) in labels?.All ?? [])
        {
            if (!ProductCultures.Contains(language))
            {
                Add(place, "labels", "Fault_Language", language);
            }
            else if (text.Length > FormLimits.LabelCharacters)
            {
                Add(place, "labels", "Fault_LabelTooLong", FormLimits.LabelCharacters);
            }
        }

        if (labels is not null && !labels.All.Any())
        {
            Add(place, "labels", "Fault_NoLabel");
        }
    }
}
