using Comm.Client.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comm.Client.Pages.Layout;

/// <summary>Answers with a component rendered to HTML in one go.</summary>
internal static class Page
{
    public static IResult Of<TComponent>(object parameters, int status = StatusCodes.Status200OK)
        where TComponent : IComponent =>
        new RazorComponentResult<TComponent>(parameters) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>What was sent breaks a rule: the page again, with what was entered and why.</summary>
    public static IResult Again<TComponent>(object parameters)
        where TComponent : IComponent => Of<TComponent>(parameters, StatusCodes.Status422UnprocessableEntity);

    public static IResult Missing() => Refusals.Page(Refusal.NotFound);

    /// <summary>After an act: the browser asks for the page anew, so that a reload does not act twice.</summary>
    public static IResult GoTo(HttpContext context, string path)
    {
        WorkspaceGate.SendTo(context, path);
        return Results.Empty;
    }
}
