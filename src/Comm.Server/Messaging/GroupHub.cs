using Comm.Server.Identity;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Comm.Server.Messaging;

[Authorize]
internal sealed class GroupHub(
    MessageIntake intake,
    LiveConnections connections,
    IHubContext<GroupHub, IGroupClient> hub,
    IOptions<MessagingOptions> options,
    ILogger<GroupHub> logger
) : Hub<IGroupClient>, IGroupHub
{
    private DeviceId Caller => Context.User!.Device();

    public Task<SendOutcome> Send(SealedMessage message) => intake.AcceptAsync(Caller, message);

    public override Task OnConnectedAsync()
    {
        var connection = new LiveConnection(
            Caller,
            hub.Clients.Client(Context.ConnectionId),
            Context.Abort,
            options.Value.MaxUndelivered
        );
        Context.Items[typeof(LiveConnection)] = connection;
        connections.Add(connection);
        _ = DeliverAsync(connection);
        MessagingLog.Connected(logger, connection.Device);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[typeof(LiveConnection)] is LiveConnection connection)
        {
            connections.Remove(connection);
            connection.Close();
        }

        return base.OnDisconnectedAsync(exception);
    }

    private async Task DeliverAsync(LiveConnection connection)
    {
        try
        {
            await connection.DeliverAsync();
        }
        // Nobody awaits this loop: it closes its connection, which then catches up from the log.
        catch (Exception failure)
        {
            MessagingLog.DeliveryFailed(logger, failure, connection.Device);
            connections.Remove(connection);
            connection.Abort();
        }
    }
}
