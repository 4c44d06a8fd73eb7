using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Conversations;
using Comm.Client.Pages.Entrance;
using Comm.Client.Pages.Home;
using Comm.Client.Pages.Layout;
using Comm.Client.Pages.Members;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Reports.Bulk;
using Comm.Client.Pages.Reports.Reading;
using Comm.Client.Pages.Reports.Starting;
using Comm.Client.Pages.Settings;
using Comm.Client.Pages.Statistics;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Client.Tests.Shell;

/// <summary>The real pages over made-up content, in the language of the address, for tests of markup and for looking at them.</summary>
internal static class SamplePages
{
    private static readonly Dictionary<string, Func<HttpContext, IResult>> Pages = new(StringComparer.Ordinal)
    {
        ["enrol"] = _ => Page.Of<EnrolPage>(new { }),
        ["enrol-problem"] = _ =>
            Page.Of<EnrolPage>(new { Invitation = "comm1…", Problem = nameof(EnrolOutcome.PassphraseTooWeak) }),
        ["enrol-steps"] = _ => Page.Of<EnrolProgressPage>(new { Step = (EnrolStep?)EnrolStep.WaitingForContactPoint }),
        ["welcome"] = _ => Page.Of<WelcomePage>(new { SampleRoom.Profile }),
        ["unlock"] = _ => Page.Of<UnlockPage>(new { }),
        ["unlock-wrong"] = _ =>
            Page.Of<UnlockPage>(new { Outcome = new UnlockOutcome(UnlockResult.WrongPassphrase, TimeSpan.FromSeconds(4)) }),
        ["home"] = _ => Page.Of<HomePage>(new { Model = SampleRoom.Frame }),
        ["home-empty"] = _ =>
            Page.Of<HomePage>(
                new
                {
                    Model = SampleRoom.Frame with
                    {
                        Groups = [],
                        Profile = SampleRoom.Profile with { Roles = Roles.Officer },
                        Connection = SampleRoom.Offline,
                    },
                }
            ),
        ["home-refused"] = _ =>
            Page.Of<HomePage>(
                new
                {
                    Model = SampleRoom.Frame,
                    Entered = new NewGroup("", "x", GroupMode.Live, HandlingCeiling.Red),
                    Problem = new CreateGroupOutcome(CreateGroupResult.InvalidName, null, null),
                }
            ),
        ["settings"] = _ => Page.Of<SettingsPage>(new { Model = SampleRoom.Frame, IdleMinutes = 15 }),
        ["conversation"] = context => Conversation(context, SampleRoom.Group),
        ["conversation-ended"] = context => Conversation(context, SampleRoom.Ended),
        ["conversation-unvouched"] = context => Conversation(context, SampleReturn.Unvouched, SampleReturn.Entries),
        ["conversation-empty"] = _ =>
            Page.Of<ConversationTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Lines = new EntryLines(SampleRoom.Falcon, [], HasEarlier: false, 0),
                }
            ),
        ["conversation-refused"] = _ =>
            Page.Of<ConversationTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Lines = new EntryLines(SampleRoom.Falcon, [], HasEarlier: false, 0),
                    Entered = new string('x', 20_000),
                    Problem = (SendResult?)SendResult.TooLong,
                }
            ),
        ["members"] = _ =>
            Page.Of<MembersTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Addable = SampleRoom.Directory,
                }
            ),
        ["members-offline"] = _ =>
            Page.Of<MembersTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Problem = new MemberChangeOutcome(MemberChangeResult.NoKeyPackage, [SampleRoom.Karim.Device], null),
                }
            ),
        ["removal"] = _ =>
            Page.Of<RemovalPage>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Member = SampleRoom.Group.Members[0],
                    NameDiffers = true,
                }
            ),
        ["members-ended"] = _ => Page.Of<MembersTab>(new { Model = SampleRoom.Frame, Group = SampleRoom.Ended }),
        ["members-nobody"] = _ =>
            Page.Of<MembersTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Addable = SampleRoom.Directory,
                    NothingChosen = true,
                }
            ),
        ["report-ended"] = _ => Report(ReportDraft.Empty(SampleRoom.Form, SampleRoom.French), SampleRoom.Ended),
        ["report-kept"] = context => Report(Filled(context, showsFindings: false), isKept: true),
        ["report-country"] = context =>
            Report(Filled(context, showsFindings: true, ("departure_country", ""), ("departure_country.typed", "ukra"))),
        ["report"] = _ => Report(ReportDraft.Empty(SampleRoom.Form, SampleRoom.French)),
        ["report-filled"] = context => Report(Filled(context, showsFindings: false)),
        ["report-findings"] = context =>
            Report(
                Filled(
                    context,
                    showsFindings: true,
                    ("movement", "IMP"),
                    ("destination_country", "AE"),
                    ("location", "NLRTM"),
                    ("lines[0].quantity", "two"),
                    ("seizure_date", "")
                )
            ),
        ["report-start"] = _ =>
            Page.Of<StartPage>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Offered = FormLibrary.Shipped.All.Append(SampleQuestions.Everything).ToArray(),
                    Drafts = new[]
                    {
                        new KeptLine(
                            Guid.NewGuid(),
                            SampleRoom.Form,
                            SampleRoom.Now.AddHours(-3),
                            "22 Nov 2026 · France · Le Havre (FRLEH) · Cigarettes",
                            IsCorrection: false
                        ),
                        new KeptLine(Guid.NewGuid(), SampleRoom.Form, SampleRoom.Now.AddDays(-1), "", IsCorrection: true),
                        new KeptLine(Guid.NewGuid(), null, SampleRoom.Now.AddDays(-9), "", IsCorrection: false),
                    },
                    Problem = "Start.NotYours",
                }
            ),
        ["report-everything"] = _ => Report(SampleQuestions.Filled(showsFindings: false)),
        ["report-everything-wrong"] = _ => Report(SampleQuestions.Wrong()),
        ["report-pasted"] = context =>
            Report(Filled(context, showsFindings: false, ("paste", "lines"), ("lines.pasted", "TOB.CIG\t1.5\tKGM\n"))),
        ["report-paste-refused"] = context =>
            Report(Filled(context, showsFindings: false, ("paste", "lines"), ("lines.pasted", "TOB.CIG\ttwo\tKGM\tmore\n"))),
        ["report-correction"] = context =>
            Page.Of<ReportTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Draft = Filled(context, showsFindings: false) with
                    {
                        Ids = ReportIds.Correcting(Guid.NewGuid(), 1),
                        Dropped = new[] { "Old question: an answer <b>" },
                    },
                    Notes = new FillingNotes
                    {
                        IsInNewVersion = true,
                        IsFromMessage = true,
                        IsWithdrawn = true,
                        Returned = "Which container?",
                        Upgrade = SampleQuestions.Everything,
                    },
                }
            ),
        ["report-standard"] = _ =>
            Report(ReportDraft.Empty(FormLibrary.Shipped.Latest(FormLibrary.StandardSeizure)!, SampleRoom.French)),
        ["bulk"] = _ => Bulk(null),
        ["bulk-refused"] = _ => Bulk(null, "The file holds no rows.", "Row 1, column B: <no question>"),
        ["bulk-wrong"] = _ =>
            Bulk(new BulkView("seizures.xlsx", 12, 31, 2, ["Row 7, column D: wrong", "Row 9: wrong"], 4, [], 0)),
        ["bulk-warnings"] = _ =>
            Bulk(
                new BulkView(
                    "seizures.csv",
                    12,
                    31,
                    0,
                    [],
                    0,
                    [new BulkWarning("G03", 7, ["Row 7, column D: unusual"], 6, "", true)],
                    0
                )
            ),
        ["bulk-sending"] = _ => Bulk(new BulkView("seizures.csv", 120, 310, 0, [], 0, [], 25)),
        ["report-decimals"] = context => Report(Filled(context, showsFindings: true, ("lines[0].quantity", "0,12345"))),
        ["figures"] = _ =>
            Page.Of<FiguresTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Sheet = FigureSheet.Of(SampleRoom.Reports),
                }
            ),
        ["reports"] = context => Reports(SampleReports.All, ReportsQuery.Read(context.Request.Query)),
        ["reports-empty"] = _ => Reports([], new ReportsQuery(null, null, null, Own: false, 1)),
        ["reports-none"] = _ =>
            Reports(SampleReports.All, new ReportsQuery("own-warning", ReportMark.Withdrawn, null, Own: true, 1)),
        ["reports-many"] = _ =>
            Reports(
                [.. Enumerable.Range(0, 120).Select(i => SampleReports.All[0] with { Position = i })],
                new ReportsQuery(null, null, null, Own: false, 2)
            ),
        ["read-corrected"] = _ => Read("corrected"),
        ["read-warning"] = _ => Read("warning"),
        ["read-feedback"] = _ => Read("feedback", SampleRoom.Ended),
        ["read-hostile"] = _ => Read("hostile"),
        ["read-standard"] = _ => Read("standard"),
        ["read-unknown"] = _ => Read("unknown"),
        ["read-refused"] = _ =>
            Page.Of<ReportPage>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Read = SampleReports.Read("corrected"),
                    Refused = "…",
                    Entered = new EnteredAct(IsWithdrawal: true, "x"),
                }
            ),
        ["conversation-reports"] = context => Conversation(context, SampleRoom.Group, SampleReports.Entries),
        ["figures-empty"] = _ =>
            Page.Of<FiguresTab>(
                new
                {
                    Model = SampleRoom.Frame,
                    SampleRoom.Group,
                    Sheet = FigureSheet.Of([]),
                }
            ),
    };

    public static IEnumerable<string> Names => Pages.Keys;

    static SamplePages()
    {
        foreach ((string name, Func<HttpContext, IResult> make) in SampleForms.Pages)
        {
            Pages.Add(name, make);
        }
    }

    public static void Map(WebApplication app)
    {
        app.MapGet(
                "/sample/{page}",
                (string page, HttpContext context) =>
                    Pages.TryGetValue(page, out Func<HttpContext, IResult>? make) ? make(context) : Results.NotFound()
            )
            .WithMetadata(PageSurface.Act);
        // The language is a setting of the reader, not of the address: chosen first, then shown.
        app.MapGet(
                "/sample/{language}/{page}",
                async (string language, string page, ClientSession session) =>
                {
                    await session.SetLanguageAsync(language);
                    return Results.Redirect($"/sample/{page}");
                }
            )
            .WithMetadata(PageSurface.Act);
    }

    private static IResult Conversation(HttpContext context, GroupView group, IReadOnlyList<OpenedEntry>? entries = null) =>
        Page.Of<ConversationTab>(
            new
            {
                Model = SampleRoom.Frame,
                Group = group,
                Lines = EntryLines.Of(
                    SampleRoom.Falcon,
                    new ConversationPage(entries ?? SampleRoom.Entries, HasEarlier: true),
                    context.RequestServices.GetRequiredService<Reader>().DayOf,
                    unread: 2
                ),
            }
        );

    private static IResult Bulk(BulkView? sheet, params string[] unread) =>
        Page.Of<BulkPage>(
            new
            {
                Model = SampleRoom.Frame,
                SampleRoom.Group,
                SampleRoom.Form,
                Sheet = sheet,
                Unread = unread,
            }
        );

    private static IResult Reports(IReadOnlyList<OpenedReport> all, ReportsQuery query) =>
        Page.Of<ReportsTab>(
            new
            {
                Model = SampleRoom.Frame,
                SampleRoom.Group,
                View = ReportsView.Of(all, query),
            }
        );

    private static IResult Read(string name, GroupView? group = null) =>
        Page.Of<ReportPage>(
            new
            {
                Model = SampleRoom.Frame,
                Group = group ?? SampleRoom.Group with { Mode = Comm.Shared.Membership.GroupMode.Exercise },
                Read = SampleReports.Read(name),
            }
        );

    private static IResult Report(ReportDraft draft, GroupView? group = null, bool isKept = false) =>
        Page.Of<ReportTab>(
            new
            {
                Model = SampleRoom.Frame,
                Group = group ?? SampleRoom.Group,
                Draft = draft,
                Notes = FillingNotes.None with
                {
                    IsKept = isKept,
                    HasOthers = true,
                },
            }
        );

    private static ReportDraft Filled(HttpContext context, bool showsFindings, params (string Name, string Value)[] changes)
    {
        var posted = new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(StringComparer.Ordinal)
        {
            ["lines.count"] = "2",
            ["lines[0].commodity"] = "TOB.CIG",
            ["lines[0].quantity"] = "2400000",
            ["lines[0].unit"] = "STK",
            ["lines[1].commodity.typed"] = "shisha?",
        };
        foreach ((string field, Answer answer) in SampleRoom.Cigarettes.All)
        {
            if (answer is Answer.Text text)
            {
                posted[field] = text.Value;
            }
        }

        foreach ((string name, string value) in changes)
        {
            posted[name] = value;
        }

        return ReportDraft.Read(
            SampleRoom.Form,
            new FormCollection(posted),
            context.RequestServices.GetRequiredService<Reader>().Language,
            SampleRoom.French,
            showsFindings
        );
    }
}
