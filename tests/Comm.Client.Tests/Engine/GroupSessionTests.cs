using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

public sealed class GroupSessionTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();
    private FakeServer _server = null!;
    private TestDevice _claire = null!;
    private TestDevice _omar = null!;
    private TestDevice _ana = null!;
    private GroupId _group;

    public async Task InitializeAsync()
    {
        await _room.InitializeAsync();
        (_server, _claire, _omar, _ana, _group) = (_room.Server, _room.Claire, _room.Omar, _room.Ana, _room.Group);
    }

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task LockingWaitsForWhoeverIsAtWorkOnAGroupAndLetsNobodyInAfterwards()
    {
        GroupSession session = _claire.Session(_group);
        Task? disposing = null;
        bool wasTakenAway = await session.InspectAsync(
            state =>
            {
                disposing = Task.Run(session.Dispose);
                // Long enough for a disposal that does not wait; one that does is never too early.
                bool ended = disposing.Wait(TimeSpan.FromMilliseconds(300));
                _ = state.Members.Count();
                return ended;
            },
            default
        );
        Assert.False(wasTakenAway);
        await disposing!;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.InspectAsync(_ => true, default));
    }

    [Fact]
    public async Task TwoOfficersReadEachOtherAndKnowTheGroupsName()
    {
        await _claire.WriteAsync(_group, "Bonjour");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();
        await _omar.WriteAsync(_group, "صباح الخير");
        await _omar.SynchronizeAsync();
        await _claire.SynchronizeAsync();

        Assert.Equal(["Bonjour", "صباح الخير"], _claire.Texts(_group));
        Assert.Equal(["Bonjour", "صباح الخير"], _omar.Texts(_group));
        Assert.Equal(("COLIBRI II", "Light aircraft"), (_omar.Session(_group).Record.Name, _omar.Session(_group).Record.Purpose));
        OpenedEntry received = _omar.Entries(_group).OfType<OpenedText>().First();
        Assert.Equal("Claire Dubois", received.Sender!.Name);
        Assert.Equal(DeliveryState.Received, received.Delivery);
        Assert.Equal(DeliveryState.Sent, _claire.Entries(_group).OfType<OpenedText>().First().Delivery);
    }

    [Fact]
    public async Task WhoeverIsRemovedKeepsWhatWasReadAndNoSecretOfTheGroup()
    {
        await _claire.WriteAsync(_group, "before");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();

        MemberChangeOutcome removed = await _claire.Changes.RemoveAsync(_claire.Session(_group), _omar.Identity.Device, default);
        await _claire.WriteAsync(_group, "after");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();

        Assert.Equal(MemberChangeResult.Done, removed.Result);
        Assert.Equal(Standing.Ended, _omar.Session(_group).Record.Standing);
        Assert.Equal(["before"], _omar.Texts(_group));
        Assert.Empty(_omar.Store.List(RowKind.GroupEpoch, _group.ToOpaque()));
        Assert.Empty(_omar.Store.List(RowKind.MessageSecrets, _group.ToOpaque()));
        Assert.Null(await _omar.WriteAsync(_group, "too late"));
    }

    [Fact]
    public async Task WhoWasRemovedAndIsAddedAgainReadsOnFromThere()
    {
        await _claire.Changes.RemoveAsync(_claire.Session(_group), _omar.Identity.Device, default);
        await _omar.SynchronizeAsync();
        await _room.AddAsync(_omar);
        await _omar.SynchronizeAsync();
        await _claire.WriteAsync(_group, "welcome back");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();

        Assert.Equal(Standing.InStep, _omar.Session(_group).Record.Standing);
        Assert.Equal(["welcome back"], _omar.Texts(_group));
    }

    [Fact]
    public async Task AStaleMessageIsSealedAnewUnderTheSameId()
    {
        (MessageId id, _) = (await _omar.WriteAsync(_group, "written before the change"))!.Value;
        await _room.AddAsync(_ana);
        await _omar.SynchronizeAsync();
        await _claire.SynchronizeAsync();

        Assert.Contains("written before the change", _claire.Texts(_group));
        SealedEntry entry = Assert.Single(_server.Log(_group), entry => entry.Kind == EntryKind.Message);
        Assert.Equal(id, entry.MessageId);
        Assert.Equal(2UL, entry.Epoch);
    }

    [Fact]
    public async Task TheLoserOfARaceTakesTheWinnerInAndTriesOnceMore()
    {
        using TestDevice other = await _room.DeviceOfAsync("Claire Dubois");
        await other.SynchronizeAsync();
        await _room.AddAsync(other);
        await other.SynchronizeAsync();
        // Just before Claire makes her commit, her other device's takes the epoch.
        _server.BeforeAnswer = () =>
        {
            _server.BeforeAnswer = null;
            MemberChangeOutcome first = other
                .Changes.RemoveAsync(other.Session(_group), _omar.Identity.Device, default)
                .GetAwaiter()
                .GetResult();
            Assert.Equal(MemberChangeResult.Done, first.Result);
        };

        MemberChangeOutcome second = await _room.AddAsync(_ana);

        Assert.Equal(MemberChangeResult.Done, second.Result);
        await _ana.SynchronizeAsync();
        await _omar.SynchronizeAsync();
        await other.SynchronizeAsync();
        Assert.Equal(Standing.InStep, _ana.Session(_group).Record.Standing);
        Assert.Equal(Standing.InStep, other.Session(_group).Record.Standing);
        Assert.Equal(Standing.Ended, _omar.Session(_group).Record.Standing);
    }

    [Fact]
    public async Task AChangeThatWasLeftBehindIsPostedBeforeTheNext()
    {
        Staging staged = await _claire
            .Session(_group)
            .StageAsync(state => new CommitRequest { Remove = [LeafOf(state, _omar)] }, default);
        await _claire.RestartAsync();

        MemberChangeOutcome added = await _room.AddAsync(_ana);

        Assert.Equal(Staging.Staged, staged);
        Assert.Equal(MemberChangeResult.Done, added.Result);
        await _omar.SynchronizeAsync();
        Assert.Equal(Standing.Ended, _omar.Session(_group).Record.Standing);
    }

    [Fact]
    public async Task OnlyACoordinatorChangesTheGroup()
    {
        MemberChangeOutcome outcome = await _omar.Changes.AddAsync(_omar.Session(_group), [_ana.Identity.Device], default);

        Assert.Equal(MemberChangeResult.NotCoordinator, outcome.Result);
    }

    [Fact]
    public async Task ADeviceWithoutKeyPackageIsNamed()
    {
        DeviceId nobody = Identifier.Create<DeviceId>();

        MemberChangeOutcome outcome = await _claire.Changes.AddAsync(_claire.Session(_group), [nobody], default);

        Assert.Equal(MemberChangeResult.NoKeyPackage, outcome.Result);
        Assert.Equal([nobody], outcome.Devices);
    }

    [Fact]
    public async Task AnEntryChangedOnTheServerIsNamedAndTheRestStillOpens()
    {
        await _claire.WriteAsync(_group, "one");
        await _claire.WriteAsync(_group, "two");
        await _claire.WriteAsync(_group, "three");
        await _claire.SynchronizeAsync();
        int second = _server.Log(_group).Count - 2;
        SealedEntry entry = _server.Log(_group)[second];
        byte[] changed = entry.Content.ToArray();
        changed[^1] ^= 1;
        ((List<SealedEntry>)_server.Log(_group))[second] = entry with { Content = changed };

        await _omar.SynchronizeAsync();

        Assert.Equal(["one", "three"], _omar.Texts(_group));
        UnreadableEntry named = Assert.Single(_omar.Entries(_group).OfType<UnreadableEntry>());
        Assert.Equal("refused:CannotDecrypt", named.ReasonCode);
    }

    [Fact]
    public async Task AnEntryUnderAForeignNameOrIdIsNotShownAsItsWriters()
    {
        await _claire.WriteAsync(_group, "mine");
        await _claire.WriteAsync(_group, "mine too");
        await _claire.SynchronizeAsync();
        var log = (List<SealedEntry>)_server.Log(_group);
        log[^2] = log[^2] with { Sender = _ana.Identity.Device };
        log[^1] = log[^1] with { MessageId = Identifier.Create<MessageId>() };

        await _omar.SynchronizeAsync();

        Assert.Empty(_omar.Texts(_group));
        Assert.Equal(
            [UnreadableReason.SenderMismatch, UnreadableReason.IdMismatch],
            _omar.Entries(_group).OfType<UnreadableEntry>().Select(entry => entry.ReasonCode)
        );
    }

    [Fact]
    public async Task AnEntryThatTheServerRepeatsIsShownOnce()
    {
        await _claire.WriteAsync(_group, "once");
        await _claire.SynchronizeAsync();
        SealedEntry last = _server.Log(_group)[^1];
        _server.Append(last with { Sequence = last.Sequence + 1 });

        await _omar.SynchronizeAsync();

        Assert.Equal(["once"], _omar.Texts(_group));
    }

    [Fact]
    public async Task AGapInLiveDeliveryIsSeenAndFetched()
    {
        await _claire.WriteAsync(_group, "one");
        await _claire.WriteAsync(_group, "two");
        await _claire.SynchronizeAsync();

        Intake intake = await _omar.Session(_group).TakeInAsync(_server.Log(_group)[^1], default);
        await _omar.CatchUp.RunAsync(_omar.Session(_group), default);

        Assert.Equal(Intake.Gap, intake);
        Assert.Equal(["one", "two"], _omar.Texts(_group));
    }

    [Fact]
    public async Task SendsFromManyHandsUseNoGenerationTwice()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => _claire.WriteAsync(_group, $"line {i}"))));
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();

        Assert.Equal(40, _omar.Texts(_group).Distinct().Count());
        Assert.Empty(_omar.Entries(_group).OfType<UnreadableEntry>());
    }

    [Fact]
    public async Task UnreadIsCountedAndReadingClearsIt()
    {
        int before = _omar.Session(_group).Record.Unread;
        await _claire.WriteAsync(_group, "one");
        await _claire.WriteAsync(_group, "two");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();
        long first = _omar.Entries(_group).OfType<OpenedText>().First().Position;

        Assert.Equal(before + 2, _omar.Session(_group).Record.Unread);
        await _omar.Session(_group).MarkReadAsync(first, default);
        Assert.Equal(1, _omar.Session(_group).Record.Unread);
    }

    [Fact]
    public async Task EvidenceStandsBesideEveryMessage()
    {
        await _claire.WriteAsync(_group, "signed");
        await _claire.SynchronizeAsync();
        await _omar.SynchronizeAsync();

        foreach (TestDevice device in (TestDevice[])[_claire, _omar])
        {
            long position = device.Entries(_group).OfType<OpenedText>().Single().Position;
            StoredRow evidence = Assert.Single(
                device.Store.List(RowKind.Evidence, _group.ToOpaque(), position - 1, position + 1)
            );
            var reader = new MlsReader(evidence.Opened);
            Assert.True(reader.TryReadVector(out Opaque content));
            Assert.True(MlsCodec.TryDecode(content.Span, out Mls.Framing.AuthenticatedContent? signed));
            Assert.True(reader.TryReadVector(out Opaque leafHash));
            Assert.NotNull(device.Store.Find(RowKind.AuthorLeaf, _group.ToOpaque(), leafHash)?.Opened);
            Opaque epoch = EntryRows.LogRow((long)signed.Content.Epoch);
            Assert.NotNull(device.Store.Find(RowKind.EpochContext, _group.ToOpaque(), epoch)?.Opened);
        }
    }

    private static uint LeafOf(Group state, TestDevice device) =>
        state.Members.First(member => DeviceIdentity.CertificateOf(member.Leaf).Device == device.Identity.Device).LeafIndex;
}
