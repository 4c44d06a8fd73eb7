namespace Comm.Mls.Schedule;

/// <summary>How far a receiver follows a sender (RFC 9420 §15.3). They bound the work and the memory that one message can cost.</summary>
/// <param name="MaxForward">
/// A message may be this many generations ahead of the newest one seen from its sender. Defaults to 1,000: more than a member says
/// in an epoch of ours, and two milliseconds of work at the worst.
/// </param>
/// <param name="MaxKept">
/// Keys kept, for each sender and type of ratchet, for messages that were passed over and may still come. Defaults to 256; beyond it
/// the oldest is forgotten. A log without gaps needs none.
/// </param>
internal sealed record SecretTreeLimits(uint MaxForward = 1_000, int MaxKept = 256)
{
    internal static SecretTreeLimits Default { get; } = new();
}
