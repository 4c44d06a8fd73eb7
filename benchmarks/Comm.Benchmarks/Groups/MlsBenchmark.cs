using System.Diagnostics;
using System.Globalization;
using Comm.Mls.Groups;

namespace Comm.Benchmarks.Groups;

/// <summary>Each operation of a group in groups of several sizes, against its floor and its bar.</summary>
internal sealed class MlsBenchmark(TextWriter output, IReadOnlyList<MlsOperation> operations)
{
    private static readonly byte[] s_text = new byte[1_024];

    private readonly Primitives _primitives = Primitives.Measured();

    public void Run(IReadOnlyList<int> sizes)
    {
        output.WriteLine(Machine.Describe());
        output.WriteLine(
            "Suite 3 (X25519, ChaCha20-Poly1305, SHA-256, Ed25519). Best time of many, in the same run. Floors are of one core."
        );
        output.WriteLine();
        output.WriteLine("primitive         µs");
        foreach ((string name, double microseconds) in _primitives.All)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name, -9} {microseconds, 10:F2}"));
        }

        output.WriteLine();
        output.WriteLine(Floors.Formulas);
        output.WriteLine();
        output.WriteLine("operation  members        µs  of processors  floor µs  ratio  allocated KiB  bar");
        foreach (int size in sizes)
        {
            if (operations.Any(operation => operation < MlsOperation.Add))
            {
                long start = Stopwatch.GetTimestamp();
                using FilledGroup group = FilledGroup.Of(size);
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"(filled in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s)"
                    )
                );
                new FilledGroupBenchmark(group, s_text, _primitives, Print).Run(operations);
            }

            if (operations.Any(operation => operation >= MlsOperation.Add))
            {
                using NewGroup group = NewGroup.Of(size);
                RunNew(group);
            }
        }

        output.WriteLine(Machine.Load());
    }

    private void RunNew(NewGroup group)
    {
        if (operations.Contains(MlsOperation.Add))
        {
            int parents = 0;
            double groupInfo = 0;
            Measurement added = Measure.Operation(
                group.AddAll,
                group.Stage,
                staged =>
                {
                    parents = Floors.ParentsAbove(staged.Next);
                    groupInfo =
                        groupInfo > 0 ? groupInfo : Primitives.Sealing(staged.Welcome!.Welcome!.EncryptedGroupInfo.Length);
                    staged.Next.Discard(group.Creator);
                }
            );
            Print(
                MlsOperation.Add,
                group.Members,
                added,
                _primitives.MicrosecondsOf(Floors.AddAll(group.Members, parents)) + groupInfo
            );
        }

        if (operations.Contains(MlsOperation.Sparse))
        {
            group.TakeAll();
            Measurement measured = Measure.Operation(
                () => new CommitRequest(),
                group.Stage,
                staged => staged.Next.Discard(group.Creator)
            );
            int parents = Floors.ParentsAbove(group.Creator);
            Print(
                MlsOperation.Sparse,
                group.Members,
                measured,
                _primitives.MicrosecondsOf(Floors.SparseCommit(group.Members, parents))
            );
        }
    }

    private void Print(MlsOperation operation, int members, Measurement measured, double? floor, long? size = null)
    {
        string compared = floor is { } least
            ? string.Create(CultureInfo.InvariantCulture, $"{least, 9:N0} {measured.Microseconds / least, 6:F2}")
            : "        -      -";
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{operation.ToString().ToLowerInvariant(), -9} {members, 8:N0} {measured.Microseconds, 9:N0} {measured.ProcessorMicroseconds, 14:N0} {compared} {measured.AllocatedBytes / 1024.0, 14:N1}  {Verdict(operation, members, measured, size)}"
            )
        );
    }

    private static string Verdict(MlsOperation operation, int members, Measurement measured, long? size)
    {
        List<string> said = [];
        if (Bars.MicrosecondsOf(operation, members) is { } most)
        {
            said.Add(
                string.Create(CultureInfo.InvariantCulture, $"{most:N0} µs {(measured.Microseconds <= most ? "met" : "NOT met")}")
            );
        }

        if (Bars.AllocatedBytesOf(operation) is { } bytes)
        {
            said.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bytes / 1024.0:N0} KiB {(measured.AllocatedBytes <= bytes ? "met" : "NOT met")}"
                )
            );
        }

        if (size is { } saved)
        {
            said.Add(
                members == 1_000
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{saved:N0} of {Bars.SavedBytes:N0} bytes {(saved <= Bars.SavedBytes ? "met" : "NOT met")}"
                    )
                    : string.Create(CultureInfo.InvariantCulture, $"{saved:N0} bytes")
            );
        }

        return string.Join(", ", said);
    }
}
