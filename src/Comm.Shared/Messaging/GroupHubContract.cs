namespace Comm.Shared.Messaging;

/// <summary>What a client may call on the hub. Who calls is known from the connection, never from an argument.</summary>
public interface IGroupHub
{
    Task<SendOutcome> Send(SealedMessage message);
}

/// <summary>What the server calls on a client. All of it is a hint: the log is the truth (design D5).</summary>
public interface IGroupClient
{
    Task EntryAppended(SealedEntry entry);

    /// <summary>A Welcome waits to be fetched.</summary>
    Task WelcomeWaiting();

    /// <summary>This device was removed; the log ends for it.</summary>
    Task MembershipEnded(GroupId groupId);
}
