using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>What came of lines that somebody pasted into a repeat: all of them, or none and why.</summary>
/// <param name="Repeat">Into which.</param>
/// <param name="Answers">With the lines; as they were before, where anything could not be read.</param>
/// <param name="Lines">How many there are more.</param>
/// <param name="Text">What is to be mended; empty where all was read.</param>
/// <param name="Faults">What could not be read.</param>
public sealed record PasteOutcome(string Repeat, Answers Answers, int Lines, string Text, IReadOnlyList<PasteFault> Faults)
{
    /// <summary>How many lines there were, without the blank ones.</summary>
    public int Before { get; init; }
}

/// <summary>What cannot be read and where, counted from 1 as a spreadsheet counts; row 0 is all of it.</summary>
/// <param name="Row">Of the text.</param>
/// <param name="Column">Of the text.</param>
/// <param name="Key">Of the sentence, in <c>localization/Filling.resx</c>.</param>
/// <param name="Text">What stands there.</param>
public sealed record PasteFault(int Row, int Column, string Key, string Text = "")
{
    /// <summary>What it should have been an answer to.</summary>
    public FormField? Field { get; init; }
}
