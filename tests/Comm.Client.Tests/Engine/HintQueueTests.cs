using Comm.Client.Engine.Network;

namespace Comm.Client.Tests.Engine;

public sealed class HintQueueTests
{
    [Fact]
    public async Task WhatFitsIsReadInItsOrderAndNothingIsMissed()
    {
        var queue = new HintQueue(capacity: 3);
        Hint[] hints = [new WelcomeHint(), new EndedHint(default), new WelcomeHint()];
        Array.ForEach(hints, queue.Add);
        queue.Complete();
        Assert.Equal(hints, await ReadAllAsync(queue));
    }

    [Fact]
    public async Task WhatDidNotFitIsMadeUpForOnce()
    {
        var queue = new HintQueue(capacity: 2);
        for (int i = 0; i < 10; i++)
        {
            queue.Add(new WelcomeHint());
        }

        queue.Complete();
        Assert.Equal([typeof(WelcomeHint), typeof(MissedHint), typeof(WelcomeHint)], await ReadTypesAsync(queue));
    }

    [Fact]
    public async Task WhatIsLostWhileItIsMadeUpForIsMadeUpForToo()
    {
        var queue = new HintQueue(capacity: 1);
        int missed = 0;
        queue.Add(new WelcomeHint());
        queue.Add(new EndedHint(default));
        await foreach (Hint hint in queue.ReadAsync(default))
        {
            if (hint is not MissedHint)
            {
                continue;
            }

            if (++missed == 2)
            {
                break;
            }

            // The catch-up is on its way, and more comes than is held.
            queue.Add(new WelcomeHint());
            queue.Add(new WelcomeHint());
        }

        Assert.Equal(2, missed);
    }

    private static async Task<List<Hint>> ReadAllAsync(HintQueue queue)
    {
        var read = new List<Hint>();
        await foreach (Hint hint in queue.ReadAsync(default))
        {
            read.Add(hint);
        }

        return read;
    }

    private static async Task<IEnumerable<Type>> ReadTypesAsync(HintQueue queue) =>
        (await ReadAllAsync(queue)).Select(hint => hint.GetType());
}
