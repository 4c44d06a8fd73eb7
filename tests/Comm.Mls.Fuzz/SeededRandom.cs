namespace Comm.Mls.Fuzz;

/// <summary>SplitMix64: a run with the same seed makes the same choices. For nothing that has to be secret.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextUInt64()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 to <paramref name="bound"/> - 1; 0 if the bound is 0.</summary>
    public int Below(int bound) => bound <= 0 ? 0 : (int)(NextUInt64() % (ulong)bound);

    public bool OneIn(int n) => Below(n) == 0;

    public byte NextByte() => (byte)NextUInt64();

    public T Pick<T>(IReadOnlyList<T> list) => list[Below(list.Count)];
}
