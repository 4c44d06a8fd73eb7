namespace Comm.Shared.Imports;

/// <summary>Collects what is wrong with the files of one import, and says when it is enough.</summary>
internal sealed class ImportFindings
{
    private const int MostFaults = 20;
    private const int MostDetail = 60;

    private readonly List<ImportFinding> _all = [];
    private int _faults;

    public IReadOnlyList<ImportFinding> All => _all;

    public bool Blocks => _faults > 0;

    /// <summary>The file is not what it should be in so many places that more would help nobody.</summary>
    public bool IsEnough => _faults >= MostFaults;

    public int Remarks => _all.Count - _faults;

    public void Fault(string file, long row, int column, ImportProblem problem, string detail = "")
    {
        _faults++;
        _all.Add(new ImportFinding(file, row, column, problem, Shown(detail), Blocks: true));
    }

    public void Remark(string file, long row, int column, ImportProblem problem, string detail = "") =>
        _all.Add(new ImportFinding(file, row, column, problem, Shown(detail), Blocks: false));

    /// <summary>A file in which every fiftieth row is odd is another file than the one that was meant.</summary>
    public void CheckShare(string file, long rows)
    {
        if (Remarks > Math.Max(50, rows / 50))
        {
            Fault(file, 0, 0, ImportProblem.TooManyRemarks, $"{Remarks}/{rows}");
        }
    }

    public ImportOutcome<T> Outcome<T>(Func<T> value)
        where T : class => new(Blocks ? null : value(), All);

    private static string Shown(string detail) =>
        string.Concat(detail.Where(c => !char.IsControl(c)).Take(MostDetail)) + (detail.Length > MostDetail ? "…" : "");
}
