namespace Comm.Client.Conversations;

/// <summary>Why an entry stays closed. Codes are stored and localized (<c>Unreadable.{code}</c>), so they never change their meaning.</summary>
public static class UnreadableReason
{
    /// <summary>The vault's row does not open: changed or swapped on this machine's disk.</summary>
    public const string RowDamaged = "row-damaged";

    /// <summary>The entry's bytes are no MLSMessage of this group.</summary>
    public const string Malformed = "malformed";

    /// <summary>MLS refuses it: not decryptable, replayed, or not signed by a member. The fault follows after a colon.</summary>
    public const string Refused = "refused";

    /// <summary>The server names another message id than the author signed.</summary>
    public const string IdMismatch = "id-mismatch";

    /// <summary>The server names another sender than the one that signed.</summary>
    public const string SenderMismatch = "sender-mismatch";

    /// <summary>It comes back as our own, but this device never wrote it.</summary>
    public const string OwnUnknown = "own-unknown";

    /// <summary>Opened and authentic, but not the content a client of ours writes.</summary>
    public const string ContentInvalid = "content-invalid";

    /// <summary>Written by a newer version: its kind or version is unknown here.</summary>
    public const string NewerVersion = "newer-version";

    /// <summary>Sent while this device was out of step: its keys are gone. Whoever wrote it can send it again.</summary>
    public const string Missed = "missed";

    /// <summary>A kind of handshake message that this version does not take.</summary>
    public const string UnexpectedHandshake = "unexpected-handshake";
}
