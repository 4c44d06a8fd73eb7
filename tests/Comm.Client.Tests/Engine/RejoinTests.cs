using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

/// <summary>Out of step, and back: by itself, once, and with nothing believed that the log does not prove (design D8, D9).</summary>
public sealed class RejoinTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();
    private TestDevice _claire = null!;
    private TestDevice _omar = null!;
    private GroupId _group;

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        (_claire, _omar, _group) = (_room.Claire, _room.Omar, _room.Group);
    }

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task WhoCannotFollowACommitComesInAgainAndTheGapIsShown()
    {
        await _room.BreakNextCommitAsync();
        await _claire.WriteAsync(_group, "nobody but me can read this");
        await _claire.SynchronizeAsync();

        await _omar.SynchronizeAsync();
        await TalkAsync();

        Assert.Equal(["missed"], _omar.Entries(_group).OfType<UnreadableEntry>().Select(entry => entry.ReasonCode));
        foreach (TestDevice device in (TestDevice[])[_claire, _omar])
        {
            OpenedNotice[] seen = [.. device.Entries(_group).OfType<OpenedNotice>()];
            Assert.Equal(["fault:MembershipTag", NoticeCode.Rejoined], seen.Select(notice => notice.Code));
            Assert.All(seen, notice => Assert.Equal("Omar Alaoui", notice.Sender?.Name));
            Assert.Equal("Claire Dubois", Assert.Single(seen[0].About).Name);
        }

        Assert.Equal(
            _omar.Entries(_group).Select(entry => entry.Position),
            Enumerable.Range(1, _omar.Entries(_group).Count).Select(position => (long)position)
        );
    }

    [Fact]
    public async Task AnOlderCopyOfTheVaultComesInAgainBeforeItSends()
    {
        string copy = Path.Combine(Path.GetDirectoryName(_claire.VaultPath)!, "copy.db");
        await _claire.RestartAsync(() => File.Copy(_claire.VaultPath, copy));
        await _claire.WriteAsync(_group, "one, after the copy was made");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();
        await _omar.WriteAsync(_group, "one of Omar's");
        await _omar.SynchronizeAsync();

        await _claire.RestartAsync(() => File.Copy(copy, _claire.VaultPath, overwrite: true));
        // Written before there is a connection: it waits, and is sealed anew.
        await _claire.WriteAsync(_group, "two, after the copy was put back");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();

        Assert.Equal(["one, after the copy was made", "one of Omar's", "two, after the copy was put back"], _omar.Texts(_group));
        Assert.Empty(_omar.Entries(_group).OfType<UnreadableEntry>());
        Assert.Contains("one of Omar's", _claire.Texts(_group));
        Assert.Equal(
            [UnreadableReason.OwnUnknown],
            _claire.Entries(_group).OfType<UnreadableEntry>().Select(entry => entry.ReasonCode)
        );
    }

    [Fact]
    public async Task AnOlderCopyThatMissedAnOwnCommitComesInAgain()
    {
        string copy = Path.Combine(Path.GetDirectoryName(_claire.VaultPath)!, "copy.db");
        await _claire.RestartAsync(() => File.Copy(_claire.VaultPath, copy));
        await _room.AddAsync(_room.Ana);
        await _claire.RestartAsync(() => File.Copy(copy, _claire.VaultPath, overwrite: true));

        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();
        await TalkAsync();

        Assert.Contains(
            _claire.Entries(_group).OfType<OpenedMembershipChange>(),
            change => change.Added.Any(one => one.Name == "Ana Souza")
        );
    }

    [Fact]
    public async Task TwoCopiesOfOneVaultDoNotEndTheGroupForEachOther()
    {
        string copy = Path.Combine(Path.GetDirectoryName(_omar.VaultPath)!, "copy.db");
        await _omar.RestartAsync(() => File.Copy(_omar.VaultPath, copy));
        await _room.BreakNextCommitAsync();
        await _omar.SynchronizeAsync();
        Assert.Equal(Standing.InStep, OmarStands());

        await _omar.RestartAsync(() => File.Copy(copy, _omar.VaultPath, overwrite: true));
        await _omar.SynchronizeAsync();
        await _claire.SynchronizeAsync();

        await TalkAsync();
    }

    [Theory]
    [InlineData((int)RowKind.MessageSecrets)]
    [InlineData((int)RowKind.GroupEpoch)]
    public async Task AStateThatTheDiskHasDamagedIsMadeAnew(int kind)
    {
        _omar.Store.Write(writer => writer.Put((RowKind)kind, _group.ToOpaque(), Opaque.Empty, 0, [1, 2, 3]));
        await _omar.RestartAsync();

        await _omar.SynchronizeAsync();
        await TalkAsync();
    }

    [Fact]
    public async Task ALogThatBreaksTheRulesIsNotBelievedAndTheGroupStaysOut()
    {
        await _room.AddAsync(_room.Ana);
        var log = (List<SealedEntry>)_room.Server.Log(_group);
        byte[] changed = log[^1].Content.ToArray();
        changed[changed.Length / 2] ^= 1;
        log[^1] = log[^1] with { Content = changed };

        await _omar.SynchronizeAsync();

        GroupRecord record = _omar.Session(_group).Record;
        Assert.Equal((Standing.OutOfStep, "log-invalid"), (record.Standing, record.StandingReason));
        Assert.Null(await _omar.WriteAsync(_group, "nobody would read this"));
        Assert.DoesNotContain(_room.Server.Log(_group), entry => entry.Sender == _omar.Identity.Device);
    }

    [Fact]
    public async Task RemovedWhileOutOfStepTheGroupEndsAndAWelcomeBringsItBack()
    {
        await BreakByGarbageAsync();
        await _claire.Changes.RemoveAsync(_claire.Session(_group), _omar.Identity.Device, default);
        _room.Clock.Advance(TimeSpan.FromHours(2));
        await _omar.SynchronizeAsync();
        Assert.Equal(Standing.Ended, OmarStands());

        await _room.AddAsync(_omar);
        await _omar.SynchronizeAsync();

        Assert.Equal(0, _room.Server.WelcomesFor(_omar.Identity.Device));
        await TalkAsync();
    }

    [Fact]
    public async Task AWelcomeOfALaterEpochReplacesTheStateOfAGroupThatIsOutOfStep()
    {
        await BreakByGarbageAsync();
        await _claire.Changes.RemoveAsync(_claire.Session(_group), _omar.Identity.Device, default);
        await _room.AddAsync(_omar);

        // No repair in between: the Welcome alone does it.
        await _omar.Newcomer.TakeWelcomesAsync(default);

        Assert.Equal(Standing.InStep, OmarStands());
        Assert.Equal(0, _room.Server.WelcomesFor(_omar.Identity.Device));
        await TalkAsync();
    }

    [Fact]
    public async Task AServerThatKeepsBreakingCommitsGetsAFewRejoinsAndNoLoop()
    {
        for (int round = 0; round < 50; round++)
        {
            await _room.BreakNextCommitAsync();
            await _omar.SynchronizeAsync();
            await _claire.SynchronizeAsync();
            _room.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        int rejoins = _room
            .Server.Log(_group)
            .Count(entry => entry.Sender == _omar.Identity.Device && entry.Kind == EntryKind.Commit);
        Assert.InRange(rejoins, 2, 8);
    }

    private Standing OmarStands() => _omar.Session(_group).Record.Standing;

    /// <summary>An entry that opens for nobody, put before Omar only, and gone again before anybody else looks.</summary>
    private async Task BreakByGarbageAsync()
    {
        _room.Server.Append(
            new SealedEntry(
                _group,
                _room.Server.Log(_group).Count + 1,
                EntryKind.Commit,
                _claire.Identity.Device,
                Identifier.Create<MessageId>(),
                1,
                new byte[] { 1, 2, 3 },
                DateTimeOffset.UnixEpoch
            )
        );
        await _omar.SynchronizeAsync();
        Assert.Equal(Standing.OutOfStep, OmarStands());
        _room.Server.RemoveLast(_group);
    }

    /// <summary>Both are in step and read each other.</summary>
    private async Task TalkAsync()
    {
        Assert.Equal(Standing.InStep, OmarStands());
        string[] said = [$"from Claire {Guid.NewGuid()}", $"from Omar {Guid.NewGuid()}"];
        await _claire.SynchronizeAsync();
        Assert.NotNull(await _claire.WriteAsync(_group, said[0]));
        await _claire.SynchronizeAsync();
        Assert.NotNull(await _omar.WriteAsync(_group, said[1]));
        await _omar.SynchronizeAsync();
        await _claire.SynchronizeAsync();
        Assert.Equal(said, _omar.Texts(_group)[^2..].Order());
        Assert.Equal(said, _claire.Texts(_group)[^2..]);
    }
}
