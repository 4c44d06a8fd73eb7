using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.Messaging;

internal sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>
    /// Messages and commits that may wait for the writer; the next one is refused as busy. 4,096: a second's work on a slow disk,
    /// so that nobody waits long for a refusal.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxQueued { get; init; } = 4_096;

    /// <summary>Most of them in one transaction. 256: beyond that a flush to disk no longer is what costs.</summary>
    [Range(1, 4_096)]
    public int MaxBatch { get; init; } = 256;

    /// <summary>
    /// Deliveries that may wait for one connection; a client that falls further behind is disconnected and catches up from the
    /// log. 1,024: a burst of a busy operation, not an outage.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxUndelivered { get; init; } = 1_024;
}

[OptionsValidator]
internal sealed partial class MessagingOptionsValidator : IValidateOptions<MessagingOptions>;
