using System.Collections.Immutable;
using Comm.Client.Conversations;
using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.People;
using Comm.Shared.Forms;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Shell;

/// <summary>One made-up group with something of everything in it: officers of three scripts, each kind of entry, good and bad reports.</summary>
internal static class SampleRoom
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 12, 0, TimeSpan.Zero);
    public static readonly GroupId Falcon = new(Guid.Parse("0193574c0000700080000000000000a1"));
    public static readonly OpenedSender Karim = Person("Karim Benali", "MA", 1, isSelf: false);
    private static readonly OpenedSender Claire = Person("Claire Moreau", "FR", 2, isSelf: true);
    private static readonly OpenedSender Layla = Person("ليلى الهاشمي", "AE", 3, isSelf: false);
    public static readonly FormDefinition Form = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)!;
    public static readonly FormContext French = FormContext.At(new StoppedClock(), "FR");

    public static readonly Answers Cigarettes = Answers
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

    public static DeviceProfile Profile { get; } =
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

    public static ConnectionStatus Offline { get; } =
        new(ConnectionState.Offline, 3, Now.AddMinutes(-6), OfflineReason.Unreachable);

    public static GroupView Group { get; } =
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

    /// <summary>The same after the removal of this device.</summary>
    public static GroupView Ended { get; } =
        Group with
        {
            Members = [],
            CanManage = false,
            Standing = Standing.Ended,
            StandingReason = "removed",
        };

    public static IReadOnlyList<DirectoryEntry> Directory { get; } =
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

    public static IReadOnlyList<OpenedEntry> Entries { get; } =
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

    public static FrameModel Frame { get; } =
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

    public static IReadOnlyList<OpenedReport> Reports { get; } =
    [
        Opened(Cigarettes),
        Opened(Cigarettes.With("lines", Line("DRG.COC", 212.4m, "KGM"))),
        Opened(Cigarettes.With("lines", Line("MED", 18_000m, "H87"), Line("TOB.CIG", 40m, "MIL"))),
        Opened(Cigarettes.With("seizure_date", "2031-01-01")),
    ];

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
        return new OpenedReport(
            1,
            Now,
            Claire,
            Id(),
            report,
            ReportVerdict.Of(report, FormLibrary.Shipped, French),
            new ReportHistory(report.Id, [new ReportRevision(1, 1, Now, Claire)], [], [])
        );
    }

    public static Answers Line(string commodity, decimal quantity, string unit) =>
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
