using Comm.Client.Engine;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Forms;

/// <summary>The pages of one design. The names are keys of the words: <c>Part.{name}</c>.</summary>
public enum DesignPart
{
    Questions = 1,
    Rules = 2,
    Lists = 3,
    Texts = 4,
    Trial = 5,
    Publish = 6,
}

internal static class DesignAddress
{
    public static string Of(GroupId group, Guid design) => $"/groups/{group}/forms/designs/{design:N}";

    public static string Of(GroupId group, Guid design, DesignPart part) =>
        $"{Of(group, design)}/{part.ToString().ToLowerInvariant()}";

    /// <summary>The page of the questions with one of them open; an empty name is the form itself.</summary>
    public static string OfQuestion(GroupId group, Guid design, string name) =>
        $"{Of(group, design, DesignPart.Questions)}?open={Uri.EscapeDataString(name)}#question";
}

/// <summary>A design on a coordinator's desk, with all that its pages show around it.</summary>
public sealed record DesignDesk(FrameModel Model, GroupView Group, FormDesign Design, DesignCheck Check)
{
    public FormDocument Document => Design.Document;

    public string Address => DesignAddress.Of(Group.Id, Design.Id);

    public int Missing => FormTexts.CountMissing(Document);

    /// <summary>Null for who may not design here, and for a design that is not there.</summary>
    internal static async Task<DesignDesk?> OpenAsync(HttpContext context, Guid group, Guid design)
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        return
            await workspace.GroupAsync(id, context.RequestAborted) is { CanManage: true } view
            && workspace.Designs.Find(id, design) is { } found
            ? new DesignDesk(
                await FrameModel.OfAsync(workspace, context.RequestAborted),
                view,
                found,
                DesignCheck.Of(found.Document)
            )
            : null;
    }

    /// <summary>Null for who may not design here, and for a change that cannot be done; then nothing has changed.</summary>
    internal static async Task<FormDesign?> ChangeAsync(
        HttpContext context,
        Guid group,
        Guid design,
        Func<FormDocument, FormDocument?> change
    )
    {
        Workspace workspace = context.Workspace();
        var id = new GroupId(group);
        return await workspace.GroupAsync(id, context.RequestAborted) is { CanManage: true }
            ? workspace.Designs.Change(id, design, change)
            : null;
    }
}
