using Comm.Client.Engine.Network;
using Comm.Client.People;
using Comm.Mls.Groups;

namespace Comm.Client.Engine;

/// <summary>
/// This device's commits, one at a time: more would only race each other. Each is stored before it is posted, and posted again after
/// a crash; who loses the race takes the winner in and tries once more (design D5).
/// </summary>
internal sealed class GroupCommits : IDisposable
{
    private const int Attempts = 2;

    private readonly CatchUp _catchUp;
    private readonly CommitPosting _posting;
    private readonly Rejoin _rejoin;
    private readonly SemaphoreSlim _gate = new(1, 1);

    public GroupCommits(DeviceIdentity identity, IServer server, CatchUp catchUp, MissedLog missed)
    {
        _catchUp = catchUp;
        _posting = new CommitPosting(server, catchUp, missed);
        _rejoin = new Rejoin(identity, server, catchUp, _posting, missed);
    }

    /// <summary>Posts what is staged, if anything is: after a reconnect, too.</summary>
    /// <returns>As <see cref="CommitPosting.PostAsync"/>.</returns>
    public async Task<string?> PostStagedAsync(GroupSession session, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await _posting.PostAsync(session, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Commits what falls to this device, unless somebody was faster.</summary>
    public async Task DoDutyAsync(GroupSession session, CancellationToken cancellationToken)
    {
        await _catchUp.RunAsync(session, cancellationToken);
        if (session.Duty != Duty.None)
        {
            await ChangeAsync(session, session.OfDuty, cancellationToken);
        }
    }

    /// <summary>One attempt to bring a group that is out of step back.</summary>
    public async Task RejoinAsync(GroupSession session, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await _rejoin.RunAsync(session, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes a change until the group is as <paramref name="intent"/> wants it, which says null then.</summary>
    public async Task<MemberChangeOutcome> ChangeAsync(
        GroupSession session,
        Func<Group, CommitRequest?> intent,
        CancellationToken cancellationToken
    )
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // A change that an earlier run left behind comes first, unless the log has it already.
            await _catchUp.RunAsync(session, cancellationToken);
            await _posting.PostAsync(session, cancellationToken);
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                Staging staging = await session.StageAsync(intent, cancellationToken);
                if (staging == Staging.Impossible)
                {
                    return new MemberChangeOutcome(MemberChangeResult.Refused, [], "invalid");
                }

                if (staging == Staging.Nothing)
                {
                    break;
                }

                if (await _posting.PostAsync(session, cancellationToken) is { } refusal && refusal != CommitPosting.Lost)
                {
                    return new MemberChangeOutcome(MemberChangeResult.Refused, [], refusal);
                }
            }

            // What counts is the group as it now is, whoever brought it there.
            if (session.Record.Standing != Standing.InStep)
            {
                return new MemberChangeOutcome(MemberChangeResult.Refused, [], session.Record.StandingReason);
            }

            return await session.InspectAsync(state => intent(state) is null, cancellationToken)
                ? new MemberChangeOutcome(MemberChangeResult.Done, [], null)
                : new MemberChangeOutcome(MemberChangeResult.LostRace, [], null);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
