namespace Comm.Benchmarks.Groups;

/// <summary>
/// What each operation may cost at most, as the project set itself: times of the reference machine, for the verification and
/// sealing of many those of two cores when there are two.
/// </summary>
internal static class Bars
{
    private const double Millisecond = 1_000;
    private const long Kibibyte = 1_024;

    /// <summary>Of a saved group of 1,000, in bytes.</summary>
    public const long SavedBytes = 500_000;

    /// <summary>Null where none is set.</summary>
    public static double? MicrosecondsOf(MlsOperation operation, int members) =>
        (operation, members) switch
        {
            (MlsOperation.Encrypt, <= 1_000) => 60,
            (MlsOperation.Decrypt, <= 1_000) => 100,
            (MlsOperation.Commit, 1_000) => 2.5 * Millisecond,
            (MlsOperation.Process, 1_000) => 1 * Millisecond,
            (MlsOperation.Join, 1_000) => OnTwoCores(60, 35) * Millisecond,
            (MlsOperation.Save, 1_000) => 5 * Millisecond,
            (MlsOperation.Add, 1_000) => 250 * Millisecond,
            (MlsOperation.Sparse, 1_000) => OnTwoCores(90, 50) * Millisecond,
            _ => null,
        };

    public static long? AllocatedBytesOf(MlsOperation operation) =>
        operation is MlsOperation.Encrypt or MlsOperation.Decrypt ? 4 * Kibibyte : null;

    private static double OnTwoCores(double onOne, double onTwo) => Environment.ProcessorCount > 1 ? onTwo : onOne;
}
