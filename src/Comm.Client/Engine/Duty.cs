namespace Comm.Client.Engine;

/// <summary>A commit that nobody asked for here, and that falls to this device as much as to others.</summary>
internal enum Duty
{
    None = 0,

    /// <summary>The server has asked for a removal, and until it is committed nobody can send.</summary>
    CommitProposals = 1,

    /// <summary>
    /// This device's officer is a coordinator, and the newest GroupInfo is signed by none: nobody who has lost all state can come back
    /// by it.
    /// </summary>
    Vouch = 2,
}
