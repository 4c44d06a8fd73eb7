namespace Comm.Client.Conversations;

/// <summary>What a notice tells. Codes are stored and localized (<c>Notice.{code}</c>), so they never change their meaning.</summary>
public static class NoticeCode
{
    /// <summary>A member's device had lost its state of the group, and came in again in its own place.</summary>
    public const string Rejoined = "rejoined";

    /// <summary>The server asks for the removal of whom it is about: revoked, or its certificate has ended.</summary>
    public const string RemovalProposed = "removal-proposed";

    /// <summary>A member could not follow a commit of whom it is about. The <see cref="Shared.Messaging.CommitFault"/> follows after a colon.</summary>
    public const string Fault = "fault";

    /// <summary>
    /// This device was added again while it was out of step, and these entries of the log were passed over. Their sequences follow
    /// after a colon.
    /// </summary>
    public const string Skipped = "skipped";
}
