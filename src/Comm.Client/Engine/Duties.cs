using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>
/// Does what falls to several members at once, after a while of this device's own choosing: so that not all commit at the same moment,
/// and one that is not there does not hold up the others.
/// </summary>
internal sealed class Duties(GroupSessions sessions, GroupCommits commits, Outbox outbox, TimeProvider clock, Contain contain)
{
    private readonly Dictionary<GroupId, Turn> _turns = [];

    /// <summary>What is due now; how long until the next turn, null when there is none.</summary>
    public async Task<TimeSpan?> RunDueAsync(CancellationToken cancellationToken)
    {
        TimeSpan? next = null;
        foreach (GroupSession session in sessions.All)
        {
            Duty duty = session.Duty;
            if (duty == Duty.None)
            {
                _turns.Remove(session.Id);
                continue;
            }

            DateTimeOffset now = clock.GetUtcNow();
            ulong epoch = session.Record.Epoch;
            if (!_turns.TryGetValue(session.Id, out Turn turn) || turn.Duty != duty || turn.Epoch != epoch)
            {
                _turns[session.Id] = turn = Turn.Draw(duty, epoch, now);
            }

            if (turn.At <= now)
            {
                _turns[session.Id] = turn = turn.Again(now);
                await contain(session.Id, () => commits.DoDutyAsync(session, cancellationToken));
                outbox.Wake();
            }

            if (session.Duty != Duty.None && (next is null || turn.At - now < next))
            {
                next = turn.At - now;
            }
        }

        return next;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Turn(Duty Duty, ulong Epoch, DateTimeOffset At)
    {
        /// <summary>In another epoch it is drawn anew: while members come in again one after the other, nobody commits in between.</summary>
        public static Turn Draw(Duty duty, ulong epoch, DateTimeOffset now)
        {
            (TimeSpan least, TimeSpan most) = Patience(duty);
            int spread = (int)(most - least).TotalMilliseconds;
            return new Turn(duty, epoch, now + least + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(spread)));
        }

        public Turn Again(DateTimeOffset now) => this with { At = now + Patience(Duty).Most };

        private static (TimeSpan Least, TimeSpan Most) Patience(Duty duty) =>
            duty == Duty.Vouch ? (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)) : (TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }
}
