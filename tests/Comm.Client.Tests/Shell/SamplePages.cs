using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Conversations;
using Comm.Client.Pages.Entrance;
using Comm.Client.Pages.Home;
using Comm.Client.Pages.Layout;
using Comm.Client.Pages.Members;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Settings;
using Comm.Client.Pages.Statistics;
using Comm.Client.People;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Client.Tests.Shell;

/// <summary>The real pages over made-up content, in the language of the address, for tests of markup and for looking at them.</summary>
internal static class SamplePages
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 12, 0, TimeSpan.Zero);
    private static readonly GroupId Falcon = new(Guid.Parse("0193574c0000700080000000000000a1"));
    private static readonly OpenedSender Karim = Person("Karim Benali", "MA", 1, isSelf: false);
    private static readonly OpenedSender Claire = Person("Claire Moreau", "FR", 2, isSelf: true);
    private static readonly OpenedSender Layla = Person("ليلى الهاشمي", "AE", 3, isSelf: false);
    private static readonly FormDefinition Form = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)!;
    private static readonly FormContext French = FormContext.At(new StoppedClock(), "FR");

    private static readonly Answers Cigarettes = Answers
        .Of(
            ("reporting_country", "FR"),
            ("seizure_date", "2026-11-22"),
            ("offence_type", "SMUG"),
            ("movement", "IMP"),
            ("location_type", "SEA"),
            ("location", "FRLEH"),
            ("conveyance", "VSL_CARGO"),
            ("departure_country", "AE"),
            ("destination_country", "FR")
        )
        .With("lines", Line("TOB.CIG", 2_400_000m, "STK"), Line("TOB.RYO", 315.5m, "KGM"));

    public static IEnumerable<string> Names => Pages.Keys;

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

    private static DeviceProfile Profile { get; } =
        new(
            Claire.Device,
            Claire.Officer,
            Claire.Name,
            Claire.Administration,
            Roles.Officer | Roles.Coordinator,
            new Uri("https://comm.example.org/"),
            "amber canyon dolphin eagle forest garnet harbor island",
            IsDemo: true
        );

    private static ConnectionStatus Offline { get; } =
        new(ConnectionState.Offline, 3, Now.AddMinutes(-6), OfflineReason.Unreachable);

    private static GroupView Group { get; } =
        new(
            Falcon,
            "Operation FALCON VII",
            "Cigarettes and counterfeit medicine through ports and airports, 16 to 27 November.",
            GroupMode.Live,
            HandlingCeiling.Amber,
            Epoch: 4,
            [
                Member(Karim, Roles.Officer, 0),
                Member(Claire, Roles.Officer | Roles.Coordinator, 1),
                Member(Layla, Roles.Officer | Roles.ContactPoint, 2),
            ],
            CanManage: true,
            Unread: 2,
            Standing.InStep,
            null
        );

    private static IReadOnlyList<DirectoryEntry> Directory { get; } =
    [
        new(
            new DeviceId(Guid.NewGuid()),
            null,
            "Анна Соколова",
            AdministrationCode.Of("RU"),
            Roles.Officer,
            "amber canyon dolphin eagle",
            null
        ),
        new(
            new DeviceId(Guid.NewGuid()),
            null,
            "João Ferreira",
            AdministrationCode.Of("PT"),
            Roles.Observer,
            "forest garnet harbor island",
            "expired"
        ),
    ];

    private static IReadOnlyList<OpenedEntry> Entries { get; } =
    [
        new OpenedMembershipChange([Karim, Layla], [])
        {
            Position = 1,
            At = Now.AddHours(-26),
            MessageId = Id(),
            Delivery = DeliveryState.Received,
            Sender = Claire,
        },
        new OpenedText(
            "Good morning. The first containers are due at 04:00; reference FALCON-017 goes to everybody on the berth list."
        )
        {
            Position = 2,
            At = Now.AddHours(-25),
            MessageId = Id(),
            Delivery = DeliveryState.Sent,
            Sender = Claire,
        },
        new OpenedText("وصلت السفينة MSC Lorena إلى ميناء خليفة الساعة 03:40. الحاوية CSQU3054383 قيد التفتيش الآن.")
        {
            Position = 3,
            At = Now.AddHours(-1),
            MessageId = Id(),
            Delivery = DeliveryState.Received,
            Sender = Layla,
        },
        new OpenedText("الأختام سليمة، لكن الوزن لا يطابق البيان.")
        {
            Position = 4,
            At = Now.AddMinutes(-58),
            MessageId = Id(),
            Delivery = DeliveryState.Received,
            Sender = Layla,
        },
        ReportEntry(5, Cigarettes, Claire, DeliveryState.Sent),
        ReportEntry(6, Cigarettes.With("seizure_date", "2031-01-01"), Karim, DeliveryState.Received),
        new UnreadableEntry("row-damaged")
        {
            Position = 7,
            At = Now.AddMinutes(-30),
            MessageId = Id(),
            Delivery = DeliveryState.Received,
        },
        new OpenedText("Bien reçu, nous ouvrons le conteneur voisin.")
        {
            Position = 8,
            At = Now.AddMinutes(-12),
            MessageId = Id(),
            Delivery = DeliveryState.Received,
            Sender = Karim,
        },
        new OpenedMembershipChange([], [Person("Omar Idrissi", "MA", 9, isSelf: false)])
        {
            Position = 9,
            At = Now.AddMinutes(-9),
            MessageId = Id(),
            Delivery = DeliveryState.Received,
            Sender = Claire,
        },
        new OpenedText("Please photograph the inner seals before you cut them.")
        {
            Position = 10,
            At = Now.AddMinutes(-4),
            MessageId = Id(),
            Delivery = DeliveryState.Failed,
            FailureReason = "too-large",
            Sender = Claire,
        },
        new OpenedText("Second try, without the pictures.")
        {
            Position = 11,
            At = Now.AddMinutes(-1),
            MessageId = Id(),
            Delivery = DeliveryState.Sending,
            Sender = Claire,
        },
    ];

    private static FrameModel Frame { get; } =
        new(
            Profile,
            new ConnectionStatus(ConnectionState.Connected, 1, null, null),
            [
                new GroupSummary(
                    Falcon,
                    "Operation FALCON VII",
                    GroupMode.Live,
                    2,
                    new OpenedLine(Entries[7]),
                    Standing.InStep,
                    null
                ),
                new GroupSummary(
                    new GroupId(Guid.NewGuid()),
                    "تمرين الخليج",
                    GroupMode.Exercise,
                    0,
                    new OpenedLine(Entries[3]),
                    Standing.InStep,
                    null
                ),
                new GroupSummary(
                    new GroupId(Guid.NewGuid()),
                    "Operation HERON",
                    GroupMode.Live,
                    0,
                    null,
                    Standing.Ended,
                    "removed"
                ),
            ]
        );

    private static IReadOnlyList<OpenedReport> Reports { get; } =
    [
        Opened(Cigarettes),
        Opened(Cigarettes.With("lines", Line("DRG.COC", 212.4m, "KGM"))),
        Opened(Cigarettes.With("lines", Line("MED", 18_000m, "H87"), Line("TOB.CIG", 40m, "MIL"))),
        Opened(Cigarettes.With("seizure_date", "2031-01-01")),
    ];

    private static readonly Dictionary<string, Func<HttpContext, IResult>> Pages = new(StringComparer.Ordinal)
    {
        ["enrol"] = _ => Page.Of<EnrolPage>(new { }),
        ["enrol-problem"] = _ =>
            Page.Of<EnrolPage>(new { Invitation = "comm1…", Problem = nameof(EnrolOutcome.PassphraseTooWeak) }),
        ["enrol-steps"] = _ => Page.Of<EnrolProgressPage>(new { Step = (EnrolStep?)EnrolStep.WaitingForContactPoint }),
        ["welcome"] = _ => Page.Of<WelcomePage>(new { Profile }),
        ["unlock"] = _ => Page.Of<UnlockPage>(new { }),
        ["unlock-wrong"] = _ =>
            Page.Of<UnlockPage>(new { Outcome = new UnlockOutcome(UnlockResult.WrongPassphrase, TimeSpan.FromSeconds(4)) }),
        ["home"] = _ => Page.Of<HomePage>(new { Model = Frame }),
        ["home-empty"] = _ =>
            Page.Of<HomePage>(
                new { Model = Frame with { Groups = [], Profile = Profile with { Roles = Roles.Officer }, Connection = Offline } }
            ),
        ["home-refused"] = _ =>
            Page.Of<HomePage>(
                new
                {
                    Model = Frame,
                    Entered = new NewGroup("", "x", GroupMode.Live, HandlingCeiling.Red),
                    Problem = new CreateGroupOutcome(CreateGroupResult.InvalidName, null, null),
                }
            ),
        ["settings"] = _ => Page.Of<SettingsPage>(new { Model = Frame, IdleMinutes = 15 }),
        ["conversation"] = context => Conversation(context, Group),
        ["conversation-ended"] = context =>
            Conversation(context, Group with { Standing = Standing.Ended, StandingReason = "removed" }),
        ["conversation-empty"] = _ =>
            Page.Of<ConversationTab>(
                new
                {
                    Model = Frame,
                    Group,
                    Lines = new EntryLines(Falcon, [], HasEarlier: false, 0),
                }
            ),
        ["conversation-refused"] = _ =>
            Page.Of<ConversationTab>(
                new
                {
                    Model = Frame,
                    Group,
                    Lines = new EntryLines(Falcon, [], HasEarlier: false, 0),
                    Entered = "…",
                    Problem = (SendResult?)SendResult.TooLong,
                }
            ),
        ["members"] = _ =>
            Page.Of<MembersTab>(
                new
                {
                    Model = Frame,
                    Group,
                    Addable = Directory,
                }
            ),
        ["members-offline"] = _ =>
            Page.Of<MembersTab>(
                new
                {
                    Model = Frame,
                    Group,
                    Problem = new MemberChangeOutcome(MemberChangeResult.NoKeyPackage, [Karim.Device], null),
                }
            ),
        ["removal"] = _ =>
            Page.Of<RemovalPage>(
                new
                {
                    Model = Frame,
                    Group,
                    Member = Group.Members[0],
                    NameDiffers = true,
                }
            ),
        ["report"] = _ => Report(ReportDraft.Empty(Form, French)),
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
        ["report-decimals"] = context => Report(Filled(context, showsFindings: true, ("lines[0].quantity", "0,12345"))),
        ["figures"] = _ =>
            Page.Of<FiguresTab>(
                new
                {
                    Model = Frame,
                    Group,
                    Sheet = FigureSheet.Of(Reports),
                }
            ),
        ["figures-empty"] = _ =>
            Page.Of<FiguresTab>(
                new
                {
                    Model = Frame,
                    Group,
                    Sheet = FigureSheet.Of([]),
                }
            ),
    };

    private static IResult Conversation(HttpContext context, GroupView group) =>
        Page.Of<ConversationTab>(
            new
            {
                Model = Frame,
                Group = group,
                Lines = EntryLines.Of(
                    Falcon,
                    new ConversationPage(Entries, HasEarlier: true),
                    context.RequestServices.GetRequiredService<Reader>().DayOf,
                    unread: 2
                ),
            }
        );

    private static IResult Report(ReportDraft draft) =>
        Page.Of<ReportTab>(
            new
            {
                Model = Frame,
                Group,
                Draft = draft,
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
        foreach ((string field, Answer answer) in Cigarettes.All)
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
            Form,
            new FormCollection(posted),
            context.RequestServices.GetRequiredService<Reader>(),
            French,
            showsFindings
        );
    }

    private static OpenedReportEntry ReportEntry(long position, Answers answers, OpenedSender sender, DeliveryState delivery)
    {
        OpenedReport opened = Opened(answers);
        return new OpenedReportEntry(opened.Report, opened.Verdict)
        {
            Position = position,
            At = Now.AddMinutes(-50 + position),
            MessageId = Id(),
            Delivery = delivery,
            Sender = sender,
        };
    }

    private static OpenedReport Opened(Answers answers)
    {
        var report = Comm.Shared.Forms.Report.New(Form, "fr", answers, ImmutableArray<RuleOverride>.Empty);
        return new OpenedReport(1, Now, Claire, Id(), report, ReportVerdict.Of(report, FormLibrary.Shipped, French));
    }

    private static Answers Line(string commodity, decimal quantity, string unit) =>
        Answers.Of(("commodity", commodity), ("quantity", quantity), ("unit", unit));

    private static MessageId Id() => Identifier.Create<MessageId>();

    private static OpenedSender Person(string name, string administration, byte number, bool isSelf) =>
        new(
            new DeviceId(new Guid(number, 0, 0, new byte[8])),
            new OfficerId(new Guid(number, 1, 0, new byte[8])),
            name,
            AdministrationCode.Of(administration),
            isSelf
        );

    private static MemberView Member(OpenedSender person, Roles roles, uint leaf) =>
        new(
            person.Device,
            person.Officer,
            person.Name,
            person.Administration,
            roles,
            roles.HasFlag(Roles.Coordinator),
            person.IsSelf,
            leaf
        );

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
