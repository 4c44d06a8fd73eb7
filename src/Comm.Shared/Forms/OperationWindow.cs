namespace Comm.Shared.Forms;

/// <summary>The days of an operation, its first and last one in it, and how many days later a seizure still counts as one of its own.</summary>
public sealed record OperationWindow(DateOnly From, DateOnly To, int GraceDays)
{
    public const int MostGraceDays = 366;

    public bool Covers(DateOnly date) => date >= From && date.DayNumber <= (long)To.DayNumber + GraceDays;
}
