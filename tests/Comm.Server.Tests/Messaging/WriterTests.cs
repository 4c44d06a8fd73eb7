using Comm.Server.Tests.Support;
using Comm.Shared.Messaging;
using Microsoft.Data.Sqlite;

namespace Comm.Server.Tests.Messaging;

public sealed class WriterTests
{
    [Fact]
    public async Task FullQueueRefusesAsBusyAndKeepsNothingOfIt()
    {
        await using TestServer server = TestServer.Create(("Messaging:MaxQueued", "1"), ("Messaging:MaxBatch", "1"));
        TestRoom room = await TestRoom.OpenAsync(server);
        HubPeer[] peers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => room.Coordinator.ConnectAsync()));
        SealedMessage[] messages = [.. peers.Select(_ => room.Member.Seal())];
        Task<SendOutcome>[] sending;
        await using (var connection = new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False"))
        {
            // Somebody else has the write lock: the writer waits, the queue fills.
            await connection.OpenAsync();
            await using SqliteTransaction held = connection.BeginTransaction();
            sending = [.. peers.Select((peer, index) => peer.SendAsync(messages[index]))];
            while (!sending.Any(task => task.IsCompletedSuccessfully))
            {
                await Task.WhenAny(sending);
            }
        }

        SendOutcome[] outcomes = await Task.WhenAll(sending);

        SendOutcome[] busy = [.. outcomes.Where(outcome => outcome.Refusal == SendRefusal.Busy)];
        SendOutcome[] accepted = [.. outcomes.Where(outcome => outcome.Receipt is not null)];
        Assert.NotEmpty(busy);
        Assert.NotEmpty(accepted);
        Assert.Equal(peers.Length, busy.Length + accepted.Length);
        Assert.Equal(accepted.Length, (await room.Coordinator.ReadLogAsync(room.Id)).Entries.Count);
        // Who was refused sends the same again.
        int refused = Array.FindIndex(outcomes, outcome => outcome.Refusal == SendRefusal.Busy);
        Assert.Equal(accepted.Length + 1, (await peers[refused].SendAsync(messages[refused])).Receipt!.Sequence);
        foreach (HubPeer peer in peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task DamagedGroupFailsAloneAndTheOthersGoOn()
    {
        await using TestServer server = TestServer.Create();
        TestRoom damaged = await TestRoom.OpenAsync(server);
        TestRoom sound = await TestRoom.OpenAsync(server);
        await using (var database = await server.OpenDatabaseAsync())
        {
            await using var connection = new SqliteConnection($"Data Source={server.DatabaseFile};Pooling=False");
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE groups SET public_state = x'00' WHERE group_id = $id";
            command.Parameters.AddWithValue("$id", damaged.Id.ToBytes());
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        await server.RestartAsync();
        TestClient one = await server.SignInAsync(damaged.Coordinator.Device);
        TestClient other = await server.SignInAsync(sound.Coordinator.Device);
        await using HubPeer unlucky = await one.ConnectAsync();
        await using HubPeer lucky = await other.ConnectAsync();
        for (int i = 0; i < 10; i++)
        {
            Task<SendOutcome> failing = unlucky.SendAsync(damaged.Member.Seal());
            Task<SendOutcome> working = lucky.SendAsync(sound.Member.Seal());
            Assert.Equal(SendOutcome.Refused(SendRefusal.Busy), await failing);
            Assert.Equal(i + 1, (await working).Receipt!.Sequence);
        }
    }

    [Fact]
    public async Task StopFinishesWhatWasTaken()
    {
        await using TestServer server = TestServer.Create();
        TestRoom room = await TestRoom.OpenAsync(server);
        HubPeer[] peers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => room.Coordinator.ConnectAsync()));
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<long>();
        Task[] sending =
        [
            .. peers.Select(async peer =>
            {
                try
                {
                    while (true)
                    {
                        SendOutcome outcome;
                        SealedMessage message;
                        lock (room)
                        {
                            message = room.Member.Seal();
                        }

                        outcome = await peer.SendAsync(message);
                        if (outcome.Receipt is { } receipt)
                        {
                            acknowledged.Add(receipt.Sequence);
                        }
                    }
                }
                catch (Exception closed)
                    when (closed
                            is InvalidOperationException
                                or IOException
                                or OperationCanceledException
                                or System.Net.Sockets.SocketException
                                or System.Net.WebSockets.WebSocketException
                    )
                {
                    // The server has gone: which is the point.
                }
            }),
        ];
        while (acknowledged.Count < 50)
        {
            await Task.Delay(5);
        }

        await server.RestartAsync();
        await Task.WhenAll(sending).WaitAsync(TimeSpan.FromSeconds(20));

        await using var database = await server.OpenDatabaseAsync();
        long[] stored = [.. database.Entries.Select(entry => entry.Sequence).Order()];
        Assert.Equal(Enumerable.Range(1, stored.Length).Select(number => (long)number), stored);
        Assert.Empty(acknowledged.Except(stored));
        foreach (HubPeer peer in peers)
        {
            await peer.DisposeAsync();
        }
    }
}
