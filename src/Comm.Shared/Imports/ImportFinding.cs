namespace Comm.Shared.Imports;

/// <summary>A file an operator brings: its name, as it is said back to him, and its bytes.</summary>
public sealed record ImportFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>What is wrong with an imported file; each has its sentence, <c>Import_&lt;name&gt;</c>.</summary>
public enum ImportProblem
{
    // Of the file: nothing of it is taken.
    TooLarge = 1,
    TooManyRows,
    Empty,
    WrongEncoding,
    WrongDelimiter,
    Malformed,
    ColumnCount,
    ColumnMissing,
    PartMissing,
    TooManyRemarks,

    // Of a row: it is left out, or one thing of it is.
    RowNotUnderstood,
    CodeOutOfForm,
    CountryUnknown,
    NameUnreadable,
    FunctionUnknown,
    StatusUnknown,
    AirportCodeOutOfForm,
    PositionUnreadable,
    AirportWithoutPosition,
    SubdivisionOutOfForm,
    AliasOfNothing,
    CodeTwice,
}

/// <summary>One problem, at its place: rows and columns are counted from 1, as an editor and a spreadsheet count them.</summary>
/// <param name="Row">0 where the file as a whole is meant.</param>
/// <param name="Column">0 where the row as a whole is meant.</param>
/// <param name="Detail">What stands there, or what was expected; shortened, and without control characters.</param>
/// <param name="Blocks">Nothing at all is imported because of it.</param>
public sealed record ImportFinding(string File, long Row, int Column, ImportProblem Problem, string Detail, bool Blocks);

/// <summary>What an import gives: the whole, with what was left out of it; or nothing, and why.</summary>
public sealed record ImportOutcome<T>(T? Value, IReadOnlyList<ImportFinding> Findings)
    where T : class;
