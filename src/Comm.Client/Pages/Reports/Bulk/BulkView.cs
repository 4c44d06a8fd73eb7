namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>A spreadsheet that was read, in the reader's words, as far as a page shows it.</summary>
/// <param name="File">Its name.</param>
/// <param name="Reports">How many.</param>
/// <param name="Rows">How many.</param>
/// <param name="Wrong">Reports that cannot be sent.</param>
/// <param name="Faults">The first of what is wrong, by row and column.</param>
/// <param name="MoreFaults">How many are not among these.</param>
/// <param name="Warnings">What wants a reason; none while anything is wrong.</param>
/// <param name="Sent">How many went already.</param>
public sealed record BulkView(
    string File,
    int Reports,
    int Rows,
    int Wrong,
    IReadOnlyList<string> Faults,
    int MoreFaults,
    IReadOnlyList<BulkWarning> Warnings,
    int Sent
);

/// <summary>A rule that warns, for all the reports it warns of.</summary>
public sealed record BulkWarning(string Rule, int Reports, IReadOnlyList<string> Lines, int More, string Reason, bool IsMissing);
