using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Membership;

namespace Comm.Client.Tests.Engine;

/// <summary>What the disk has damaged is made anew of what else the vault knows; nothing that is whole goes with it.</summary>
public sealed class DamagedRowTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();

    private TestDevice Omar => _room.Omar;

    private GroupRecord Record => Omar.Session(_room.Group).Record;

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        await SayAsync(_room.Claire, "before, from Claire");
        await SayAsync(Omar, "before, from Omar");
        await _room.Claire.SynchronizeAsync();
    }

    public Task DisposeAsync() => _room.DisposeAsync();

    [Theory]
    [InlineData(RowKind.Group)]
    [InlineData(RowKind.Group, RowKind.GroupEpoch)]
    [InlineData(RowKind.Group, RowKind.MessageSecrets)]
    [InlineData(RowKind.Group, RowKind.GroupEpoch, RowKind.MessageSecrets)]
    internal async Task AGroupWhoseRowIsDamagedKeepsItsNameAndItsLines(params RowKind[] kinds)
    {
        OpenedEntry[] before = [.. Omar.Entries(_room.Group)];
        await SendFromClaireAsync("while the row was damaged");

        await Omar.DamageAsync(kinds);
        await Omar.SynchronizeAsync();
        await SayAsync(_room.Claire, "after, from Claire");
        await SayAsync(Omar, "after, from Omar");
        await _room.Claire.SynchronizeAsync();

        Assert.Equal((Standing.InStep, "COLIBRI II", "Light aircraft"), (Record.Standing, Record.Name, Record.Purpose));
        Assert.Equal((GroupMode.Exercise, HandlingCeiling.Amber), (Record.Mode, Record.Ceiling));
        OpenedEntry[] after = [.. Omar.Entries(_room.Group)];
        Assert.Equal(before.Select(Told), after.Take(before.Length).Select(Told));
        Assert.Equal(Enumerable.Range(1, after.Length).Select(place => (long)place), after.Select(entry => entry.Position));
        Assert.Equal(["after, from Claire", "after, from Omar"], Omar.Texts(_room.Group)[^2..]);
        Assert.Equal("after, from Omar", _room.Claire.Texts(_room.Group)[^1]);
    }

    [Fact]
    public async Task WithItsStateWholeNothingAtAllIsMissed()
    {
        await SendFromClaireAsync("while the row was damaged");

        await Omar.DamageAsync(RowKind.Group);
        await Omar.SynchronizeAsync();

        Assert.Contains("while the row was damaged", Omar.Texts(_room.Group));
        Assert.Empty(Omar.Entries(_room.Group).OfType<UnreadableEntry>());
    }

    [Fact]
    public async Task AGroupThatHasEndedKeepsItsNameToo()
    {
        await _room.Claire.Changes.RemoveAsync(_room.Claire.Session(_room.Group), Omar.Identity.Device, default);
        _room.Server.Ends[Omar.Identity.Device] = _room.Server.Log(_room.Group).Count;
        await Omar.SynchronizeAsync();
        int lines = Omar.Entries(_room.Group).Count;

        await Omar.DamageAsync(RowKind.Group);
        await Omar.SynchronizeAsync();

        Assert.Equal((Standing.Ended, "COLIBRI II"), (Record.Standing, Record.Name));
        Assert.Equal(lines, Omar.Entries(_room.Group).Count);
    }

    [Fact]
    public async Task TheSecondCopyOfTheNameIsMadeAnewToo()
    {
        await Omar.DamageAsync(RowKind.GroupKeepsake);
        await SayAsync(_room.Claire, "between one fault of the disk and the next");
        await Omar.DamageAsync(RowKind.Group);

        await Omar.SynchronizeAsync();

        Assert.Equal((Standing.InStep, "COLIBRI II"), (Record.Standing, Record.Name));
    }

    [Fact]
    public async Task APlaceThatOnlyAReceiptNamesWasNotReadThere()
    {
        await _room.AddAsync(_room.Ana);
        await Omar.CatchUp.RunAsync(Omar.Session(_room.Group), default);
        await SendFromClaireAsync("not read yet");
        await Omar.WriteAsync(_room.Group, "sent by the server's word");
        await Omar.Outbox.SendWaitingAsync(Omar.Session(_room.Group), default);

        await Omar.DamageAsync(RowKind.Group);
        await Omar.SynchronizeAsync();

        Assert.Contains("not read yet", Omar.Texts(_room.Group));
        Assert.Empty(Omar.Entries(_room.Group).OfType<UnreadableEntry>());
    }

    /// <summary>Sent, and not read yet by anybody.</summary>
    private async Task SendFromClaireAsync(string text)
    {
        await _room.Claire.WriteAsync(_room.Group, text);
        await _room.Claire.SynchronizeAsync();
    }

    private async Task SayAsync(TestDevice device, string text)
    {
        Assert.NotNull(await device.WriteAsync(_room.Group, text));
        await device.SynchronizeAsync();
        await Omar.SynchronizeAsync();
    }

    private static (long, DateTimeOffset, string) Told(OpenedEntry entry) =>
        (entry.Position, entry.At, entry is OpenedText text ? text.Text : entry.GetType().Name);
}
