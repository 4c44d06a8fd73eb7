using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.KeyPackages;

internal sealed class KeyPackageOptions
{
    public const string Section = "KeyPackages";

    /// <summary>
    /// Claims that one coordinator's device may make in a minute. Each uses up a KeyPackage of every device it names: 30 is ample
    /// for work and too few to empty the directory unnoticed.
    /// </summary>
    [Range(1, 10_000)]
    public int ClaimsPerMinute { get; init; } = 30;

    /// <summary>
    /// One-time KeyPackages of one device that one other may claim in an hour; beyond it there is only the one of last resort,
    /// which stays. 10: a device is added to some groups, and nobody empties its stock.
    /// </summary>
    [Range(1, 10_000)]
    public int ClaimsPerTargetAndHour { get; init; } = 10;
}

[OptionsValidator]
internal sealed partial class KeyPackageOptionsValidator : IValidateOptions<KeyPackageOptions>;
