using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Comm.Benchmarks;

/// <summary>
/// Of one operation: the shortest time seen, the least time of processors, on all threads, and the bytes it allocates. On a
/// machine that is busy with other things, the second is what a long operation would have taken alone, on one core.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Measurement(double Microseconds, double ProcessorMicroseconds, long AllocatedBytes);

/// <summary>
/// Times an operation and the primitives it is made of in the same way, since what is printed is their ratio. The best of many
/// is taken: whatever else the machine does only ever adds to a time.
/// </summary>
internal static class Measure
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(400);

    /// <summary>How long an operation is called again and again; shorter for a first look.</summary>
    public static TimeSpan Sampling { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>So short that one call is lost in the clock: timed by ten.</summary>
    public static Measurement Primitive(Action primitive)
    {
        const int Batch = 10;
        Measurement batch = Operation(
            static () => 0,
            _ =>
            {
                for (int i = 0; i < Batch; i++)
                {
                    primitive();
                }

                return 0;
            },
            static _ => { }
        );
        return new Measurement(batch.Microseconds / Batch, batch.ProcessorMicroseconds / Batch, batch.AllocatedBytes / Batch);
    }

    /// <summary>For many small measurements in a row, which are compared with each other only.</summary>
    public static Measurement Brief(Func<object> call) =>
        Sample(static () => 0, _ => call(), static _ => { }, TimeSpan.FromMilliseconds(30), atLeast: 200);

    /// <summary>Only <paramref name="run"/> is timed; what prepares its input and tidies up its output is not.</summary>
    public static Measurement Operation<TInput, TOutput>(Func<TInput> prepare, Func<TInput, TOutput> run, Action<TOutput> tidyUp)
    {
        // A slow operation too is called more than once before it counts.
        _ = Sample(prepare, run, tidyUp, s_warmUp, atLeast: 5);
        GC.Collect();
        return Sample(prepare, run, tidyUp, Sampling, atLeast: 20);
    }

    private static Measurement Sample<TInput, TOutput>(
        Func<TInput> prepare,
        Func<TInput, TOutput> run,
        Action<TOutput> tidyUp,
        TimeSpan during,
        int atLeast
    )
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan best = TimeSpan.MaxValue;
        TimeSpan leastWork = TimeSpan.MaxValue;
        long allocated = long.MaxValue;
        for (int count = 0; count < atLeast || Stopwatch.GetElapsedTime(start) < during; count++)
        {
            TInput input = prepare();
            long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
            TimeSpan workBefore = Environment.CpuUsage.TotalTime;
            long before = Stopwatch.GetTimestamp();
            TOutput output = run(input);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(before);
            TimeSpan work = Environment.CpuUsage.TotalTime - workBefore;
            allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore);
            best = elapsed < best ? elapsed : best;
            leastWork = work < leastWork ? work : leastWork;
            tidyUp(output);
        }

        return new Measurement(best.TotalMicroseconds, leastWork.TotalMicroseconds, allocated);
    }
}
