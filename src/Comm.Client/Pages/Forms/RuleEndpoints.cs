using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Layout;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Forms;

/// <summary>The rules of a design.</summary>
internal static class RuleEndpoints
{
    public static void MapRules(this RouteGroupBuilder design)
    {
        design.MapGet("/rules", ShowAsync);
        design.MapPost("/rules", AddAsync);
        design.MapPost("/rules/{index:int}", SetAsync);
        design.MapPost("/rules/{index:int}/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(Guid group, Guid design, int? open, HttpContext context) =>
        await DesignDesk.OpenAsync(context, group, design) is { } desk
            ? Page.Of<RulesPage>(new { Desk = desk, Open = open })
            : Page.Missing();

    private static async Task<IResult> AddAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string field = posted["field"].ToString();
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document => FormTree.Find(document, field) is null ? null : FormRuleEdits.Add(document, field)
        );
        return changed is null ? Page.Missing() : GoTo(context, group, design, changed.Document.Rules.Length - 1);
    }

    private static async Task<IResult> SetAsync(Guid group, Guid design, int index, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string when = posted["when"].ToString().Trim().ReplaceLineEndings("\n");
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
                FormRuleEdits.Set(
                    document,
                    index,
                    rule =>
                        rule with
                        {
                            Severity = posted["severity"].ToString() is "E" or "W" or "I"
                                ? posted["severity"].ToString()
                                : rule.Severity,
                            Field = FormTree.Find(document, posted["field"].ToString())?.Field.Name ?? rule.Field,
                            When = when.Length == 0 ? null : when,
                            Check = posted["check"].ToString().Trim().ReplaceLineEndings("\n"),
                            Message = LabelsEntry.Read(posted, "message", rule.Message),
                        }
                )
        );
        if (changed is null || await DesignDesk.OpenAsync(context, group, design) is not { } desk)
        {
            return Page.Missing();
        }

        if (DesignPartEndpoints.IsKeeping(context))
        {
            return Results.NoContent();
        }

        return DesignPartEndpoints.IsHtmx(context)
            ? Page.Of<RuleNode>(
                new
                {
                    Desk = desk,
                    Rule = desk.Document.Rules[index],
                    Index = index,
                    IsOpen = true,
                    IsPart = true,
                }
            )
            : GoTo(context, group, design, index);
    }

    private static async Task<IResult> RemoveAsync(Guid group, Guid design, int index, HttpContext context) =>
        await DesignDesk.ChangeAsync(context, group, design, document => FormRuleEdits.Remove(document, index)) is null
            ? Page.Missing()
            : Page.GoTo(context, DesignAddress.Of(new GroupId(group), design, DesignPart.Rules));

    private static IResult GoTo(HttpContext context, Guid group, Guid design, int index) =>
        Page.GoTo(context, $"{DesignAddress.Of(new GroupId(group), design, DesignPart.Rules)}?open={index}#question");
}
