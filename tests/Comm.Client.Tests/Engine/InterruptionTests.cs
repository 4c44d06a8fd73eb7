using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>
/// The machine stops between any two writes, and all memory is gone: nothing is lost, nothing is there twice, and no key of
/// the ratchet is used twice (a receiver would refuse the second message, visibly).
/// </summary>
public sealed class InterruptionTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task WhereverSendingIsCutShortEveryMessageArrivesOnceOrWasNeverSaved()
    {
        var arrived = new List<string>();
        await CutEverywhereAsync(
            _room.Claire,
            async step =>
            {
                string text = $"line {step}";
                arrived.Add(text);
                await _room.Claire.WriteAsync(_room.Group, text);
                await _room.Claire.SynchronizeAsync();
            },
            async step =>
            {
                await _room.Claire.SynchronizeAsync();
                await _room.Omar.SynchronizeAsync();
                // Stopped before its transaction ended, a message was never saved, and whoever wrote it was never told it was.
                string text = $"line {step}";
                int times = _room.Claire.Texts(_room.Group).Count(one => one == text);
                Assert.InRange(times, 0, 1);
                if (times == 0)
                {
                    arrived.Remove(text);
                }
            }
        );

        Assert.Equal(arrived, _room.Omar.Texts(_room.Group));
        Assert.Equal(arrived, _room.Claire.Texts(_room.Group));
        Assert.All(
            _room.Claire.Entries(_room.Group).OfType<OpenedText>(),
            text => Assert.Equal(DeliveryState.Sent, text.Delivery)
        );
        AssertNothingUnreadable();
    }

    [Fact]
    public async Task WhereverSendingAPictureIsCutShortItIsThereBeforeItsMessageAndNothingIsThereTwice()
    {
        byte[] photo = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        await CutEverywhereAsync(
            _room.Claire,
            async step =>
            {
                AttachmentReference[] both = [await _room.Claire.AttachAsync(photo), await _room.Claire.AttachAsync([1, 2, 3])];
                await _room.Claire.WriteAsync(_room.Group, $"line {step}", both);
                await _room.Claire.SynchronizeAsync();
            },
            async step =>
            {
                await _room.Claire.SynchronizeAsync();
                await _room.Omar.SynchronizeAsync();
                OpenedText[] lines =
                [
                    .. _room.Omar.Entries(_room.Group).OfType<OpenedText>().Where(line => line.Text == $"line {step}"),
                ];
                Assert.InRange(lines.Length, 0, 1);
                foreach (OpenedText line in lines)
                {
                    Assert.Equal(2, line.Attachments.Count);
                    OpenAttachmentOutcome opened = await _room.Omar.Attachments.OpenAsync(
                        _room.Group,
                        line.Attachments[0],
                        default
                    );
                    using var content = new MemoryStream();
                    await opened.File!.OpenRead().CopyToAsync(content);
                    Assert.Equal(photo, content.ToArray());
                }
            }
        );

        // Of every message both files first, each once.
        Assert.Equal(_room.Server.Arrived.Distinct(), _room.Server.Arrived);
        string[] messages =
        [
            .. _room.Server.Log(_room.Group).Where(one => one.Kind == EntryKind.Message).Select(one => one.MessageId.ToString()),
        ];
        Assert.Equal(messages, _room.Server.Arrived.Where((_, i) => i % 3 == 2));
        Assert.Equal(_room.Claire.Texts(_room.Group), _room.Omar.Texts(_room.Group));
        Assert.All(
            _room.Claire.Entries(_room.Group).OfType<OpenedText>(),
            text => Assert.Equal(DeliveryState.Sent, text.Delivery)
        );
        AssertNothingUnreadable();
    }

    [Fact]
    public async Task WhereverReceivingIsCutShortEveryMessageIsShownOnce()
    {
        var sent = new List<string>();
        await CutEverywhereAsync(
            _room.Omar,
            async step =>
            {
                sent.Add($"line {step}");
                await _room.Claire.WriteAsync(_room.Group, $"line {step}");
                await _room.Claire.SynchronizeAsync();
                await _room.Omar.SynchronizeAsync();
            },
            _ => _room.Omar.SynchronizeAsync()
        );

        Assert.Equal(sent, _room.Omar.Texts(_room.Group));
        AssertNothingUnreadable();
    }

    [Fact]
    public async Task WhereverACommitIsCutShortItTakesEffectOnceOrNotAtAll()
    {
        await CutEverywhereAsync(
            _room.Claire,
            async _ =>
            {
                GroupSession session = _room.Claire.Session(_room.Group);
                bool isOutside = await session.InspectAsync(state => state.Members.Count() == 2, default);
                MemberChangeOutcome outcome = isOutside
                    ? await _room.Claire.Changes.AddAsync(session, [_room.Ana.Identity.Device], default)
                    : await _room.Claire.Changes.RemoveAsync(session, _room.Ana.Identity.Device, default);
                Assert.Equal(MemberChangeResult.Done, outcome.Result);
            },
            async step =>
            {
                await _room.Claire.SynchronizeAsync();
                await _room.Ana.SynchronizeAsync();
                await _room.Claire.WriteAsync(_room.Group, $"after {step}");
                await _room.Claire.SynchronizeAsync();
                await _room.Omar.SynchronizeAsync();
                Assert.Equal($"after {step}", _room.Omar.Texts(_room.Group)[^1]);
                Assert.Equal(Standing.InStep, _room.Omar.Session(_room.Group).Record.Standing);
            }
        );

        AssertNothingUnreadable();
    }

    [Fact]
    public async Task WhereverAWelcomeIsCutShortTheNewcomerIsInAfterwards()
    {
        await CutEverywhereAsync(
            _room.Ana,
            async _ =>
            {
                GroupSession session = _room.Claire.Session(_room.Group);
                await _room.Claire.Changes.AddAsync(session, [_room.Ana.Identity.Device], default);
                await _room.Ana.SynchronizeAsync();
            },
            async step =>
            {
                await _room.Ana.SynchronizeAsync();
                await _room.Claire.WriteAsync(_room.Group, $"hello {step}");
                await _room.Claire.SynchronizeAsync();
                await _room.Ana.SynchronizeAsync();
                Assert.Equal($"hello {step}", _room.Ana.Texts(_room.Group)[^1]);
                Assert.Equal(0, _room.Server.WelcomesFor(_room.Ana.Identity.Device));
                GroupSession session = _room.Claire.Session(_room.Group);
                await _room.Claire.Changes.RemoveAsync(session, _room.Ana.Identity.Device, default);
                await _room.Ana.SynchronizeAsync();
            }
        );
    }

    [Fact]
    public async Task WhereverARejoinIsCutShortTheDeviceIsInStepAfterwards()
    {
        await CutEverywhereAsync(
            _room.Omar,
            async _ =>
            {
                _room.Clock.Advance(TimeSpan.FromHours(2));
                await _room.BreakNextCommitAsync();
                await _room.Claire.WriteAsync(_room.Group, "missed");
                await _room.Claire.SynchronizeAsync();
                await _room.Omar.SynchronizeAsync();
            },
            async step =>
            {
                _room.Clock.Advance(TimeSpan.FromHours(2));
                await _room.Omar.SynchronizeAsync();
                await _room.Claire.SynchronizeAsync();
                await _room.Claire.WriteAsync(_room.Group, $"after {step}");
                await _room.Claire.SynchronizeAsync();
                await _room.Omar.SynchronizeAsync();
                Assert.Equal(Standing.InStep, _room.Omar.Session(_room.Group).Record.Standing);
                Assert.Equal($"after {step}", _room.Omar.Texts(_room.Group)[^1]);
                // Every entry of the log has exactly one line.
                long?[] sequences = [.. _room.Omar.Entries(_room.Group).Select(entry => entry.Sequence)];
                Assert.Equal(sequences.Distinct(), sequences);
            }
        );
    }

    [Fact]
    public async Task AnAnswerThatIsLostIsAskedForAgainAndNothingIsThereTwice()
    {
        await _room.Claire.WriteAsync(_room.Group, "accepted, and nobody was told");
        _room.Server.BeforeAnswer = () => throw new OfflineException(OfflineReason.ConnectionClosed, null);
        await Assert.ThrowsAsync<OfflineException>(() =>
            _room.Claire.Outbox.SendWaitingAsync(_room.Claire.Session(_room.Group), default)
        );
        _room.Server.BeforeAnswer = null;

        await _room.Claire.RestartAsync();
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();

        Assert.Equal(["accepted, and nobody was told"], _room.Omar.Texts(_room.Group));
        Assert.Single(_room.Server.Log(_room.Group), entry => entry.Kind == EntryKind.Message);
    }

    [Fact]
    public async Task AWriteThatFailsWithoutEndingTheProcessLeavesAUsableGroup()
    {
        _room.Claire.Store.BeforeStep = () => throw new IOException("disk full");
        await Assert.ThrowsAsync<IOException>(() => _room.Claire.WriteAsync(_room.Group, "no room"));
        _room.Claire.Store.BeforeStep = null;

        await _room.Claire.WriteAsync(_room.Group, "room again");
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();

        Assert.Equal(["room again"], _room.Omar.Texts(_room.Group));
        AssertNothingUnreadable();
    }

    /// <summary>Runs an act again and again, stopped one write later each time, until it runs through.</summary>
    private static async Task CutEverywhereAsync(TestDevice device, Func<int, Task> act, Func<int, Task> check)
    {
        var cuts = 0;
        for (int step = 0; ; step++)
        {
            int left = step;
            device.Store.BeforeStep = () =>
            {
                if (left-- == 0)
                {
                    throw new PowerFailure();
                }
            };
            try
            {
                await act(step);
                device.Store.BeforeStep = null;
                await check(step);
                Assert.True(cuts > 3, "The act was hardly ever cut: this test says nothing.");
                return;
            }
            catch (PowerFailure)
            {
                cuts++;
                await device.RestartAsync();
                await check(step);
            }
        }
    }

    private void AssertNothingUnreadable()
    {
        Assert.Empty(_room.Omar.Entries(_room.Group).OfType<UnreadableEntry>());
        Assert.Empty(_room.Claire.Entries(_room.Group).OfType<UnreadableEntry>());
    }

    private sealed class PowerFailure : Exception;
}
