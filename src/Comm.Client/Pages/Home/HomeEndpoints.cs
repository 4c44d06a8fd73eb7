using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Pages.Home;

/// <summary>Home, new groups, and the parts of the frame that change by themselves.</summary>
internal static class HomeEndpoints
{
    public static void MapHome(this RouteGroupBuilder pages)
    {
        pages.MapGet("/", (Delegate)ShowAsync);
        pages.MapPost("/groups", (Delegate)CreateAsync);
        pages
            .MapGet(
                "/frame/groups",
                async (Guid? current, HttpContext context) =>
                    Page.Of<GroupList>(
                        new
                        {
                            Groups = await context.Workspace().GroupsAsync(context.RequestAborted),
                            Current = current is { } id ? new GroupId(id) : (GroupId?)null,
                        }
                    )
            )
            .AsBackground();
        pages
            .MapGet(
                "/frame/groups/{group:guid}",
                async (Guid group, HttpContext context) =>
                    await context.Workspace().GroupAsync(new GroupId(group), context.RequestAborted) is { } view
                        ? Page.Of<GroupFacts>(new { Group = view, IsPart = true })
                        : Page.Missing()
            )
            .AsBackground();
        pages
            .MapGet(
                "/frame/connection",
                (HttpContext context) => Page.Of<ConnectionLine>(new { Status = context.Workspace().Connection })
            )
            .AsBackground();
        pages.MapGet("/frame/palette", (Delegate)PlacesAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context) =>
        Page.Of<HomePage>(new { Model = await FrameModel.OfAsync(context.Workspace(), context.RequestAborted) });

    private static async Task<IResult> PlacesAsync(HttpContext context) =>
        Page.Of<PalettePlaces>(new { Groups = await context.Workspace().GroupsAsync(context.RequestAborted) });

    private static async Task<IResult> CreateAsync(HttpContext context)
    {
        CancellationToken cancellationToken = context.RequestAborted;
        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        var entered = new NewGroup(
            form["name"].ToString().Trim(),
            form["purpose"].ToString().Trim(),
            Chosen(form["mode"], GroupMode.Exercise),
            Chosen(form["ceiling"], HandlingCeiling.Amber),
            Chosen(form["forms"], InitialForms.Simplified)
        );
        CreateGroupOutcome outcome = await context.Workspace().CreateGroupAsync(entered, cancellationToken);
        if (outcome.Id is { } id)
        {
            return Page.GoTo(context, GroupAddress.Of(id, GroupTab.Members));
        }

        FrameModel model = await FrameModel.OfAsync(context.Workspace(), cancellationToken);
        return Page.Again<HomePage>(
            new
            {
                Model = model,
                Entered = entered,
                Problem = outcome,
            }
        );
    }

    /// <summary>By name only: a number in a form would be a value that no list of ours offered.</summary>
    private static TEnum Chosen<TEnum>(string? name, TEnum otherwise)
        where TEnum : struct, Enum =>
        Enum.GetNames<TEnum>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<TEnum>(name!) : otherwise;
}
