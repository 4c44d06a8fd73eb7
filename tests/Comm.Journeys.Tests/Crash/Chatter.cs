using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Comm.Client.Commands.Control;
using Comm.Journeys.Tests.Worlds;
using Comm.Shared.Messaging;

namespace Comm.Journeys.Tests.Crash;

/// <summary>An officer who goes on writing, whether or not the client answers.</summary>
internal sealed class Chatter(ControlledOfficer officer, string group)
{
    private readonly ConcurrentQueue<string> _accepted = new();
    private readonly ConcurrentQueue<string> _uncertain = new();
    private int _receipts;

    /// <summary>Texts the client said it has.</summary>
    public IReadOnlyCollection<string> Accepted => _accepted;

    /// <summary>Texts to which there was no answer: they may have been saved, or not.</summary>
    public IReadOnlyCollection<string> Uncertain => _uncertain;

    /// <summary>How many texts the server has acknowledged before the client answered.</summary>
    public int Receipts => Volatile.Read(ref _receipts);

    public async Task RunAsync(CancellationToken end)
    {
        for (int number = 1; !end.IsCancellationRequested; number++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{officer.Name} {number}");
            // Some wait for the receipt, most only for the outbox: those overtake the connection and pile up while it is away.
            ControlAnswer? answer = await officer.TryAskAsync(
                ControlRoutes.Send,
                new SendQuestion(group, text, WaitSeconds: number % 4 == 0 ? 1 : 0)
            );
            switch (answer)
            {
                case { Result: ControlAnswer.Done, Value: { } value }:
                    _accepted.Enqueue(text);
                    if (value.Deserialize<SendAnswer>(WireJson.Options)!.Delivery == "sent")
                    {
                        Interlocked.Increment(ref _receipts);
                    }

                    break;
                case null:
                    _uncertain.Enqueue(text);
                    break;
                default:
                    throw new InvalidOperationException($"{officer.Name}'s client refused: {answer.Result}.");
            }

            await Task.Delay(answer is null ? 100 : 20, CancellationToken.None);
        }
    }
}
