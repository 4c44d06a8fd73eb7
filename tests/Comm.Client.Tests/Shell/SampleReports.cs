using System.Collections.Immutable;
using System.Text;
using Comm.Client.Conversations;
using Comm.Client.Pages.Reports.Reading;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Shell;

/// <summary>Reports to be read: good and strange ones, of three officers, in several languages and on several forms.</summary>
internal static class SampleReports
{
    private static readonly OpenedSender Claire = SampleRoom.Entries[1].Sender!;
    private static readonly OpenedSender Layla = SampleRoom.Entries[2].Sender!;
    private static readonly OpenedSender Karim = SampleRoom.Karim;

    /// <summary>A warning as a group's coordinator may have written it, in French, with a few English labels.</summary>
    public static readonly FormDefinition Warning = Compile(
        """
        {"id":"own-warning","version":2,"kind":"warning","defaultLanguage":"fr","labels":{"fr":"Alerte du groupe","en":"Group warning"},
        "codeLists":{"CL_TLP":"1.0","CL_HANDLING":"1.0","CL_COMMODITY":"1.0"},
        "lists":[{"name":"actions","choices":[{"code":"STOP","labels":{"fr":"Arrêter et fouiller"}},{"code":"LOOK","labels":{"fr":"Observer","en":"Watch"}}]}],
        "fields":[
        {"name":"subject","type":"text","required":"true()","most":150,"labels":{"fr":"Objet","en":"Subject"}},
        {"name":"valid_until","type":"dateTime","required":"true()","labels":{"fr":"Valable jusqu’à"}},
        {"name":"actions","type":"codes","codeList":"actions","labels":{"fr":"Mesures demandées"}},
        {"name":"ship","type":"section","labels":{"fr":"Navire","en":"Ship"},"fields":[
          {"name":"position","type":"position","labels":{"fr":"Dernière position","en":"Last position"}},
          {"name":"crew","type":"integer","labels":{"fr":"Équipage"}},
          {"name":"boats","type":"calculation","calculation":"${crew} * 2","labels":{"fr":"Mains","en":"Hands"}},
          {"name":"legs","type":"repeat","most":10,"labels":{"fr":"Étapes","en":"Legs"},"fields":[
            {"name":"leg_place","type":"location","labels":{"fr":"Lieu","en":"Place"}},
            {"name":"leg_country","type":"country","labels":{"fr":"Pays","en":"Country"}},
            {"name":"leg_date","type":"date","labels":{"fr":"Date","en":"Date"}},
            {"name":"leg_time","type":"time","labels":{"fr":"Heure","en":"Time"}},
            {"name":"leg_agent","type":"text","labels":{"fr":"Agent","en":"Agent"}},
            {"name":"leg_sealed","type":"flag","labels":{"fr":"Scellé","en":"Sealed"}},
            {"name":"leg_goods","type":"code","codeList":"CL_COMMODITY","labels":{"fr":"Marchandise","en":"Commodity"}}]}]},
        {"name":"tlp","type":"code","codeList":"CL_TLP","labels":{"fr":"TLP","en":"TLP"}},
        {"name":"handling","type":"code","codeList":"CL_HANDLING","labels":{"fr":"Utilisation","en":"Use"}}],"rules":[]}
        """
    );

    public static readonly FormDefinition Feedback = Compile(
        """
        {"id":"own-feedback","version":1,"kind":"feedback","labels":{"en":"Group feedback","fr":"Retour du groupe"},"codeLists":{"CL_FEEDBACK":"1.0"},"fields":[
        {"name":"linked_warning","type":"link","required":"true()","labels":{"en":"Warning","fr":"Alerte"}},
        {"name":"outcome","type":"code","codeList":"CL_FEEDBACK","required":"true()","labels":{"en":"Outcome","fr":"Résultat"}}],"rules":[]}
        """
    );

    private static readonly FormLibrary Library = new([.. FormLibrary.Shipped.All, Warning, Feedback]);

    public const string Trick = "<b>bold</b> \u202Egnp.exe";

    private static readonly Report Cigarettes = New(
        SampleRoom.Form,
        "fr",
        SampleRoom.Cigarettes.With("remarks", "Faux plancher dans le conteneur.\nTrois palettes.")
    );

    private static readonly Report Corrected = Cigarettes with
    {
        Revision = 2,
        Answers = Cigarettes
            .Answers.With("location", "FRMRS")
            .With(
                "lines",
                SampleRoom.Line("TOB.RYO", 315.5m, "KGM"),
                SampleRoom.Line("TOB.CIG", 2_600_000m, "STK"),
                SampleRoom.Line("ALC", 12m, "LTR")
            ),
    };

    private static readonly Report Alert = New(
        Warning,
        "fr",
        Answers
            .Of(
                ("subject", "Le cargo « Lorena » arrive dimanche"),
                ("valid_until", "2026-11-27T06:30+01:00"),
                ("actions", "STOP LOOK"),
                ("position", "49.49 0.11"),
                ("crew", 12m),
                ("tlp", CodeLists.Shipped.Find("CL_TLP")!.Codes[0].Value),
                ("handling", CodeLists.Shipped.Find("CL_HANDLING")!.Codes[0].Value)
            )
            .With(
                "legs",
                Answers.Of(
                    ("leg_place", "AEJEA"),
                    ("leg_country", "AE"),
                    ("leg_date", "2026-11-02"),
                    ("leg_time", "04:15"),
                    ("leg_agent", "Transit & Cie"),
                    ("leg_sealed", true),
                    ("leg_goods", "TOB.CIG")
                ),
                Answers.Of(("leg_place", "FRLEH"), ("leg_country", "FR"))
            )
    );

    private static readonly Report Answered = New(
        Feedback,
        "en",
        Answers.Of(("linked_warning", Alert.Id.ToString("D")), ("outcome", CodeLists.Shipped.Find("CL_FEEDBACK")!.Codes[0].Value))
    );

    /// <summary>On the long form of the product, with a line of many columns.</summary>
    private static readonly Report Standard = New(
        FormLibrary.Shipped.Latest(FormLibrary.StandardSeizure)!,
        "es",
        SampleRoom
            .Cigarettes.With("procedure", CodeLists.Shipped.Find("CL_PROCEDURE")!.Codes[0].Value)
            .With("technique", "XRAY DOG")
            .With("tlp", "AMBER")
            .With("remarks", "Doble fondo en el contenedor")
            .With("linked_warning", Alert.Id.ToString("D"))
            .With(
                "legs",
                Answers.Of(("leg_role", "ORIGIN"), ("leg_country", "AE")),
                Answers.Of(("leg_role", "DESTINATION"), ("leg_country", "FR"), ("leg_date", "2026-11-22"))
            )
            .With(
                "lines",
                SampleRoom
                    .Line("TOB.CIG", 2_400_000m, "STK")
                    .With("brand", "Gold Seal")
                    .With("description", "Cajetillas sin precinto")
                    .With("packages", 240m)
                    .With("value", 310_000m)
                    .With("currency", "EUR")
                    .With("origin_country", "AE"),
                SampleRoom.Line("ALC", 40m, "LTR")
            )
    );

    private static readonly Report Hostile = New(
        SampleRoom.Form,
        "ar",
        SampleRoom
            .Cigarettes.With("movement", 7m)
            .With("conveyance", Trick)
            .With("date_estimated", "perhaps")
            .With("remarks", [Answers.Of(("a", Trick))])
            .With("extra_field", Trick)
            .With(
                "lines",
                [.. Enumerable.Range(0, 100).Select(i => SampleRoom.Line(i == 7 ? Trick : "TOB.CIG", i, "STK").With("x_mark", i))]
            )
    ) with
    {
        Overrides = [new RuleOverride("M99", Trick)],
    };

    private static readonly Report Unknown = New(SampleRoom.Form, "pt", Hostile.Answers) with
    {
        Form = "from-elsewhere",
        FormVersion = 9,
    };

    public static IReadOnlyList<OpenedReport> All { get; } =
    [
        Opened(
            Corrected,
            Claire,
            new ReportAct(950, At(6), Karim, 1, ReviewDecision.Returned, "Which terminal? \u202Erof ti si woH"),
            new ReportAct(1050, At(9), Karim, 2, ReviewDecision.Validated, "")
        ),
        Opened(Alert, Layla),
        Opened(Answered, Karim),
        Opened(Hostile, Karim),
        Opened(Unknown, Layla),
        Opened(Standard, Layla),
        Opened(
            New(SampleRoom.Form, "ar", SampleRoom.Cigarettes.With("remarks", "أرضية مزدوجة في الحاوية")),
            Layla,
            new ReportAct(1052, At(12), Layla, 1, null, "أُرسل إلى المجموعة الخطأ")
        ),
        Opened(
            New(SampleRoom.Form, "ru", SampleRoom.Cigarettes.With("remarks", "Двойной пол в контейнере")),
            Karim,
            new ReportAct(1054, At(14), Claire, 1, ReviewDecision.Returned, "Which container?")
        ),
    ];

    public static OpenedReport Of(string name) => All.Single(opened => opened.Report.Id == Named[name].Id);

    private static readonly Dictionary<string, Report> Named = new(StringComparer.Ordinal)
    {
        ["corrected"] = Corrected,
        ["warning"] = Alert,
        ["feedback"] = Answered,
        ["hostile"] = Hostile,
        ["unknown"] = Unknown,
        ["standard"] = Standard,
    };

    /// <summary>The same in the conversation, with what was said of them.</summary>
    public static IReadOnlyList<OpenedEntry> Entries { get; } =
    [
        .. All.Select(
            (opened, i) =>
                new OpenedReportEntry(opened.Report, opened.Verdict)
                {
                    Position = i + 1,
                    At = opened.At,
                    MessageId = opened.MessageId,
                    Delivery = DeliveryState.Received,
                    Sender = opened.Sender,
                    History = opened.History with
                    {
                        Revisions = [.. opened.History.Revisions.Select(revision => revision with { Position = i + 1 })],
                    },
                    Corrects = opened.Report.Revision > 1 ? Cigarettes : null,
                }
        ),
        new OpenedReview(new ReportReview(Corrected.Id, 2, ReviewDecision.Validated, ""), All[0].History)
        {
            Position = 1050,
            At = At(9),
            MessageId = Identifier.Create<MessageId>(),
            Delivery = DeliveryState.Received,
            Sender = Karim,
        },
        new OpenedWithdrawal(new ReportWithdrawal(Guid.CreateVersion7(), 1, Trick), null)
        {
            Position = 1053,
            At = At(13),
            MessageId = Identifier.Create<MessageId>(),
            Delivery = DeliveryState.Received,
            Sender = Karim,
        },
    ];

    public static ReadReport Read(string name)
    {
        OpenedReport current = Of(name);
        return ReadReport.Of(
            current.Report.Id,
            All,
            current.Report.Revision == 1
                ? [current]
                : [Opened(Cigarettes, Claire) with { Position = current.Position - 100 }, current],
            history => history.Current.Author.IsSelf
        )!;
    }

    private static OpenedReport Opened(Report report, OpenedSender author, params ImmutableArray<ReportAct> acts)
    {
        int place = Array.IndexOf<Guid>([Cigarettes.Id, Alert.Id, Answered.Id, Hostile.Id, Unknown.Id], report.Id) + 1000;
        ReportRevision last = new(report.Revision, place, At(report.Revision * 4), author);
        return new OpenedReport(
            place,
            last.At,
            author,
            Identifier.Create<MessageId>(),
            report,
            ReportVerdict.Of(report, Library, SampleRoom.French),
            new ReportHistory(
                report.Id,
                report.Revision == 1 ? [last] : [new ReportRevision(1, place - 100, At(4), author), last],
                acts,
                []
            )
        );
    }

    private static DateTimeOffset At(int minutes) => SampleRoom.Now.AddMinutes(minutes - 60);

    private static Report New(FormDefinition form, string language, Answers answers) =>
        Report.New(form, language, answers, ImmutableArray<RuleOverride>.Empty);

    private static FormDefinition Compile(string json)
    {
        FormDefinition? form = FormDefinitionReader.Read(Encoding.UTF8.GetBytes(json), CodeLists.Shipped, out var faults);
        return form ?? throw new InvalidOperationException(string.Join("; ", faults));
    }
}
