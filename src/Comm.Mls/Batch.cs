using System.Runtime.ExceptionServices;

namespace Comm.Mls;

/// <summary>
/// Many costly calls that do not depend on each other, such as signatures to verify and secrets to seal: on several cores when
/// they are many, one after the other when the threads would cost more than they bring. The results come in the order of the
/// inputs either way.
/// </summary>
internal static class Batch
{
    /// <summary>Up to so many are done on the caller's thread. One costs 50 to 100 µs, so more of them are milliseconds.</summary>
    public const int MostInSequence = 32;

    // A server has other things to do meanwhile.
    private static readonly ParallelOptions s_options = new()
    {
        MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 8),
    };

    /// <summary>A call that throws is heard of as without threads: the first of them, as it was thrown.</summary>
    public static TOutput[] Run<TInput, TOutput>(IReadOnlyList<TInput> inputs, Func<TInput, TOutput> call)
    {
        TOutput[] outputs = new TOutput[inputs.Count];
        if (inputs.Count <= MostInSequence || s_options.MaxDegreeOfParallelism == 1)
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i] = call(inputs[i]);
            }

            return outputs;
        }

        try
        {
            Parallel.For(0, outputs.Length, s_options, i => outputs[i] = call(inputs[i]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return outputs;
    }

    /// <summary>Two halves of one piece of work. Neither throws.</summary>
    public static void Both(Action first, Action second) => Parallel.Invoke(s_options, first, second);
}
