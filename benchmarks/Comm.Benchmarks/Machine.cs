using System.Globalization;
using System.Runtime.InteropServices;

namespace Comm.Benchmarks;

/// <summary>What a run's figures are to be read with.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";
    private const string ProcessorFile = "/proc/cpuinfo";

    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}. {Load()}"
        );

    /// <summary>How many others ran beside it.</summary>
    public static string Load() =>
        File.Exists(LoadFile) ? $"Load average {string.Join(' ', File.ReadAllText(LoadFile).Split(' ')[..3])}." : "Load unknown.";

    private static string Processor() =>
        File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile)
                .Where(line => line.StartsWith("model name", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..])
                .FirstOrDefault("an unknown processor")
            : RuntimeInformation.ProcessArchitecture.ToString();
}
