using System.Security.Cryptography;
using System.Text;
using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Tests.Engine;
using Comm.Client.Vault;
using Comm.Shared.Attachments;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Attachments;

/// <summary>A picture on its way from one officer's vault to another's.</summary>
public sealed class AttachmentTests : IAsyncLifetime
{
    private readonly TwoOfficers _room = new();
    private readonly byte[] _photo = RandomNumberGenerator.GetBytes(200_000);

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task APictureThatWasAddedOfflineGoesBeforeItsMessageAndIsFetchedOnce()
    {
        AttachmentReference photo = await _room.Claire.AttachAsync(_photo);
        await _room.Claire.WriteAsync(_room.Group, "container 7", photo);
        await _room.Claire.RestartAsync();
        Assert.Empty(_room.Server.Arrived);
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();

        OpenedText line = Assert.Single(_room.Omar.Entries(_room.Group).OfType<OpenedText>());
        Assert.Equal([photo.Id.ToString(), line.MessageId.ToString()], _room.Server.Arrived);
        Assert.Equal([photo], line.Attachments);
        Assert.Equal(_photo, await ReadAsync(_room.Omar, photo));
        await _room.Omar.RestartAsync();
        Assert.Equal(_photo, await ReadAsync(_room.Omar, photo));
        Assert.Equal([photo.Id], _room.Server.Asked);
        // Its author never asks for it.
        Assert.Equal(_photo, await ReadAsync(_room.Claire, photo));
        Assert.Single(_room.Server.Asked);
    }

    [Theory]
    [InlineData("on its way there")]
    [InlineData("with the answer")]
    public async Task AMessageWaitsForItsPictureWhereverTheLineBreaks(string where)
    {
        AttachmentReference photo = await _room.Claire.AttachAsync(_photo);
        await _room.Claire.WriteAsync(_room.Group, "container 7", photo);
        Action broken = () => throw new OfflineException(OfflineReason.ConnectionClosed, null);
        bool isTaken = where == "with the answer";
        _room.Server.BeforeUpload = isTaken ? null : broken;
        _room.Server.BeforeAnswer = isTaken ? broken : null;
        await Assert.ThrowsAsync<OfflineException>(() =>
            _room.Claire.Outbox.SendWaitingAsync(_room.Claire.Session(_room.Group), default)
        );
        _room.Server.BeforeUpload = _room.Server.BeforeAnswer = null;

        await _room.Claire.RestartAsync();
        await _room.Claire.SynchronizeAsync();

        OpenedText line = _room.Claire.Entries(_room.Group).OfType<OpenedText>().Single();
        Assert.Equal(DeliveryState.Sent, line.Delivery);
        Assert.Equal([photo.Id.ToString(), line.MessageId.ToString()], _room.Server.Arrived);
    }

    [Theory]
    [InlineData(AttachmentRefusal.Full)]
    [InlineData(AttachmentRefusal.Refused)]
    [InlineData(AttachmentRefusal.NotAMember)]
    public async Task AMessageWhosePictureIsRefusedFailsWithTheReasonAndCanBeTriedAgain(string refusal)
    {
        AttachmentReference photo = await _room.Claire.AttachAsync(_photo);
        await _room.Claire.WriteAsync(_room.Group, "with a picture", photo);
        await _room.Claire.WriteAsync(_room.Group, "without one");
        _room.Server.UploadRefusal = refusal;
        await _room.Claire.SynchronizeAsync();

        OpenedText[] lines = [.. _room.Claire.Entries(_room.Group).OfType<OpenedText>()];
        Assert.Equal([DeliveryState.Failed, DeliveryState.Sent], lines.Select(line => line.Delivery));
        Assert.Equal(refusal, lines[0].FailureReason);

        _room.Server.UploadRefusal = null;
        Assert.True(await _room.Claire.Session(_room.Group).ResealFailedAsync(lines[0].MessageId, default));
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();

        Assert.Equal(["without one", "with a picture"], _room.Omar.Texts(_room.Group));
        Assert.Equal(_photo, await ReadAsync(_room.Omar, photo));
    }

    [Fact]
    public async Task AMessageWhosePictureIsDamagedOnTheDiskFailsAndTheNextOneGoes()
    {
        AttachmentReference photo = await _room.Claire.AttachAsync(_photo);
        await _room.Claire.WriteAsync(_room.Group, "with a picture", photo);
        await _room.Claire.WriteAsync(_room.Group, "without one");
        await _room.Claire.DamageAsync(RowKind.Attachment);
        await _room.Claire.SynchronizeAsync();

        OpenedText[] lines = [.. _room.Claire.Entries(_room.Group).OfType<OpenedText>()];
        Assert.Equal(AttachmentRefusal.Lost, lines[0].FailureReason);
        Assert.Equal(DeliveryState.Sent, lines[1].Delivery);
    }

    [Fact]
    public async Task APictureThatThisDeviceNeverHadGoesAgainIfTheServerHasIt()
    {
        AttachmentReference photo = await SentAsync();
        await _room.Omar.WriteAsync(_room.Group, "the same picture", photo);
        await _room.Omar.WriteAsync(_room.Group, "another under its name", photo with { SealedHash = new byte[32] });
        await _room.Omar.SynchronizeAsync();

        OpenedText[] lines = [.. _room.Omar.Entries(_room.Group).OfType<OpenedText>().TakeLast(2)];
        Assert.Equal([DeliveryState.Sent, DeliveryState.Failed], lines.Select(line => line.Delivery));
        Assert.Equal(AttachmentRefusal.Lost, lines[1].FailureReason);
    }

    [Fact]
    public async Task APictureOfAMessageThatWaitsForACommitGoesBeforeItToo()
    {
        TestDevice ana = await AddAnaAsync();
        _room.Server.ProposeRemoval(_room.Group, ana.Identity.Device);
        await _room.Omar.CatchUp.RunAsync(_room.Omar.Session(_room.Group), default);
        AttachmentReference photo = await _room.Omar.AttachAsync(_photo);
        await _room.Omar.WriteAsync(_room.Group, "postponed", photo);
        Assert.Empty(_room.Server.Arrived);

        for (int i = 0; i < 3; i++)
        {
            _room.Clock.Advance(TimeSpan.FromSeconds(10));
            await _room.Omar.SynchronizeAsync();
            await _room.Claire.SynchronizeAsync();
        }

        Assert.Equal(["postponed"], _room.Claire.Texts(_room.Group));
        Assert.Equal(photo.Id.ToString(), _room.Server.Arrived[0]);
        Assert.Equal(_photo, await ReadAsync(_room.Claire, photo));
    }

    [Fact]
    public async Task WhatTheServerPutsInItsPlaceIsRefusedAndNotKept()
    {
        AttachmentReference photo = await SentAsync();
        byte[] genuine = _room.Server.Files[(_room.Group, photo.Id)];
        byte[] changed = [.. genuine];
        changed[100] ^= 1;
        foreach (byte[] forged in (byte[][])[changed, genuine[..^1], [], FileSealer.Seal(_photo, "", "", default).Sealed])
        {
            _room.Server.Files[(_room.Group, photo.Id)] = forged;
            Assert.Equal(AttachmentRefusal.Damaged, await RefusalAsync(_room.Omar, photo));
        }

        _room.Server.Files[(_room.Group, photo.Id)] = genuine;
        Assert.Equal(_photo, await ReadAsync(_room.Omar, photo));
    }

    [Fact]
    public async Task WhatCannotBeFetchedIsRefusedWithItsReason()
    {
        AttachmentReference photo = await SentAsync();
        _room.Server.BeforeAnswer = () => throw new OfflineException(OfflineReason.Unreachable, null);
        Assert.Equal(AttachmentRefusal.Offline, await RefusalAsync(_room.Omar, photo));
        _room.Server.BeforeAnswer = null;

        byte[] file = _room.Server.Files[(_room.Group, photo.Id)];
        _room.Server.Files.Clear();
        Assert.Equal(AttachmentRefusal.Missing, await RefusalAsync(_room.Omar, photo));
        _room.Server.Files[(_room.Group, photo.Id)] = file;
        _room.Server.Ends[_room.Omar.Identity.Device] = 1;
        Assert.Equal(AttachmentRefusal.NotAMember, await RefusalAsync(_room.Omar, photo));
    }

    [Fact]
    public async Task AKeptPictureThatIsDamagedOnTheDiskIsFetchedAnew()
    {
        AttachmentReference photo = await SentAsync();
        Assert.Equal(_photo, await ReadAsync(_room.Omar, photo));
        await _room.Omar.DamageAsync(RowKind.Attachment);

        Assert.Equal(_photo, await ReadAsync(_room.Omar, photo));
        Assert.Equal(2, _room.Server.Asked.Count);
    }

    [Fact]
    public async Task APictureTakenOutOfADraftIsGoneAndOneThatAMessageWaitsForIsNot()
    {
        AttachmentReference dropped = await _room.Claire.AttachAsync(_photo);
        AttachmentReference waiting = await _room.Claire.AttachAsync(_photo);
        await _room.Claire.WriteAsync(_room.Group, "container 7", waiting);

        _room.Claire.Attachments.Discard(dropped);
        _room.Claire.Attachments.Discard(waiting);

        Assert.Equal(1, _room.Claire.Store.Count(RowKind.Attachment));
        await _room.Claire.SynchronizeAsync();
        Assert.Equal(_photo, await ReadAsync(_room.Omar, waiting));
    }

    [Fact]
    public async Task AFileIsOfAtLeastOneByteAndAtMostTheLargestLength()
    {
        foreach (
            (int length, KeepAttachmentResult expected) in ((int, KeepAttachmentResult)[])
                [
                    (0, KeepAttachmentResult.Empty),
                    (WireLimits.MaxAttachmentBytes, KeepAttachmentResult.Kept),
                    (WireLimits.MaxAttachmentBytes + 1, KeepAttachmentResult.TooLarge),
                ]
        )
        {
            KeepAttachmentOutcome outcome = await _room.Claire.Attachments.KeepAsync(
                new MemoryStream(new byte[length]),
                "a",
                "a/b",
                AttachmentKind.Scan,
                default
            );
            Assert.Equal(expected, outcome.Result);
            Assert.Equal(expected == KeepAttachmentResult.Kept, outcome.Reference is not null);
        }

        Assert.Equal(1, _room.Claire.Store.Count(RowKind.Attachment));
    }

    [Fact]
    public async Task NoWordOfADocumentIsOnTheServerNorInALockedVault()
    {
        byte[] marker = Encoding.UTF8.GetBytes("marker" + Guid.NewGuid().ToString("N"));
        AttachmentReference document = await _room.Claire.AttachAsync(
            [.. Enumerable.Repeat(marker, 3_000).SelectMany(one => one)],
            Encoding.UTF8.GetString(marker) + ".txt",
            "text/plain"
        );
        await _room.Claire.WriteAsync(_room.Group, "container 7", document);
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
        Assert.Equal(AttachmentKind.Picture, document.Kind);
        Assert.NotEmpty(await ReadAsync(_room.Omar, document));

        Assert.All(_room.Server.Files.Values, file => Assert.True(file.AsSpan().IndexOf(marker) < 0));
        Assert.All(_room.Server.Log(_room.Group), entry => Assert.True(entry.Content.Span.IndexOf(marker) < 0));
        foreach (TestDevice device in (TestDevice[])[_room.Claire, _room.Omar])
        {
            byte[]? vault = null;
            await device.RestartAsync(() => vault = File.ReadAllBytes(device.VaultPath));
            Assert.True(vault.AsSpan().IndexOf(marker) < 0);
            Assert.True(vault!.Length > 100_000);
        }
    }

    private async Task<AttachmentReference> SentAsync()
    {
        AttachmentReference photo = await _room.Claire.AttachAsync(_photo);
        await _room.Claire.WriteAsync(_room.Group, "container 7", photo);
        await _room.Claire.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
        return photo;
    }

    private async Task<TestDevice> AddAnaAsync()
    {
        await _room.AddAsync(_room.Ana);
        await _room.Ana.SynchronizeAsync();
        await _room.Omar.SynchronizeAsync();
        return _room.Ana;
    }

    private async Task<byte[]> ReadAsync(TestDevice device, AttachmentReference reference)
    {
        OpenAttachmentOutcome outcome = await device.Attachments.OpenAsync(_room.Group, reference, default);
        Assert.Null(outcome.Refusal);
        using var content = new MemoryStream();
        await outcome.File!.OpenRead().CopyToAsync(content);
        return content.ToArray();
    }

    private async Task<string?> RefusalAsync(TestDevice device, AttachmentReference reference)
    {
        OpenAttachmentOutcome outcome = await device.Attachments.OpenAsync(_room.Group, reference, default);
        Assert.Null(outcome.File);
        return outcome.Refusal;
    }
}
