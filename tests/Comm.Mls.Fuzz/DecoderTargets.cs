using System.Reflection;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Fuzz;

/// <summary>Every struct's reader: bytes are refused, or are the one encoding of a value.</summary>
internal static class DecoderTargets
{
    private const int Times = 20;

    public static IEnumerable<FuzzTarget> All(Corpus corpus, Mutator mutator, SeededRandom random)
    {
        MethodInfo check = typeof(DecoderTargets).GetMethod(nameof(Check), BindingFlags.Static | BindingFlags.NonPublic)!;
        foreach (Type type in Corpus.Structs)
        {
            IReadOnlyList<byte[]> honest = corpus.Of(type);
            if (honest.Count == 0)
            {
                throw new InvalidOperationException($"Nothing honest to start from for {type.Name}.");
            }

            yield return new FuzzTarget(
                $"decode {type.Name}",
                Times,
                () => mutator.Mutate(random.Pick(honest), honest),
                check.MakeGenericMethod(type).CreateDelegate<Func<byte[], string>>()
            );
        }
    }

    public static FuzzTarget Tree(CipherSuite suite, IReadOnlyList<byte[]> trees, Mutator mutator, SeededRandom random) =>
        new(
            "decode RatchetTree",
            1,
            () => mutator.Mutate(random.Pick(trees), trees),
            input =>
            {
                MlsReader reader = new(input);
                if (!RatchetTree.TryRead(suite, ref reader, out RatchetTree? tree) || !reader.IsAtEnd)
                {
                    return "refused";
                }

                using MlsWriter writer = new();
                tree.Write(writer);
                BrokenPromiseException.ThrowIfChanged(input, writer.ToArray(), "A tree's encoding");
                return tree.Validate("room"u8).ToString();
            }
        );

    private static string Check<T>(byte[] input)
        where T : class, IMlsStruct<T>
    {
        if (!MlsCodec.TryDecode(input, out T? value))
        {
            return "refused";
        }

        BrokenPromiseException.ThrowIfChanged(input, MlsCodec.Encode(value), "The encoding");
        return "decoded";
    }
}
