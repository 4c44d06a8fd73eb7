using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.Tables;

internal sealed class TablesOptions
{
    public const string Section = "Tables";

    /// <summary>
    /// Tables kept; the next one is refused, since a group may be bound to any of them. 100: UN/LOCODE comes out twice a year, the
    /// Harmonized System every five or six years, and a full table has some 2 MB.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxKept { get; init; } = 100;
}

[OptionsValidator]
internal sealed partial class TablesOptionsValidator : IValidateOptions<TablesOptions>;
