using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity.Enrolment;

internal sealed class EnrolmentOptions
{
    public const string Section = "Enrolment";

    /// <summary>Requests kept at a time, answered ones included; the next one is refused. 1,000: about a megabyte.</summary>
    [Range(1, 1_000_000)]
    public int MaxKept { get; init; } = 1_000;

    /// <summary>
    /// Requests of one address that may wait for their answer at a time. 50: a training room behind one address; who wants to take
    /// all places needs many addresses.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingPerAddress { get; init; } = 50;
}

[OptionsValidator]
internal sealed partial class EnrolmentOptionsValidator : IValidateOptions<EnrolmentOptions>;
