using System.Runtime.InteropServices;

namespace Comm.Benchmarks.Peers;

/// <summary>The shortest time by the clock, and the least of processors.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Timing(double Microseconds, double ProcessorMicroseconds)
{
    public static Timing Longest { get; } = new(double.MaxValue, double.MaxValue);

    public Timing BestOf(Timing other) =>
        new(Math.Min(Microseconds, other.Microseconds), Math.Min(ProcessorMicroseconds, other.ProcessorMicroseconds));
}
