using System.Security.Cryptography;
using Comm.Mls.Fuzz;
using Comm.Mls.Tests.Vectors;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Fuzz;

/// <summary>A few seconds of tests/Comm.Mls.Fuzz, with a fresh seed each time; the program runs for as long as one likes.</summary>
public sealed class ShortFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void NothingThrowsAndNoRefusalChangesAnything()
    {
        ulong seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        output.WriteLine($"seed {seed}");
        using FuzzRun run = new(seed, Path.Combine(MlsVectors.Folder(), "messages.json"));

        Finding? finding = run.Run(TimeSpan.FromSeconds(5));

        output.WriteLine($"{run.Executions} executions");
        Assert.True(finding is null, finding?.Describe(seed));
        Assert.Contains(run.Outcomes.Keys, outcome => outcome.StartsWith("process forged", StringComparison.Ordinal));
    }
}
