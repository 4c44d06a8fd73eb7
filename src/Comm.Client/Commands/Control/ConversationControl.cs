using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Shared.Messaging;
using static Comm.Client.Commands.Control.ControlReply;

namespace Comm.Client.Commands.Control;

/// <summary>Reading and writing in a group.</summary>
internal static class ConversationControl
{
    public static void MapConversationControl(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            ControlRoutes.Read,
            (ReadQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => ReadAsync(w, group, asked, end), end)
        );
        routes.MapPost(
            ControlRoutes.Send,
            (SendQuestion asked, ClientSession session, CancellationToken end) =>
                InGroupAsync(session, asked.Group, (w, group) => SendAsync(w, group, asked, end), end)
        );
    }

    private static async Task<IResult> ReadAsync(Workspace workspace, GroupId id, ReadQuestion asked, CancellationToken end)
    {
        ConversationPage? page = await workspace.ConversationAsync(id, null, asked.After, asked.Take, end);
        return page is null ? Refuse(ControlAnswer.UnknownGroup) : Answer(page.Entries.Select(EntryAnswers.Of));
    }

    private static async Task<IResult> SendAsync(Workspace workspace, GroupId id, SendQuestion asked, CancellationToken end)
    {
        SendTextOutcome outcome = await workspace.SendTextAsync(id, asked.Text, end);
        return outcome is { Result: SendResult.Saved, MessageId: { } message, Position: { } position }
            ? Answer(await SendWait.SentAsync(workspace, id, message, position, asked.WaitSeconds, end))
            : Refuse(Word(outcome.Result));
    }
}
