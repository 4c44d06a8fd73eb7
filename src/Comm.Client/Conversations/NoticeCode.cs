namespace Comm.Client.Conversations;

/// <summary>What a notice tells. Codes are stored and localized (<c>Notice.{code}</c>), so they never change their meaning.</summary>
public static class NoticeCode
{
    /// <summary>A member's device had lost its state of the group, and came in again in its own place.</summary>
    public const string Rejoined = "rejoined";
}
