using System.Net;
using System.Net.WebSockets;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Comm.Client.Engine.Network;

/// <summary>What the server calls out: hints, since the log is the truth (design D5).</summary>
internal abstract record Hint;

internal sealed record EntryHint(SealedEntry Entry) : Hint;

internal sealed record WelcomeHint : Hint;

internal sealed record EndedHint(GroupId Group) : Hint;

/// <summary>Hints were lost: everything has to be fetched.</summary>
internal sealed record MissedHint : Hint;

/// <summary>
/// One connection to the hub, from open to closed. It never reconnects by itself: what comes after a break is a new one, and
/// a catch-up.
/// </summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly HubConnection _hub;

    private readonly HintQueue _hints = new(capacity: 1024);

    private LiveConnection(HubConnection hub)
    {
        _hub = hub;
        _hub.On<SealedEntry>(nameof(IGroupClient.EntryAppended), entry => _hints.Add(new EntryHint(entry)));
        _hub.On(nameof(IGroupClient.WelcomeWaiting), () => _hints.Add(new WelcomeHint()));
        _hub.On<GroupId>(nameof(IGroupClient.MembershipEnded), group => _hints.Add(new EndedHint(group)));
        _hub.Closed += _ =>
        {
            _hints.Complete();
            return Task.CompletedTask;
        };
    }

    /// <summary>Ends when the connection does.</summary>
    public IAsyncEnumerable<Hint> HintsAsync(CancellationToken cancellationToken) => _hints.ReadAsync(cancellationToken);

    /// <exception cref="OfflineException">No connection.</exception>
    public static async Task<LiveConnection> OpenAsync(Uri server, TokenSource tokens, CancellationToken cancellationToken)
    {
        var builder = new HubConnectionBuilder();
        var hub = new Uri(server, ServerRoutes.Hub);
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory(hub, tokens.GetAsync));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(hub));
        builder.AddJsonProtocol(options => options.PayloadSerializerOptions = WireJson.Options);
        var live = new LiveConnection(builder.Build());
        try
        {
            await live._hub.StartAsync(cancellationToken);
            return live;
        }
        catch (Exception exception) when (IsNetwork(exception, cancellationToken))
        {
            await live.DisposeAsync();
            // A token the server has forgotten shows here as a refused upgrade.
            tokens.Forget();
            throw new OfflineException(OfflineReason.Unreachable, exception);
        }
        catch
        {
            await live.DisposeAsync();
            throw;
        }
    }

    public async Task<SendOutcome> SendAsync(SealedMessage message, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTimeout);
        try
        {
            return await _hub.InvokeAsync<SendOutcome>(nameof(IGroupHub.Send), message, patience.Token);
        }
        catch (Exception exception) when (IsNetwork(exception, cancellationToken))
        {
            throw new OfflineException(OfflineReason.ConnectionClosed, exception);
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    /// <summary>InvalidOperationException is SignalR's word for a connection that has closed.</summary>
    private static bool IsNetwork(Exception exception, CancellationToken cancellationToken) =>
        exception
            is HttpRequestException
                or IOException
                or WebSocketException
                or TimeoutException
                or HubException
                or InvalidOperationException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
