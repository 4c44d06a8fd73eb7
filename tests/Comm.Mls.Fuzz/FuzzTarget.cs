namespace Comm.Mls.Fuzz;

/// <summary>
/// One way into the library. <paramref name="Check"/> feeds it an input and says in a word what became of it; whatever it throws
/// is a finding.
/// </summary>
/// <param name="Times">Inputs in a round: more for what is cheap to check.</param>
internal sealed record FuzzTarget(string Name, int Times, Func<byte[]> NextInput, Func<byte[], string> Check)
{
    /// <summary>In hexadecimal, what the input meets: it is of fresh keys in each run.</summary>
    public string State { get; init; } = "none";
}

/// <summary>Something that must hold does not.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    public static void ThrowIf(bool broken, string promise)
    {
        if (broken)
        {
            throw new BrokenPromiseException(promise);
        }
    }

    public static void ThrowIfChanged(byte[] before, byte[] after, string what) =>
        ThrowIf(!before.AsSpan().SequenceEqual(after), $"{what} changed");
}
