using System.Collections.Immutable;

namespace Comm.Client.Spreadsheets;

/// <summary>A sheet to write: its header is the first row, and stays in view.</summary>
/// <param name="Name">At most 31 characters, none of <c>[]:*?/\</c>.</param>
/// <param name="Columns">From the left.</param>
/// <param name="Rows">Below the header, each with as many cells as there are columns at most.</param>
internal sealed record WrittenSheet(
    string Name,
    ImmutableArray<WrittenColumn> Columns,
    ImmutableArray<ImmutableArray<WrittenCell>> Rows
)
{
    /// <summary>For a reader of Arabic the first column stands on the right.</summary>
    public bool RightToLeft { get; init; }
}

/// <param name="Header">In bold.</param>
/// <param name="Kind">What the cells are that somebody fills in later: of text, so that "007" stays, or of dates.</param>
/// <param name="Width">In characters.</param>
internal sealed record WrittenColumn(string Header, CellKind Kind = CellKind.Text, int Width = 18)
{
    /// <summary>What the cells below offer for choice; empty for anything. Another value is refused by the spreadsheet program.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];
}

/// <summary>A text, a number in invariant form, an ISO date, <c>true</c> or <c>false</c>; blank is the empty text.</summary>
internal readonly record struct WrittenCell(string Text, CellKind Kind = CellKind.Text)
{
    public static implicit operator WrittenCell(string? text) => new(text ?? "");
}
