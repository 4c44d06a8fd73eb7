using Comm.Client.Engine;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Forms;
using Comm.Client.Pages.Layout;
using Comm.Client.Pages.Reports;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Comm.Client.Tests.Shell;

/// <summary>The forms of the made-up group, and a design that has everything wrong that a coordinator gets wrong.</summary>
internal static class SampleForms
{
    private static readonly FormDocument Copy = FormStarts.CopyOf(SampleRoom.Form.Document, []);

    public static FormDocument Document { get; } = Make();

    public static FormDocument Standard { get; } = FormLibrary.Shipped.Latest(FormLibrary.StandardSeizure)!.Document;

    private static FormDocument Faulty { get; } =
        FormRuleEdits.Add(
            FormTree.Replace(
                FormEdits.Remove(Document, "offence_text"),
                "seal_colour",
                field => field with { Relevant = "${nowhere} =", Constraint = "(" }
            ),
            "quantity"
        );

    public static Dictionary<string, Func<HttpContext, IResult>> Pages { get; } =
        new(StringComparer.Ordinal)
        {
            ["forms"] = _ => Page.Of<FormsTab>(new { Model = Model(SampleRoom.Group) }),
            ["forms-member"] = _ => Page.Of<FormsTab>(new { Model = Model(SampleRoom.Group with { CanManage = false }) }),
            ["forms-waiting"] = _ =>
                Page.Of<FormsTab>(
                    new
                    {
                        Model = Model(SampleRoom.Group with { CanManage = false }) with
                        {
                            Forms = new GroupFormsView(null, [], false, false),
                            Lines = [],
                        },
                    }
                ),
            ["forms-refused"] = context =>
                Page.Of<FormsTab>(
                    new
                    {
                        Model = Model(SampleRoom.Group),
                        Problem = new FormsProblem(
                            "Xls.Refused",
                            null,
                            [
                                context
                                    .RequestServices.GetRequiredService<FaultWords>()
                                    .Problem(
                                        new Comm.Client.Spreadsheets.SheetFault(
                                            new Comm.Client.Spreadsheets.CellPlace("survey", 4, 2),
                                            "Fault_Name"
                                        )
                                    ),
                            ]
                        ),
                    }
                ),
            ["design"] = _ => Questions(Document, ""),
            ["design-standard"] = context => Questions(FormStarts.CopyOf(Standard, []), context.Request.Query["open"].ToString()),
            ["design-question"] = _ => Questions(Document, "seal_colour"),
            ["design-lines"] = _ => Questions(Document, "lines"),
            ["design-number"] = _ => Questions(Document, "quantity"),
            ["design-place"] = _ => Questions(Document, "location"),
            ["design-faulty"] = _ => Questions(Faulty, "seal_colour"),
            ["design-removal"] = _ =>
                Page.Of<RemovePage>(
                    new
                    {
                        Desk = Desk(Document),
                        Placed = FormTree.Find(Document, "location_type")!,
                        Mentions = (IReadOnlyList<Mention>)[.. FormMentions.Of(Document, "location_type")],
                    }
                ),
            ["design-rules"] = _ => Page.Of<RulesPage>(new { Desk = Desk(Document), Open = (int?)0 }),
            ["design-rules-faulty"] = _ =>
                Page.Of<RulesPage>(new { Desk = Desk(Faulty), Open = (int?)(Faulty.Rules.Length - 1) }),
            ["design-lists"] = _ => Page.Of<ListsPage>(new { Desk = Desk(Document), Open = "colours" }),
            ["design-texts"] = _ => Page.Of<TextsPage>(new { Desk = Desk(Document) }),
            ["design-texts-missing"] = _ => Page.Of<TextsPage>(new { Desk = Desk(Document), OnlyMissing = true }),
            ["design-trial"] = context => Trial(context, Document),
            ["design-trial-faulty"] = context => Trial(context, Faulty),
            ["design-publish"] = _ => Publish(Document),
            ["design-publish-faulty"] = _ => Publish(Faulty),
            ["forms-compare"] = _ =>
                Page.Of<ComparePage>(
                    new
                    {
                        Model = SampleRoom.Frame,
                        SampleRoom.Group,
                        From = SampleRoom.Form,
                        To = DesignCheck.Of(Document).Form!,
                        Versions = (IReadOnlyList<int>)[1, 2],
                    }
                ),
        };

    private static FormDocument Make()
    {
        FormDocument document = FormListEdits.Add(Copy, "colours")!;
        document = FormListEdits.AddChoice(document, "colours", "RED", Words("Red"))!;
        document = FormListEdits.AddChoice(document, "colours", "BLUE", Words("Blue"))!;
        document = FormEdits.Add(document, FieldType.Section, "seals", Words("Seals"), "remarks")!;
        document = FormEdits.Add(document, FieldType.Code, "seal_colour", Words("Colour of the seal"), "seals")!;
        return FormTree.Replace(
            document,
            "seal_colour",
            field =>
                field with
                {
                    CodeList = "colours",
                    Relevant = "${movement} = 'IMP' and selected('SEA AIR', ${location_type})",
                    Required = "${conveyance} = 'VSL_CARGO'",
                }
        );
    }

    private static Labels Words(string english) => new([KeyValuePair.Create("en", english)]);

    private static DesignDesk Desk(FormDocument document) =>
        new(
            SampleRoom.Frame,
            SampleRoom.Group,
            new FormDesign(Guid.Parse("0193574c0000700080000000000000b1"), document, null, SampleRoom.Now),
            DesignCheck.Of(document)
        );

    private static IResult Questions(FormDocument document, string open) =>
        Page.Of<QuestionsPage>(new { Desk = Desk(document), Open = open });

    private static IResult Publish(FormDocument document) =>
        Page.Of<PublishPage>(
            new
            {
                Desk = Desk(document),
                Version = 2,
                Previous = SampleRoom.Form,
                Others = (IReadOnlyList<GroupSummary>)[.. SampleRoom.Frame.Groups.Skip(1)],
            }
        );

    private static IResult Trial(HttpContext context, FormDocument document)
    {
        DesignDesk desk = Desk(document);
        ReportDraft? draft = desk.Check.Form is { } form
            ? ReportDraft.Empty(form, SampleRoom.French) with
            {
                ShowsFindings = true,
            }
            : null;
        return TrialEndpoints.PageAsync(context, desk, draft, "ar").GetAwaiter().GetResult();
    }

    private static FormsModel Model(GroupView group)
    {
        FormDefinition own = DesignCheck.Of(Document).Form!;
        FormSet set = FormSet.OfShipped(FormLibrary.SimplifiedSeizure).Offering(Document) with
        {
            Locations = new string('a', 64),
        };
        set = set with { Forms = set.Forms.Add(new FormSetEntry("lost", 3, new string('b', 64), FormUse.Accepted)) };
        return new FormsModel(
            SampleRoom.Frame,
            group,
            new GroupFormsView(set, [own], false, group.CanManage),
            [
                .. set.Forms.Select(entry => new FormLine(
                    entry,
                    entry.Id == own.Id ? own
                        : entry.Id == "lost" ? null
                        : SampleRoom.Form
                )),
            ],
            [own, DesignCheck.Of(Document with { Version = 2 }).Form!, SampleRoom.Form],
            group.CanManage ? [(Guid.NewGuid(), Desk(Document).Design), (Guid.NewGuid(), null)] : [],
            group.CanManage ? [(SampleRoom.Frame.Groups[1], own)] : [],
            null,
            HasTable: false
        );
    }
}
