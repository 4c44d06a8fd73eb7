namespace Comm.Mls.Schedule;

/// <summary>
/// How long a member keeps keys, and how far it follows a sender (RFC 9420 §9.2, §15.3). What is kept longer opens late messages,
/// and opens them to whoever takes the machine meanwhile; what is not kept is zeroed.
/// </summary>
public sealed record KeyLifetimes
{
    /// <summary>What the properties below say.</summary>
    public static KeyLifetimes Default { get; } = new();

    /// <summary>
    /// A message may be this many generations ahead of the newest one seen from its sender. Defaults to 1,000: more than a member
    /// says in an epoch of ours, and two milliseconds of work at the worst.
    /// </summary>
    public uint MaxForward { get; init; } = 1_000;

    /// <summary>
    /// Keys kept, for each sender and kind of content, for messages that were passed over and may still come. Defaults to 256;
    /// beyond it the oldest is forgotten. A log without gaps needs none.
    /// </summary>
    public int MaxKept { get; init; } = 256;

    /// <summary>
    /// Epochs before the present one whose application messages can still be opened: their message secrets are kept and nothing
    /// else of them. Defaults to 0, which is right where a delivery service puts messages and commits in one order; where it does
    /// not, one to three cover what was on its way during a commit.
    /// </summary>
    public int PastEpochs { get; init; }

    /// <summary>
    /// Epochs before the present one whose resumption key is kept (RFC 9420 §8.6 wants a limit). Defaults to 8: a resumption key
    /// opens no message, and whoever has missed a few commits can still prove that it was a member.
    /// </summary>
    public int PastResumptionKeys { get; init; } = 8;
}
