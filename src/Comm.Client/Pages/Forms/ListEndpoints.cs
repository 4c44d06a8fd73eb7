using System.Globalization;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Layout;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Forms;

/// <summary>The own lists of choices of a design.</summary>
internal static class ListEndpoints
{
    public static void MapLists(this RouteGroupBuilder design)
    {
        design.MapGet(
            "/lists",
            (Guid group, Guid design, string? open, int? first, HttpContext context) =>
                ShowAsync(group, design, open, first ?? 0, context)
        );
        design.MapPost("/lists", AddAsync);
        design.MapPost("/lists/{list}", SetAsync);
        design.MapPost("/lists/{list}/choices", AddChoiceAsync);
        design.MapPost("/lists/{list}/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        Guid group,
        Guid design,
        string? open,
        int first,
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
            First = Math.Max(0, first),
            Problem = problem,
        };
        return problem is null ? Page.Of<ListsPage>(parameters) : Page.Again<ListsPage>(parameters);
    }

    private static async Task<IResult> AddAsync(Guid group, Guid design, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string name = "";
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document => FormListEdits.Add(document, name = DesignNames.ForList(document, posted["name"].ToString()))
        );
        return changed is null ? Page.Missing() : GoTo(context, group, design, name, 0);
    }

    private static async Task<IResult> AddChoiceAsync(Guid group, Guid design, string list, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        string label = posted["label"].ToString().Trim();
        string code = posted["code"].ToString().Trim();
        if (!IsCode(code) || label.Length is 0 or > FormLimits.LabelCharacters)
        {
            return await ShowAsync(group, design, list, 0, context, "Choice.NoCode");
        }

        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
                FormListEdits.AddChoice(document, list, code, new Labels([KeyValuePair.Create(document.DefaultLanguage, label)]))
        );
        int last = changed is null ? 0 : FormListEdits.Find(changed.Document, list)!.Choices.Length - 1;
        return changed is null
            ? await ShowAsync(group, design, list, 0, context, "Choice.Taken")
            : GoTo(context, group, design, list, last - (last % ListsPage.PageLength));
    }

    private static async Task<IResult> SetAsync(Guid group, Guid design, string list, HttpContext context)
    {
        IFormCollection posted = await context.Request.ReadFormAsync(context.RequestAborted);
        int first = int.TryParse(posted["first"], NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : 0;
        bool isWritten = true;
        FormDesign? changed = await DesignDesk.ChangeAsync(
            context,
            group,
            design,
            document =>
            {
                if (FormListEdits.Find(document, list) is not { } found)
                {
                    return null;
                }

                if (posted["remove"].ToString() is { Length: > 0 } gone)
                {
                    return FormListEdits.RemoveChoice(document, list, gone);
                }

                FormDocument? set = document;
                foreach (ChoiceDocument choice in found.Choices.Where(choice => posted.ContainsKey($"{choice.Code}.attributes")))
                {
                    var attributes = FormListEdits.ReadAttributes(posted[$"{choice.Code}.attributes"].ToString());
                    isWritten &= attributes is not null;
                    set = set is null
                        ? null
                        : FormListEdits.SetChoice(
                            set,
                            list,
                            choice.Code,
                            one =>
                                one with
                                {
                                    Labels = LabelsEntry.Read(posted, choice.Code, one.Labels),
                                    Attributes =
                                        attributes is null ? one.Attributes
                                        : attributes.IsEmpty ? null
                                        : attributes,
                                }
                        );
                }

                return set;
            }
        );
        return changed is null ? Page.Missing()
            : isWritten ? GoTo(context, group, design, list, first)
            : await ShowAsync(group, design, list, first, context, "Choice.BadAttributes");
    }

    private static async Task<IResult> RemoveAsync(Guid group, Guid design, string list, HttpContext context) =>
        await DesignDesk.ChangeAsync(context, group, design, document => FormListEdits.Remove(document, list)) is null
            ? Page.Missing()
            : Page.GoTo(context, DesignAddress.Of(new GroupId(group), design, DesignPart.Lists));

    private static bool IsCode(string code) =>
        code.Length is > 0 and <= 64 && code[0] != '_' && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static IResult GoTo(HttpContext context, Guid group, Guid design, string list, int first) =>
        Page.GoTo(
            context,
            $"{DesignAddress.Of(new GroupId(group), design, DesignPart.Lists)}?open={list}&first={first}#question"
        );
}
