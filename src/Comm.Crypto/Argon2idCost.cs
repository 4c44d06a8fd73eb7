namespace Comm.Crypto;

/// <summary>What guessing one passphrase costs. It is kept beside the salt, so it may come from a damaged file: see <see cref="IsAcceptable"/>.</summary>
public sealed record Argon2idCost
{
    /// <summary>19 MiB: below it, graphics cards guess too well.</summary>
    public const long MinMemoryBytes = 19L << 20;

    /// <summary>4 GiB: above it, opening a vault would be a way to stop the machine.</summary>
    public const long MaxMemoryBytes = 4L << 30;

    public const int MinPasses = 2;

    public const int MaxPasses = 32;

    /// <exception cref="ArgumentOutOfRangeException">Outside the limits.</exception>
    public Argon2idCost(long memoryBytes, int passes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(memoryBytes, MinMemoryBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(memoryBytes, MaxMemoryBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, MinPasses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(passes, MaxPasses);
        MemoryBytes = memoryBytes;
        Passes = passes;
    }

    /// <summary>64 MiB, 2 passes: about a fifth of a second.</summary>
    public static Argon2idCost Interactive { get; } = new(64L << 20, 2);

    /// <summary>256 MiB, 3 passes: about a second. For what is opened once a day.</summary>
    public static Argon2idCost Moderate { get; } = new(256L << 20, 3);

    public long MemoryBytes { get; }

    public int Passes { get; }

    /// <summary>Whether a stored cost can be used at all.</summary>
    public static bool IsAcceptable(long memoryBytes, int passes) =>
        memoryBytes is >= MinMemoryBytes and <= MaxMemoryBytes && passes is >= MinPasses and <= MaxPasses;
}
