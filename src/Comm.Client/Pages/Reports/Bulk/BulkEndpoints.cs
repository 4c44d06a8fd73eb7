using System.Collections.Immutable;
using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Client.Spreadsheets;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages.Reports.Bulk;

/// <summary>Many reports from one spreadsheet: read and judged as a whole, and sent when nothing in it is wrong any more.</summary>
internal static class BulkEndpoints
{
    /// <summary>A spreadsheet and what stands around it in a form.</summary>
    public const int MostRequestBytes = BulkReading.MostBytes + (64 * 1_024);

    private const string FileField = "file";

    /// <summary>So many at a time are sent before the page says how far it is.</summary>
    private const int SentAtOnce = 25;

    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapBulk(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder bulk = pages.MapGroup("/groups/{group:guid}/report/bulk");
        bulk.MapGet("", OpenAsync);
        bulk.MapGet("/template.{kind}", TemplateAsync);
        bulk.MapPost("/upload", UploadAsync).WithMetadata(new LargestRequest(MostRequestBytes));
        bulk.MapPost("/remove", (Guid group, HttpContext context) => RemoveAsync(group, context));
        bulk.MapPost("/send", (Guid group, HttpContext context) => SendAsync(group, context));
        bulk.MapPost("/discard", (Guid group, HttpContext context) => DiscardAsync(group, context));
    }

    private static async Task<IResult> OpenAsync(Guid group, string? form, HttpContext context)
    {
        var room = await ReportRoom.OfAsync(context, group);
        BulkSheet? sheet = await SheetAsync(room);
        return (sheet?.Form ?? Offered(room, form)) is { } chosen
            ? await ShowAsync(room, chosen, sheet, context)
            : Page.Missing();
    }

    private static async Task<IResult> TemplateAsync(
        Guid group,
        string kind,
        string form,
        Reader reader,
        IStringLocalizer<L.Bulk> words,
        HttpContext context
    )
    {
        var room = await ReportRoom.OfAsync(context, group);
        if (Offered(room, form) is not { } chosen || kind is not ("xlsx" or "csv"))
        {
            return Page.Missing();
        }

        var template = new BulkTemplate(chosen, reader.Language, words);
        return kind == "xlsx"
            ? Results.File(template.ToXlsx(), Xlsx, $"{chosen.Id}.xlsx")
            : Results.File(template.ToCsv(), "text/csv; charset=utf-8", $"{chosen.Id}.csv");
    }

    /// <summary>What is read takes the place of what was read before and not sent.</summary>
    private static async Task<IResult> UploadAsync(Guid group, Reader reader, HttpContext context)
    {
        var room = await ReportRoom.OfAsync(context, group);
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (Offered(room, posted[ReportIds.FormField]) is not { } form)
        {
            return Page.Missing();
        }

        if (posted.Files[FileField] is not { Length: > 0 } file)
        {
            return await ShowAsync(room, form, null, context, [new PasteFault(0, 0, "Bulk.NoFile")]);
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, context.RequestAborted);
        BulkRows? rows = BulkReading.Open(
            bytes.ToArray(),
            form,
            out ImmutableArray<SheetFault> unreadable,
            out IReadOnlyList<PasteFault> faults
        );
        if (rows is not null && rows.Rows.Select(rows.KeyOf).Distinct(StringComparer.Ordinal).Count() > BulkReading.MostReports)
        {
            faults = [new PasteFault(0, 0, "Bulk.TooMany", Number(BulkReading.MostReports, reader))];
        }

        if (rows is null || faults.Count > 0)
        {
            return await ShowAsync(room, form, null, context, faults, unreadable);
        }

        if (await room.Workspace.GroupAsync(room.Group, context.RequestAborted) is { Ended: false })
        {
            Keep(room, KeptBulk.Of(form, reader.Language.Code, Path.GetFileName(file.FileName), rows));
        }

        return Page.GoTo(context, AddressOf(room, form));
    }

    /// <summary>The reports that are wrong go; the officer mends them in the spreadsheet, and uploads them again.</summary>
    private static async Task<IResult> RemoveAsync(Guid group, HttpContext context)
    {
        var room = await ReportRoom.OfAsync(context, group);
        if (await SheetAsync(room) is not { } sheet)
        {
            return Page.Missing();
        }

        KeptBulk left = sheet.Kept.Without(
            sheet.Reports.Where(report => report.IsWrong).Select(report => report.Key).ToHashSet(StringComparer.Ordinal)
        );
        if (left.Rows.Rows.IsEmpty)
        {
            room.Workspace.Drafts.Discard(room.Group, DraftKey.Bulk);
        }
        else
        {
            Keep(room, left);
        }

        return Page.GoTo(context, AddressOf(room, sheet.Form));
    }

    private static async Task<IResult> DiscardAsync(Guid group, HttpContext context)
    {
        var room = await ReportRoom.OfAsync(context, group);
        BulkSheet? sheet = await SheetAsync(room);
        room.Workspace.Drafts.Discard(room.Group, DraftKey.Bulk);
        return Page.GoTo(context, sheet is null ? GroupAddress.Of(room.Group, GroupTab.Report) : AddressOf(room, sheet.Form));
    }

    /// <summary>Some at a time, and the page asks for the next: it says how far it is, and can be left.</summary>
    private static async Task<IResult> SendAsync(Guid group, HttpContext context)
    {
        var room = await ReportRoom.OfAsync(context, group);
        if (await SheetAsync(room, onlyNext: true) is not { } sheet)
        {
            return Page.Missing();
        }

        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        if (sheet.Kept.Sent == 0)
        {
            sheet = sheet with { Kept = sheet.Kept with { Reasons = ReasonsOf(posted) } };
            Keep(room, sheet.Kept);
        }

        if (!sheet.MayBeSent)
        {
            return await ShowAsync(room, sheet.Form, await SheetAsync(room), context, asksForReasons: true);
        }

        SendResult? refused = null;
        int sent = sheet.Kept.Sent;
        foreach (BulkReport report in sheet.Reports.Take(SentAtOnce))
        {
            refused = await SendAsync(room, sheet, report, context.RequestAborted);
            if (refused is not null)
            {
                break;
            }

            sent++;
        }

        sheet = sheet with { Kept = sheet.Kept with { Sent = sent } };
        if (sent == sheet.Kept.Reports)
        {
            room.Workspace.Drafts.Discard(room.Group, DraftKey.Bulk);
            return Page.GoTo(context, GroupAddress.Of(room.Group));
        }

        Keep(room, sheet.Kept);
        return refused is null && context.Request.Headers.ContainsKey("HX-Request")
            ? Page.Of<BulkProgress>(
                new
                {
                    room.Group,
                    Sent = sent,
                    All = sheet.Kept.Reports,
                }
            )
            : await ShowAsync(room, sheet.Form, await SheetAsync(room), context, refused: refused);
    }

    private static async Task<SendResult?> SendAsync(
        ReportRoom room,
        BulkSheet sheet,
        BulkReport report,
        CancellationToken cancellationToken
    )
    {
        (Guid id, MessageId message) = sheet.Kept.IdsOf(report.Key);
        SendReportOutcome outcome = await room.Workspace.SendReportAsync(
            room.Group,
            Report.New(sheet.Form, sheet.Kept.Language, report.Answers, sheet.Kept.OverridesOf(report)) with
            {
                Id = id,
            },
            new Submission(message, DraftKey.OfReport(id)),
            cancellationToken
        );
        // One that went before the program stopped is not another one.
        return outcome.Result is SendResult.Saved or SendResult.AlreadySent ? null : outcome.Result;
    }

    private static Dictionary<string, string> ReasonsOf(IFormCollection posted) =>
        posted
            .Where(value => value.Key.StartsWith(ReportDraft.ReasonPrefix, StringComparison.Ordinal))
            .ToDictionary(
                value => value.Key[ReportDraft.ReasonPrefix.Length..],
                value => Typed.TypedText.Clean(value.Value.ToString()),
                StringComparer.Ordinal
            );

    private static FormDefinition? Offered(ReportRoom room, string? form) =>
        room.Forms.Offered.FirstOrDefault(offered => offered.Id == form);

    /// <summary>Null where nothing was read, or under a version that the group does not offer any more.</summary>
    /// <param name="room">Where.</param>
    /// <param name="onlyNext">Once the sending has begun: all were judged before it, and the next ones are again as they go.</param>
    private static async Task<BulkSheet?> SheetAsync(ReportRoom room, bool onlyNext = false)
    {
        if (room.Workspace.Drafts.Find(room.Group, DraftKey.Bulk) is not { } draft)
        {
            return null;
        }

        var kept = KeptBulk.Read(draft.Content);
        if (room.Workspace.FindForm(room.Group, kept.Form, kept.Version) is not { } form)
        {
            return null;
        }

        // What has gone already of this very sheet is no duplicate of itself.
        FormContext context = await room.EntryContextAsync([.. kept.Ids.Values.Select(ids => ids[0])]);
        var reading = new BulkReading(form, room.Tables(Languages.Of(kept.Language), []), context);
        return new BulkSheet(form, kept, reading.Read(onlyNext && kept.Sent > 0 ? kept.Next(SentAtOnce) : kept.Rows));
    }

    private static void Keep(ReportRoom room, KeptBulk kept) =>
        room.Workspace.Drafts.Keep(room.Group, DraftKey.Bulk, new Draft(Identifier.Create<MessageId>(), kept.ToContent()));

    private static string AddressOf(ReportRoom room, FormDefinition form) =>
        $"{GroupAddress.Of(room.Group, GroupTab.Report)}/bulk?form={form.Id}";

    private static string Number(int count, Reader reader) => count.ToString("#,0", reader.Language.Culture);

    private static async Task<IResult> ShowAsync(
        ReportRoom room,
        FormDefinition form,
        BulkSheet? sheet,
        HttpContext context,
        IReadOnlyList<PasteFault>? faults = null,
        ImmutableArray<SheetFault>? unreadable = null,
        bool asksForReasons = false,
        SendResult? refused = null
    )
    {
        BulkWords words = context.RequestServices.GetRequiredService<BulkWords>();
        string[] unread = [.. (unreadable ?? []).Select(words.Sentence), .. (faults ?? []).Select(words.Sentence)];
        return await room.Workspace.GroupAsync(room.Group, context.RequestAborted) is { } group
            ? Page.Of<BulkPage>(
                new
                {
                    Model = await FrameModel.OfAsync(room.Workspace, context.RequestAborted),
                    Group = group,
                    Form = form,
                    Sheet = sheet is null ? null : words.View(sheet, asksForReasons),
                    Unread = unread,
                    Refused = refused,
                },
                unread.Length == 0 && !asksForReasons && refused is null
                    ? StatusCodes.Status200OK
                    : StatusCodes.Status422UnprocessableEntity
            )
            : Page.Missing();
    }
}
