using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Client.Shell;

/// <summary>How the client serves its pages to the officer's browser.</summary>
internal sealed class ShellOptions
{
    public const string Section = "Shell";

    /// <summary>Port on the loopback address. Defaults to 0: the operating system picks a free one at each launch.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>Minutes without an act of the officer's until the vault locks itself. Defaults to 15: a desk left for a coffee.</summary>
    [Range(1, 480)]
    public int IdleMinutes { get; set; } = 15;
}

[OptionsValidator]
internal sealed partial class ShellOptionsValidator : IValidateOptions<ShellOptions>;
