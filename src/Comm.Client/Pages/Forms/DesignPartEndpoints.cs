using System.Globalization;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Forms;

/// <summary>
/// Editing a design: each change is kept in the vault when its page sends it. A page with scripts gets back what is wrong now, and where;
/// one without gets the page anew.
/// </summary>
internal static class DesignPartEndpoints
{
    private static readonly string[] s_goods = ["repeat", "commodity", "quantity", "unit"];

    public static void MapDesignParts(this RouteGroupBuilder pages)
    {
        RouteGroupBuilder design = pages.MapGroup("/groups/{group:guid}/forms/designs/{design:guid}");
        design.MapGet(
            "/questions",
            (Guid group, Guid design, string? open, HttpContext context) => QuestionsAsync(group, design, open, context)
        );
        design.MapPost("/details", SetFormAsync);
        design.MapPost("/fields", AddAsync);
        design.MapPost("/place", PlaceAsync);
        design.MapPost("/fields/{name}", SetAsync);
        design.MapPost("/fields/{name}/move", MoveAsync);
        design.MapPost("/fields/{name}/name", RenameAsync);
        design.MapGet("/fields/{name}/removal", AskRemovalAsync);
        design.MapPost("/fields/{name}/removal", RemoveAsync);
        design.MapGet("/texts", TextsAsync);
        design.MapPost("/texts", SetTextsAsync);
        design.MapRules();
        design.MapLists();
    }

    /// <summary>Kept while somebody writes, by a script that looks at no page.</summary>
    public static bool IsKeeping(HttpContext context) => !IsHtmx(context) && context.Request.Headers["Sec-Fetch-Dest"] == "empty";

    public static bool IsHtmx(HttpContext context) => context.Request.Headers.ContainsKey("HX-Request");

    private static async Task<IResult> QuestionsAsync(
        Guid group,
        Guid design,
        string? open,
        HttpContext context,
        string? problem = null
    )
    {
        if (await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return Page.Missing();
        }

        var parameters = new
        {
            Desk = desk,
            Open = open,
            Problem = problem,
        };
        return problem is null ? Page.Of<QuestionsPage>(parameters) : Page.Again<QuestionsPage>(parameters);
    }

    private static async Task<IResult> SetFormAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string Goods(string name) => posted[$"goods.{name}"].ToString();
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
                document with
                {
                    Labels = LabelsEntry.Read(posted, "label", document.Labels),
                    DefaultLanguage = ProductCultures.Contains(posted["authors"])
                        ? posted["authors"].ToString()
                        : document.DefaultLanguage,
                    Kind = Enum.TryParse(posted["kind"], out FormKind kind) && Enum.IsDefined(kind) ? kind : document.Kind,
                    // Half of it would be a fault that nobody has made yet: it counts when all four are chosen.
                    Goods = s_goods.All(name => Goods(name).Length > 0)
                        ? new GoodsFields(Goods("repeat"), Goods("commodity"), Goods("quantity"), Goods("unit"))
                        : null,
                }
        );
        return await AnswerAsync(context, group, design, changed, "");
    }

    private static async Task<IResult> AddAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string label = posted["label"].ToString().Trim();
        string near = posted["near"].ToString();
        if (
            label.Length is 0 or > FormLimits.LabelCharacters
            || !Enum.TryParse(posted["type"], out FieldType type)
            || !Enum.IsDefined(type)
        )
        {
            return await QuestionsAsync(group, design, near, context, "Add.NoLabel");
        }

        string name = "";
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
            {
                name = DesignNames.ForField(document, label, "question_1");
                return FormEdits.Add(
                    document,
                    type,
                    name,
                    new Labels([KeyValuePair.Create(document.DefaultLanguage, label)]),
                    near.Length == 0 ? null : near
                );
            }
        );
        return changed is null
            ? await QuestionsAsync(group, design, near, context, "Add.NotThere")
            : Page.GoTo(context, DesignAddress.OfQuestion(new GroupId(group), design, name));
    }

    private static async Task<IResult> SetAsync(Guid group, Guid design, string name, Reader reader, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
            {
                if (FormTree.Find(document, name)?.Field is not { } was)
                {
                    return null;
                }

                FormDocument set = FormEdits.Set(document, new QuestionEntry(posted, document, reader.Language).Read(was));
                return Enum.TryParse(posted["type"], out FieldType type) && Enum.IsDefined(type) && type != was.Type
                    ? FormEdits.SetType(set, name, type)
                    : set;
            }
        );
        return await AnswerAsync(context, group, design, changed, name, posted["shape"].ToString());
    }

    /// <summary>Faults where the page shows the same as before; else the question anew; the whole page for one without scripts.</summary>
    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        Guid group,
        Guid design,
        FormDesign? changed,
        string name,
        string shape = ""
    )
    {
        if (changed is null || await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return Page.Missing();
        }

        if (IsKeeping(context))
        {
            return Results.NoContent();
        }

        if (!IsHtmx(context))
        {
            return Page.GoTo(context, DesignAddress.OfQuestion(desk.Group.Id, design, name));
        }

        PlacedField? placed = name.Length == 0 ? null : FormTree.Find(desk.Document, name);
        if (placed is null || shape == QuestionParts.Shape(placed.Field))
        {
            return Page.Of<QuestionEchoes>(new { Desk = desk, Placed = placed });
        }

        context.Response.Headers["HX-Retarget"] = "#question";
        context.Response.Headers["HX-Reswap"] = "outerHTML";
        return Page.Of<QuestionAnew>(new { Desk = desk, Placed = placed });
    }

    private static async Task<IResult> MoveAsync(Guid group, Guid design, string name, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        return
            Enum.TryParse(posted["step"], out Step step)
            && await DesignDesk.ChangeAsync(context, group, design, document => FormEdits.Move(document, name, step)) is not null
            ? Page.GoTo(context, DesignAddress.OfQuestion(new GroupId(group), design, name))
            : await QuestionsAsync(group, design, name, context, "Move.Not");
    }

    /// <summary>Dropped on another question: before it, or into a section.</summary>
    private static async Task<IResult> PlaceAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string name = posted["name"].ToString();
        return
            await DesignDesk.ChangeAsync(
                context,
                group,
                design,
                document => FormEdits.MoveTo(document, name, posted["target"].ToString(), posted["into"] == "true")
            )
                is not null
            ? Page.GoTo(context, DesignAddress.OfQuestion(new GroupId(group), design, name))
            : await QuestionsAsync(group, design, name, context, "Move.Not");
    }

    private static async Task<IResult> RenameAsync(Guid group, Guid design, string name, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string to = posted["to"].ToString().Trim();
        return
            to == name
            || await DesignDesk.ChangeAsync(context, group, design, document => FormEdits.Rename(document, name, to)) is not null
            ? Page.GoTo(context, DesignAddress.OfQuestion(new GroupId(group), design, to))
            : await QuestionsAsync(group, design, name, context, "Rename.Not");
    }

    private static async Task<IResult> AskRemovalAsync(Guid group, Guid design, string name, HttpContext context) =>
        await DesignDesk.OpenAsync(context, group, design) is { } desk && FormTree.Find(desk.Document, name) is { } placed
            ? Page.Of<RemovePage>(
                new
                {
                    Desk = desk,
                    Placed = placed,
                    Mentions = (IReadOnlyList<Mention>)[.. FormMentions.Of(desk.Document, name)],
                }
            )
            : Page.Missing();

    private static async Task<IResult> RemoveAsync(Guid group, Guid design, string name, HttpContext context) =>
        await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document => FormTree.Find(document, name) is null ? null : FormMentions.RemoveWithMentions(document, name)
        )
            is null
            ? Page.Missing()
            : Page.GoTo(context, DesignAddress.Of(new GroupId(group), design, DesignPart.Questions));

    private static async Task<IResult> TextsAsync(Guid group, Guid design, bool? missing, int? first, HttpContext context) =>
        await DesignDesk.OpenAsync(context, group, design) is { } desk
            ? Page.Of<TextsPage>(
                new
                {
                    Desk = desk,
                    OnlyMissing = missing == true,
                    First = Math.Max(0, first ?? 0),
                }
            )
            : Page.Missing();

    /// <summary>"text:fr:Label:movement"; a page full of them.</summary>
    private static async Task<IResult> SetTextsAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
                posted
                    .Select(one => (Parts: one.Key.Split(':', 3), Text: one.Value.ToString()))
                    .Where(one => one.Parts is ["text", _, _])
                    .Aggregate(
                        (FormDocument?)document,
                        (all, one) => all is null ? null : FormTexts.Set(all, one.Parts[2], one.Parts[1], one.Text)
                    )
        );
        if (changed is null || await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return Page.Missing();
        }

        if (IsKeeping(context))
        {
            return Results.NoContent();
        }

        return IsHtmx(context)
            ? Page.Of<DesignState>(new { Desk = desk, IsPart = true })
            : Page.GoTo(
                context,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{DesignAddress.Of(desk.Group.Id, design, DesignPart.Texts)}?first={First(posted)}{(posted["missing"] == "true" ? "&missing=true" : "")}"
                )
            );
    }

    private static int First(IFormCollection posted) =>
        int.TryParse(posted["first"], NumberStyles.None, CultureInfo.InvariantCulture, out int first) ? first : 0;
}
