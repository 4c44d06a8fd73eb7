using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Shell;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Conversations;

/// <summary>
/// An entry as the page shows it. <paramref name="NewDay"/>: a separator stands before it. <paramref name="IsFirstUnread"/>: so
/// does the mark of what is new. <paramref name="Continues"/>: same author, shortly after, so the name is not repeated.
/// </summary>
public sealed record EntryLine(OpenedEntry Entry, DateOnly? NewDay, bool IsFirstUnread, bool Continues);

/// <summary>Some entries on their way to a page. <paramref name="Last"/>: newest position the page then has.</summary>
public sealed record EntryLines(GroupId Group, IReadOnlyList<EntryLine> Lines, bool HasEarlier, long Last)
{
    /// <summary>As many as a screen or two show.</summary>
    public const int PageSize = 50;

    private static readonly TimeSpan SameBreath = TimeSpan.FromMinutes(5);

    /// <summary>The newest entries.</summary>
    internal static async Task<EntryLines?> NewestAsync(
        Workspace workspace,
        GroupView group,
        Reader reader,
        CancellationToken cancellationToken
    )
    {
        ConversationPage? page = await workspace.ConversationAsync(group.Id, null, null, PageSize, cancellationToken);
        return page is null ? null : Of(group.Id, page, reader.DayOf, group.Unread);
    }

    /// <summary>From a little before one entry on, as many as a conversation gives at once; the page asks for what is newer.</summary>
    internal static async Task<EntryLines?> FromAsync(
        Workspace workspace,
        GroupId group,
        long position,
        Reader reader,
        CancellationToken cancellationToken
    )
    {
        const long before = 8;
        const int most = 500;
        ConversationPage? page = await workspace.ConversationAsync(
            group,
            null,
            Math.Max(0, position - before),
            most,
            cancellationToken
        );
        return page is null ? null : Of(group, page, reader.DayOf, unread: 0);
    }

    /// <summary>Those before what a page has.</summary>
    internal static async Task<EntryLines?> BeforeAsync(
        Workspace workspace,
        GroupId group,
        long position,
        Reader reader,
        CancellationToken cancellationToken
    )
    {
        ConversationPage? page = await workspace.ConversationAsync(group, position, null, PageSize, cancellationToken);
        return page is null ? null : Of(group, page, reader.DayOf, unread: 0);
    }

    /// <summary>Those after what a page has. The page's last one is read again: it says whether a new day begins.</summary>
    internal static async Task<EntryLines?> AfterAsync(
        Workspace workspace,
        GroupId group,
        long position,
        Reader reader,
        CancellationToken cancellationToken
    )
    {
        ConversationPage? page = await workspace.ConversationAsync(group, null, position - 1, PageSize, cancellationToken);
        if (page is null)
        {
            return null;
        }

        EntryLines lines = Of(group, page, reader.DayOf, unread: 0);
        return lines with
        {
            Lines = [.. lines.Lines.Where(line => line.Entry.Position > position)],
            Last = Math.Max(lines.Last, position),
        };
    }

    internal static EntryLines Of(GroupId group, ConversationPage page, Func<DateTimeOffset, DateOnly> dayOf, int unread)
    {
        long? firstUnread = page
            .Entries.Where(entry => entry.Sender is not { IsSelf: true })
            .TakeLast(unread)
            .Select(entry => (long?)entry.Position)
            .FirstOrDefault();
        var lines = new List<EntryLine>(page.Entries.Count);
        OpenedEntry? before = null;
        foreach (OpenedEntry entry in page.Entries)
        {
            DateOnly day = dayOf(entry.At);
            bool newDay = before is null || dayOf(before.At) != day;
            bool isFirstUnread = unread > 0 && entry.Position == firstUnread;
            lines.Add(
                new EntryLine(entry, newDay ? day : null, isFirstUnread, !newDay && !isFirstUnread && Continues(before, entry))
            );
            before = entry;
        }

        return new EntryLines(group, lines, page.HasEarlier, before?.Position ?? 0);
    }

    private static bool Continues(OpenedEntry? before, OpenedEntry entry) =>
        before is OpenedText or OpenedReportEntry
        && entry is OpenedText or OpenedReportEntry
        && before.Sender is not null
        && before.Sender.Device == entry.Sender?.Device
        && entry.At - before.At < SameBreath;
}
