using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>A message that waits in the vault leaves it sealed in the group's present epoch, or not at all.</summary>
public sealed class WaitingMessageTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();
    private readonly List<SealedMessage> _left = [];

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        _room.Server.FalseReceipt = message =>
        {
            _left.Add(message);
            return null;
        };
    }

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task WhatARestoredVaultHasSealedInAnOlderEpochNeverLeavesIt()
    {
        TestDevice claire = _room.Claire;
        string copy = Path.Combine(Path.GetDirectoryName(claire.VaultPath)!, "copy.db");
        await claire.RestartAsync(() => File.Copy(claire.VaultPath, copy));
        await claire.WriteAsync(_room.Group, "sealed with the next key of the ratchet");
        await claire.SynchronizeAsync();
        await claire.RestartAsync(() => File.Copy(copy, claire.VaultPath, overwrite: true));

        // The same key of the ratchet once more, for other words.
        MessageId id = (await claire.WriteAsync(_room.Group, "waits in the copy"))!.Value.Id;
        OutboxMessage waiting = Waiting(claire);
        await claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();

        Assert.Equal(id, waiting.Id);
        AssertNeverLeft(waiting);
        Assert.Equal(["sealed with the next key of the ratchet", "waits in the copy"], _room.Omar.Texts(_room.Group));
    }

    [Fact]
    public async Task WhatWaitsWhileTheGroupMovesOnIsSealedAnewBeforeItIsSent()
    {
        await _room.Omar.WriteAsync(_room.Group, "waits");
        OutboxMessage waiting = Waiting(_room.Omar);
        await _room.AddAsync(_room.Ana);
        await _room.Omar.RestartAsync();

        await _room.Omar.SynchronizeAsync();
        await _room.Claire.SynchronizeAsync();

        AssertNeverLeft(waiting);
        Assert.Equal(["waits"], _room.Claire.Texts(_room.Group));
    }

    private OutboxMessage Waiting(TestDevice device) => new OutboxRows(device.Store).First(_room.Group)!.Message!;

    private void AssertNeverLeft(OutboxMessage waiting)
    {
        Assert.False(waiting.Sealed.IsEmpty);
        SealedMessage sent = Assert.Single(_left, message => message.MessageId == waiting.Id);
        Assert.True(sent.Epoch > waiting.Epoch);
        Assert.DoesNotContain(_left, message => new Opaque(message.Content) == new Opaque(waiting.Sealed));
    }
}
