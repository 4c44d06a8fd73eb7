using Comm.Client.Conversations;
using Comm.Client.Engine.Network;
using Comm.Client.Forms;
using Comm.Client.People;
using Comm.Client.Vault;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tree;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>What lets others add this device: a stock of KeyPackages on the server, and Welcomes taken in.</summary>
internal sealed class Newcomer(
    DeviceIdentity identity,
    SealedStore store,
    GroupSessions sessions,
    IServer server,
    CatchUp catchUp,
    MissedLog missedLog,
    TimeProvider clock,
    Contain contain
)
{
    private const int Stock = 20;
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(90);

    // A Welcome may be fetched long after its KeyPackage's lifetime: its private half stays a while.
    private static readonly TimeSpan KeptAfter = TimeSpan.FromDays(30);

    // Clocks differ: what is made now must be good on a server that is a little behind.
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1);

    private readonly KeyPackageRows _keyPackages = new(store);

    /// <summary>Of a leaf made now.</summary>
    public static Lifetime LifetimeFrom(DateTimeOffset now) =>
        new((ulong)(now - Backdated).ToUnixTimeSeconds(), (ulong)(now + GoodFor).ToUnixTimeSeconds());

    /// <summary>Fills the stock up. The private halves are on the disk before the server has the public ones.</summary>
    public async Task KeepStockAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        _keyPackages.DeleteEndedBefore(now - KeptAfter);
        KeyPackageStock stock = await server.StockAsync(cancellationToken);
        int missing = Math.Max(0, Stock - stock.Unclaimed);
        if (missing == 0 && stock.HasLastResort)
        {
            return;
        }

        var lifetime = new Lifetime((ulong)(now - Backdated).ToUnixTimeSeconds(), (ulong)(now + GoodFor).ToUnixTimeSeconds());
        var uploads = new List<ReadOnlyMemory<byte>>();
        store.Write(writer =>
        {
            for (int i = 0; i < missing; i++)
            {
                using var made = KeyPackageSecrets.Create(DeviceIdentity.Suite, identity.Leaf, lifetime, identity.Signer);
                KeyPackageRows.Put(writer, made, now + GoodFor);
                uploads.Add(MlsCodec.Encode(MlsMessage.Of(made.KeyPackage)));
            }

            if (!stock.HasLastResort)
            {
                // The first, or a new one for one that has been handed out.
                using var last = KeyPackageSecrets.Create(
                    DeviceIdentity.Suite,
                    identity.Leaf,
                    lifetime,
                    identity.Signer,
                    Extensions.Of(KeyPackage.LastResort)
                );
                KeyPackageRows.Put(writer, last, now + GoodFor);
                uploads.Add(MlsCodec.Encode(MlsMessage.Of(last.KeyPackage)));
            }
        });
        await server.UploadAsync(new KeyPackageUpload(uploads), cancellationToken);
    }

    /// <summary>Takes in what waits; a Welcome leaves the server only when it is in the vault.</summary>
    public async Task TakeWelcomesAsync(CancellationToken cancellationToken)
    {
        await foreach (WaitingWelcome waiting in server.WelcomesAsync(cancellationToken))
        {
            await contain(waiting.GroupId, () => TakeWelcomeAsync(waiting, cancellationToken));
        }
    }

    private async Task TakeWelcomeAsync(WaitingWelcome waiting, CancellationToken cancellationToken)
    {
        GroupSession session = sessions.FindOrNew(waiting.GroupId);
        // A group that this device is still in, as far as it knows, may have ended for it before it was added again.
        await catchUp.RunAsync(session, cancellationToken);
        if (await TakeAsync(session, waiting, cancellationToken))
        {
            await server.DeleteWelcomeAsync(waiting.Id, cancellationToken);
            await catchUp.RunAsync(session, cancellationToken);
        }
    }

    /// <summary>Whether the Welcome has done its work, now or before.</summary>
    private async Task<bool> TakeAsync(GroupSession session, WaitingWelcome waiting, CancellationToken cancellationToken)
    {
        // V-WELCOME-17
        if (session.Record.Standing == Standing.InStep)
        {
            // Saved, and the machine stopped before the server was told. One of a later entry is another one, and stays.
            return waiting.Sequence <= session.Record.Cursor;
        }

        if (!MlsCodec.TryDecode(waiting.Content.Span, out MlsMessage? message) || message.Welcome is not { } welcome)
        {
            await session.NotJoinedAsync("welcome-malformed", cancellationToken);
            return false;
        }

        using KeyPackageSecrets? own = FindOwn(welcome);
        if (own is null)
        {
            await session.NotJoinedAsync("welcome-without-key", cancellationToken);
            return false;
        }

        MissedEntries? missed = await MissedBeforeAsync(session, waiting, cancellationToken);
        GroupRecord held = missed?.Group is { } followed ? session.Record.WithPolicy(followed.Context) : session.Record;
        if (TryEnter(welcome, own, held, out string refusal) is not { Group: var joined } entry)
        {
            await session.NotJoinedAsync(refusal, cancellationToken);
            return false;
        }

        // V-WELCOME-17
        if (joined.Context.GroupId != waiting.GroupId.ToOpaque())
        {
            joined.Dispose();
            await session.NotJoinedAsync("welcome-of-another-group", cancellationToken);
            return false;
        }

        // A name that is missing or malformed is its author's fault, and no reason to stay outside.
        GroupBriefing briefing = GroupBriefing.TryFind(entry.WelcomeExtensions, out GroupBriefing? found)
            ? found
            : new GroupBriefing(waiting.GroupId.ToString()[..8], "");
        FormPack? forms = FormBriefing.Find(entry.WelcomeExtensions);
        if (await session.JoinAsync(joined, briefing, forms, waiting, own, missed, cancellationToken))
        {
            return true;
        }

        joined.Dispose();
        return false;
    }

    /// <summary>
    /// Only a coordinator adds somebody: without asking who signed it, one officer and the server could make up a room that has the
    /// coordinators for members, or put another group in the place of one that is here.
    /// </summary>
    private JoinedGroup? TryEnter(Welcome welcome, KeyPackageSecrets own, GroupRecord held, out string refusal)
    {
        bool isForeign = false;
        var request = new JoinRequest
        {
            AcceptsSigner = (signer, context) =>
            {
                bool isVouched = held.IsVouchedBy(signer, context);
                isForeign = !isVouched && held.Coordinators is not null;
                return isVouched;
            },
        };
        JoinedGroup? joined = Group.TryJoin(welcome, own, identity.LogRules, out MlsFault fault, request);
        refusal = isForeign ? GroupRecord.Unvouched : $"welcome:{fault}";
        return joined;
    }

    /// <summary>
    /// What a group that is out of step has missed up to the Welcome, as far as the public side of the log goes. Null where it does not:
    /// then the Welcome, which one of the group's coordinators has signed, is worth more than the log.
    /// </summary>
    private async Task<MissedEntries?> MissedBeforeAsync(
        GroupSession session,
        WaitingWelcome waiting,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return session.Record is { NeedsRejoin: true, Epoch: > 0 }
                ? await missedLog.ReadAsync(session, waiting.Sequence, cancellationToken)
                : null;
        }
        catch (OfflineException exception) when (exception.Reason == OfflineReason.LogIncomplete)
        {
            return null;
        }
    }

    private KeyPackageSecrets? FindOwn(Welcome welcome)
    {
        foreach (Opaque reference in welcome.NewMembers)
        {
            if (_keyPackages.Find(reference) is { } own)
            {
                return own;
            }
        }

        return null;
    }
}
