using System.Collections.Immutable;
using System.Globalization;

namespace Comm.Client.Spreadsheets;

/// <summary>What is wrong with a spreadsheet and at which cell: a code with its arguments, which becomes a sentence where it is shown.</summary>
/// <remarks>The key is of a sentence in <c>localization/Faults.resx</c>.</remarks>
internal sealed record SheetFault(CellPlace Place, string Key, params ImmutableArray<string> Arguments)
{
    public override string ToString() => $"{Place} {Key} {string.Join(' ', Arguments)}";
}

/// <summary>Gathers what is wrong, so that the author mends it in one go; beyond <see cref="Most"/> there is enough to mend.</summary>
internal sealed class SheetFaults
{
    public const int Most = 100;
    private const int MostArgumentCharacters = 1_000;

    private readonly ImmutableArray<SheetFault>.Builder _all = ImmutableArray.CreateBuilder<SheetFault>();

    public bool IsEmpty => _all.Count == 0;

    public bool IsFull => _all.Count == Most;

    public ImmutableArray<SheetFault> All => _all.ToImmutable();

    public void Add(CellPlace place, string key, params ReadOnlySpan<object> arguments)
    {
        if (IsFull)
        {
            return;
        }

        var texts = ImmutableArray.CreateBuilder<string>(arguments.Length);
        foreach (object argument in arguments)
        {
            string text = Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "";
            texts.Add(text.Length > MostArgumentCharacters ? text[..MostArgumentCharacters] + "…" : text);
        }

        _all.Add(new SheetFault(place, key, texts.ToImmutable()));
    }
}
