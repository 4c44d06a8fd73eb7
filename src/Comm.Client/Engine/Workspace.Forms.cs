using Comm.Client.Forms;
using Comm.Mls.Codec;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>The forms of a group as its pages need them. <paramref name="Set"/>: null where the set in force has not come yet.</summary>
public sealed record GroupFormsView(FormSet? Set, IReadOnlyList<FormDefinition> Offered, bool IsComplete, bool CanManage)
{
    /// <summary>The group goes by forms that this machine does not have, or cannot use: a coordinator can send them again.</summary>
    public bool IsWaiting => Set is null || !IsComplete;
}

public enum PublishFormsResult
{
    /// <summary>In force for everybody.</summary>
    Published = 1,
    NotCoordinator = 2,

    /// <summary>A definition does not compile, is not known, or changes a version that was published before.</summary>
    Invalid = 3,
    TooLarge = 4,

    /// <summary>The definitions wait to be sent; the set is not in force.</summary>
    Offline = 5,
    Refused = 6,
    UnknownGroup = 7,

    /// <summary>Somebody else has put other forms into force: look at them, then publish again.</summary>
    ChangedMeanwhile = 8,
}

public sealed record PublishFormsOutcome(PublishFormsResult Result, string? Code);

/// <summary>A group's forms (design D11): which are in force, and publishing others.</summary>
public sealed partial class Workspace
{
    public async Task<GroupFormsView> FormsAsync(GroupId group, CancellationToken cancellationToken)
    {
        FormsInForce? inForce = _forms.Find(group, await FormSetHashAsync(group, cancellationToken));
        return new GroupFormsView(
            inForce?.Set,
            [.. inForce?.Offered ?? []],
            inForce?.IsComplete == true,
            await MayManageAsync(group, cancellationToken)
        );
    }

    /// <summary>A version that the group has or had, or that is shipped; null for one that is not here.</summary>
    public FormDefinition? FindForm(GroupId group, string id, int version) => _forms.FindKnown(group, id, version);

    /// <summary>Every version of every form that the group has or had, and the shipped ones.</summary>
    public IReadOnlyList<FormDefinition> KnownForms(GroupId group) => _forms.Known(group);

    /// <summary>What the rules are asked with while a report is written in a group.</summary>
    public FormContext FormContextOf(FormSet? set) =>
        _forms.ContextOf(set ?? new FormSet { Forms = [] }, _identity.Certificate.Administration.Country);

    /// <inheritdoc cref="FormPublishing"/>
    public async Task<PublishFormsOutcome> PublishFormsAsync(
        GroupId group,
        FormSet set,
        IReadOnlyList<FormDocument> definitions,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(definitions);
        if (_sessions.Find(group) is not { } session)
        {
            return new PublishFormsOutcome(PublishFormsResult.UnknownGroup, null);
        }

        if (!await MayManageAsync(group, cancellationToken))
        {
            return new PublishFormsOutcome(PublishFormsResult.NotCoordinator, null);
        }

        PublishFormsOutcome outcome = await new FormPublishing(_forms, _changes).PublishAsync(
            session,
            set,
            definitions,
            cancellationToken
        );
        _outbox.Wake();
        _events.Raise(new GroupsChanged());
        return outcome;
    }

    /// <summary>Sends the forms in force once more, for whoever has missed them.</summary>
    public async Task<PublishFormsOutcome> SendFormsAgainAsync(GroupId group, CancellationToken cancellationToken) =>
        _forms.PackOf(group, await FormSetHashAsync(group, cancellationToken)) is { Set: { } set } pack
            ? await PublishFormsAsync(group, set, pack.Definitions, cancellationToken)
            : new PublishFormsOutcome(PublishFormsResult.Invalid, null);

    private async Task<Opaque> FormSetHashAsync(GroupId group, CancellationToken cancellationToken) =>
        _sessions.Find(group) is { } session
            ? await session.InspectAsync(state => state.Context.FormSet(), cancellationToken)
            : Opaque.Empty;

    private async Task<bool> MayManageAsync(GroupId group, CancellationToken cancellationToken) =>
        _sessions.Find(group) is { } session
        && session.Record.Standing == Standing.InStep
        && await session.InspectAsync(state => state.Context.HasCoordinator(_identity.Certificate), cancellationToken);
}
