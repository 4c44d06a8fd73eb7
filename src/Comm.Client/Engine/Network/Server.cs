using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Comm.Client.People;
using Comm.Client.Tables;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine.Network;

/// <summary>The server over HTTPS and, while there is one, the live connection.</summary>
internal sealed partial class Server : IServer, ITableSource, IDisposable
{
    private readonly Uri _address;
    private readonly ServerHttp _http;
    private readonly TokenSource _tokens;
    private LiveConnection? _live;
    private EntityTagHeaderValue? _knownTables;

    public Server(DeviceIdentity identity, TimeProvider clock)
    {
        _address = identity.Server;
        _http = new ServerHttp(_address, ServerHttp.NewHandler());
        _tokens = new TokenSource(_http, identity, clock);
    }

    /// <summary>Opens the live connection; messages go over it until it is closed.</summary>
    public async Task<LiveConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        LiveConnection live = await LiveConnection.OpenAsync(_address, _tokens, cancellationToken);
        Volatile.Write(ref _live, live);
        return live;
    }

    public async Task CloseAsync(LiveConnection live)
    {
        Interlocked.CompareExchange(ref _live, null, live);
        await live.DisposeAsync();
    }

    public Task<SendOutcome> SendAsync(SealedMessage message, CancellationToken cancellationToken) =>
        Volatile.Read(ref _live) is { } live
            ? live.SendAsync(message, cancellationToken)
            : Task.FromException<SendOutcome>(new OfflineException(OfflineReason.ConnectionClosed, null));

    public Task<IReadOnlyList<GroupStanding>> GroupsAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<GroupStanding>>(ServerRoutes.Groups, cancellationToken);

    public Task<LogPage?> LogAsync(GroupId group, long after, CancellationToken cancellationToken) =>
        FindAsync<LogPage>(ServerRoutes.Log(group, after, WireLimits.MaxLogPage), cancellationToken);

    public Task<GroupDescription?> DescribeAsync(GroupId group, CancellationToken cancellationToken) =>
        FindAsync<GroupDescription>(ServerRoutes.Description(group), cancellationToken);

    public Task<ExternalSenderAnswer> ExternalSenderAsync(CancellationToken cancellationToken) =>
        GetAsync<ExternalSenderAnswer>(ServerRoutes.ExternalSender, cancellationToken);

    public async Task ReportFaultAsync(FaultReport report, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await PostBytesAsync(
            ServerRoutes.Faults(report.GroupId),
            MlsCodec.Encode(report),
            cancellationToken,
            FaultReport.ContentType
        );
        if ((await ReadOutcomeAsync(response, cancellationToken)).Refusal == CommitRefusal.Busy)
        {
            throw new OfflineException(OfflineReason.ServerError, null);
        }
    }

    public async Task<CommitOutcome?> CreateGroupAsync(ReadOnlyMemory<byte> groupInfo, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await PostBytesAsync(ServerRoutes.Groups, groupInfo, cancellationToken);
        return response.IsSuccessStatusCode ? null : await ReadOutcomeAsync(response, cancellationToken);
    }

    public async Task<CommitOutcome> CommitAsync(GroupId group, ReadOnlyMemory<byte> upload, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await PostBytesAsync(ServerRoutes.Commits(group), upload, cancellationToken);
        return await ReadOutcomeAsync(response, cancellationToken);
    }

    public async IAsyncEnumerable<WaitingWelcome> WelcomesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long? next = 0; next is { } after; )
        {
            WaitingWelcomePage page = await GetAsync<WaitingWelcomePage>(ServerRoutes.WelcomesAfter(after), cancellationToken);
            foreach (WaitingWelcome waiting in page.Welcomes)
            {
                yield return waiting;
            }

            next = page.Next;
        }
    }

    public async Task DeleteWelcomeAsync(Guid id, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Delete,
            ServerRoutes.Welcome(id),
            content: null,
            cancellationToken
        );
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
        {
            throw new OfflineException(ServerHttp.ReasonOf(response.StatusCode), null);
        }
    }

    public Task<KeyPackageStock> StockAsync(CancellationToken cancellationToken) =>
        GetAsync<KeyPackageStock>(ServerRoutes.KeyPackages, cancellationToken);

    public Task UploadAsync(KeyPackageUpload upload, CancellationToken cancellationToken) =>
        PostAsync<KeyPackageUpload, KeyPackageStock>(ServerRoutes.KeyPackages, upload, cancellationToken);

    public Task<IReadOnlyList<ClaimedKeyPackage>> ClaimAsync(KeyPackageClaim claim, CancellationToken cancellationToken) =>
        PostAsync<KeyPackageClaim, IReadOnlyList<ClaimedKeyPackage>>(ServerRoutes.KeyPackageClaims, claim, cancellationToken);

    public Task<IReadOnlyList<DirectoryDevice>> DevicesAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<DirectoryDevice>>(ServerRoutes.Devices, cancellationToken);

    public async Task<IReadOnlyList<PublishedTableInfo>?> TablesAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Get,
            ServerRoutes.Tables,
            content: null,
            cancellationToken,
            _knownTables
        );
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return null;
        }

        IReadOnlyList<PublishedTableInfo> tables = await ServerHttp.ReadAsync<IReadOnlyList<PublishedTableInfo>>(
            response,
            cancellationToken
        );
        _knownTables = response.Headers.ETag;
        return tables;
    }

    public async Task<byte[]?> TableAsync(Opaque hash, int mostBytes, CancellationToken cancellationToken)
    {
        // Only with all of them here is the list one that needs no second look.
        EntityTagHeaderValue? known = _knownTables;
        _knownTables = null;
        string token = await _tokens.GetAsync(cancellationToken);
        (_, byte[]? table) = await _http.DownloadAsync(ServerRoutes.Table(hash), token, mostBytes, cancellationToken);
        _knownTables = table is null ? null : known;
        return table;
    }

    public Task<IReadOnlyList<PendingEnrolment>> PendingEnrolmentsAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<PendingEnrolment>>(ServerRoutes.EnrolmentRequests, cancellationToken);

    public async Task AnswerEnrolmentAsync(Guid id, EnrolmentAnswer answer, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(answer, options: WireJson.Options);
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post,
            ServerRoutes.EnrolmentAnswer(id),
            content,
            cancellationToken
        );
        // Not found, or a conflict: the request has expired or was answered meanwhile, and nobody waits for this answer.
        if (!response.IsSuccessStatusCode && response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict))
        {
            throw new OfflineException(ServerHttp.ReasonOf(response.StatusCode), null);
        }
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _http.Dispose();
    }

    private async Task<T> GetAsync<T>(string route, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, route, content: null, cancellationToken);
        return await ServerHttp.ReadAsync<T>(response, cancellationToken);
    }

    /// <summary>Null for what is not there, or not for us.</summary>
    private async Task<T?> FindAsync<T>(string route, CancellationToken cancellationToken)
        where T : class
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, route, content: null, cancellationToken);
        return response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            ? null
            : await ServerHttp.ReadAsync<T>(response, cancellationToken);
    }

    private async Task<TAnswer> PostAsync<TQuestion, TAnswer>(
        string route,
        TQuestion question,
        CancellationToken cancellationToken
    )
    {
        using var content = JsonContent.Create(question, options: WireJson.Options);
        using HttpResponseMessage response = await SendAsync(HttpMethod.Post, route, content, cancellationToken);
        return await ServerHttp.ReadAsync<TAnswer>(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> PostBytesAsync(
        string route,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken,
        string contentType = CommitUpload.ContentType
    )
    {
        using var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return await SendAsync(HttpMethod.Post, route, content, cancellationToken);
    }

    /// <summary>Commit outcomes come with several statuses; what is no outcome is the server's trouble.</summary>
    private static Task<CommitOutcome> ReadOutcomeAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode
            is HttpStatusCode.OK
                or HttpStatusCode.Conflict
                or HttpStatusCode.UnprocessableEntity
                or HttpStatusCode.Forbidden
                or HttpStatusCode.NotFound
                or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.BadRequest
                or HttpStatusCode.ServiceUnavailable
            ? ServerHttp.ReadBodyAsync<CommitOutcome>(response, cancellationToken)
            : Task.FromException<CommitOutcome>(new OfflineException(ServerHttp.ReasonOf(response.StatusCode), null));

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string route,
        HttpContent? content,
        CancellationToken cancellationToken,
        EntityTagHeaderValue? known = null
    )
    {
        HttpResponseMessage response = await _http.SendAsync(
            method,
            route,
            content,
            await _tokens.GetAsync(cancellationToken),
            cancellationToken,
            known
        );
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // The server has forgotten its key, or the certificate has ended: the next attempt signs in anew.
            _tokens.Forget();
        }

        return response;
    }
}
