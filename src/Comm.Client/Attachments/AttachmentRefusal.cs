namespace Comm.Client.Attachments;

/// <summary>
/// Why a file cannot be had, or did not reach the server. Those of sending are stored with the failed line and localized
/// (<c>Failure.{code}</c>), so they never change their meaning.
/// </summary>
public static class AttachmentRefusal
{
    /// <summary>Opening: the server cannot be asked now; later it may.</summary>
    public const string Offline = "offline";

    /// <summary>Opening: the server does not have it.</summary>
    public const string Missing = "attachment-missing";

    /// <summary>Opening: what the server has is not what the author sealed, or the author sealed it wrongly.</summary>
    public const string Damaged = "attachment-damaged";

    /// <summary>Both: this device is no member of the group.</summary>
    public const string NotAMember = "not-a-member";

    /// <summary>Sending: the file is not in the vault, or its row does not open.</summary>
    public const string Lost = "attachment-lost";

    /// <summary>Sending: the group or this device has as much on the server as it may have.</summary>
    public const string Full = "attachments-full";

    /// <summary>Sending: the server does not take it, and will not.</summary>
    public const string Refused = "attachment-refused";
}
