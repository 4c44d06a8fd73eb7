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

    /// <summary>Claims of one device's KeyPackages by one other in an hour. 10: it may be added to some groups, not emptied.</summary>
    [Range(1, 10_000)]
    public int ClaimsPerTargetAndHour { get; init; } = 10;
}

[OptionsValidator]
internal sealed partial class KeyPackageOptionsValidator : IValidateOptions<KeyPackageOptions>;
