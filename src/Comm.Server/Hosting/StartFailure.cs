using Microsoft.Extensions.Options;

namespace Comm.Server.Hosting;

/// <summary>A configuration that cannot be used: said in sentences, without a stack trace, with exit code 78 (EX_CONFIG).</summary>
internal static class StartFailure
{
    private const int ConfigurationExitCode = 78;

    public static bool IsConfiguration(Exception failure) => Failures(failure).Any();

    public static int Report(Exception failure)
    {
        foreach (string sentence in Failures(failure).SelectMany(one => one.Failures))
        {
            Console.Error.WriteLine(sentence);
        }

        return ConfigurationExitCode;
    }

    /// <summary>Several options at once come as an <see cref="AggregateException"/>.</summary>
    private static IEnumerable<OptionsValidationException> Failures(Exception failure) =>
        failure switch
        {
            OptionsValidationException one => [one],
            AggregateException several => several.InnerExceptions.OfType<OptionsValidationException>(),
            _ => [],
        };
}
