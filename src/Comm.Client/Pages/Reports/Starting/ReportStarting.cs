using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports.Starting;

/// <summary>Makes the report that a page opens with, and says what the officer should know of it.</summary>
internal sealed class ReportStarting(ReportRoom room, AnswerWords words, CancellationToken cancellationToken)
{
    private static readonly Dictionary<string, string> NoReasons = new(StringComparer.Ordinal);

    public (ReportDraft Draft, FillingNotes Notes) New(FormDefinition form) =>
        (ReportDraft.Empty(form, room.Context), FillingNotes.Of(room.Forms, form));

    /// <summary>What was begun goes on where it stopped, in the version that the group uses now. Null where nothing was kept.</summary>
    public (ReportDraft Draft, FillingNotes Notes)? Kept(Guid report, string? into)
    {
        if (room.Workspace.Drafts.Find(room.Group, DraftKey.OfReport(report)) is not { } draft)
        {
            return null;
        }

        var kept = KeptReport.Read(draft.Content);
        IFormCollection posted = kept.ToPosted();
        if (room.FormOf(posted) is not { } form)
        {
            return null;
        }

        var read = ReportDraft.Read(
            form,
            posted,
            room.Tables(Languages.Of(kept.Language), []),
            room.Context,
            showsFindings: false
        );
        FormDefinition now = Current(form, into);
        return (In(read, now), FillingNotes.Of(room.Forms, now) with { IsKept = true, IsInNewVersion = IsNewer(form, now) });
    }

    /// <summary>The current revision of an own report, to be sent as the next one. Null where it is not this officer's to correct.</summary>
    public async Task<(ReportDraft Draft, FillingNotes Notes)?> CorrectionAsync(Guid report, string? into)
    {
        if (
            await room.Workspace.RevisionsAsync(room.Group, report, cancellationToken) is not [.., var current]
            || !room.Workspace.IsOwn(current.History)
            || current.History.Standing == ReportStanding.Withdrawn
            || current.Verdict.Form is not { } form
        )
        {
            return null;
        }

        FormDefinition now = Current(form, into);
        FillingNotes notes = FillingNotes.Of(room.Forms, now) with
        {
            IsInNewVersion = IsNewer(form, now),
            Returned = current.History.Standing == ReportStanding.Returned ? current.History.LastAct?.Remark : null,
        };
        if (Kept(report, into) is { } begun && begun.Draft.Ids.Revision == current.Report.Revision + 1)
        {
            return (begun.Draft, notes with { IsKept = true });
        }

        var draft = ReportDraft.Of(
            form,
            current.Report.Answers,
            current
                .Report.Overrides.DistinctBy(confirmed => confirmed.RuleId)
                .ToDictionary(confirmed => confirmed.RuleId, confirmed => confirmed.Reason, StringComparer.Ordinal),
            room.Context,
            showsFindings: false,
            ReportIds.Correcting(report, current.Report.Revision)
        );
        return (In(draft, now), notes);
    }

    /// <summary>Null where there is no text message.</summary>
    public async Task<(ReportDraft Draft, FillingNotes Notes)?> FromMessageAsync(FormDefinition form, long position)
    {
        if (await room.Workspace.EntryAsync(room.Group, position, cancellationToken) is not OpenedText message)
        {
            return null;
        }

        var draft = ReportDraft.Of(
            form,
            MessageReport.Begin(form, Typed.TypedText.Clean(message.Text), room.Context),
            NoReasons,
            room.Context,
            showsFindings: false,
            ReportIds.New()
        );
        return (draft, FillingNotes.Of(room.Forms, form) with { IsFromMessage = true });
    }

    /// <summary>What was begun and not sent, the newest first.</summary>
    public IReadOnlyList<KeptLine> Lines() =>
        [.. room.Workspace.Drafts.Reports(room.Group).Select(Line).OrderByDescending(line => line.At)];

    private KeptLine Line((Guid Report, Draft Draft) kept)
    {
        var content = KeptReport.Read(kept.Draft.Content);
        IFormCollection posted = content.ToPosted();
        FormDefinition? form = room.FormOf(posted);
        Answers answers = form is null
            ? Answers.None
            : new ReportEntry(form, posted, room.Tables(Languages.Of(content.Language), [])).Read();
        return new KeptLine(
            kept.Report,
            form,
            content.At,
            form is null ? "" : string.Join(" · ", room.Words.Facts(form, answers)),
            ReportIds.Read(posted).IsCorrection
        );
    }

    /// <summary>The form that was asked for, or the version of this one that the group offers; this very one where it offers none.</summary>
    private FormDefinition Current(FormDefinition form, string? into) =>
        room.Forms.Offered.FirstOrDefault(offered => offered.Id == (into ?? form.Id)) ?? form;

    private ReportDraft In(ReportDraft draft, FormDefinition form)
    {
        if ((draft.Form.Id, draft.Form.Version) == (form.Id, form.Version))
        {
            return draft;
        }

        (Answers answers, ImmutableArray<DroppedAnswer> dropped) = ReportCarry.Over(
            draft.Form,
            form,
            draft.Answers,
            room.Context
        );
        var carried = ReportDraft.Of(form, answers, draft.Reasons, room.Context, showsFindings: false, draft.Ids);
        return carried with
        {
            Dropped =
            [
                .. draft.Dropped,
                .. dropped.Select(answer => $"{words.Label(answer.Field)}: {words.Of(answer.Field, answer.Answer)}"),
            ],
        };
    }

    private static bool IsNewer(FormDefinition form, FormDefinition now) => form.Id == now.Id && form.Version != now.Version;
}
