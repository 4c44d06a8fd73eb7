using System.Collections.Immutable;
using Microsoft.Extensions.Localization;

namespace Comm.Shared.Forms;

/// <summary>Makes the sentence of a fault in the reader's language: what the author of a form is shown.</summary>
/// <param name="words">The reader's.</param>
public sealed class FaultSentences(IStringLocalizer<Localization.Faults> words)
{
    /// <summary>More than any sentence has: a code that came with too few arguments leaves a gap and throws nothing.</summary>
    private const int MostArguments = 6;

    /// <summary>With its place before it: the question or rule, and which part of it.</summary>
    public string Of(FormFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        string sentence = Say(fault.Key, fault.Arguments);
        return (fault.Place, fault.Part) switch
        {
            ("", null) => sentence,
            ("", { } part) => Say("Place_Whole", part, sentence),
            ({ } place, null) => Say("Place_Whole", place, sentence),
            ({ } place, { } part) => Say("Place_Part", place, part, sentence),
        };
    }

    /// <summary>The sentence alone.</summary>
    public string Say(string key, params ImmutableArray<string> arguments)
    {
        var all = new object[Math.Max(MostArguments, arguments.Length)];
        Array.Fill(all, "");
        for (int i = 0; i < arguments.Length; i++)
        {
            all[i] = arguments[i];
        }

        return words[key, all];
    }
}
