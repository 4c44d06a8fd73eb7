using System.Globalization;
using Comm.Client.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Comm.Client.Pages.Layout;

/// <summary>A part of a page in another language than its reader's: as somebody else will see it.</summary>
internal static class InLanguage
{
    public static async Task<MarkupString> RenderAsync<TComponent>(
        HttpContext context,
        string language,
        IDictionary<string, object?> parameters
    )
        where TComponent : IComponent
    {
        // The culture is this method's own: it goes with the flow of its calls, and ends with it.
        CultureInfo.CurrentCulture = Languages.Of(language).Culture;
        CultureInfo.CurrentUICulture = Languages.Of(language).Culture;
        RouteValueDictionary route = context.Request.RouteValues;
        object? before = route[Reader.LanguageParameter];
        route[Reader.LanguageParameter] = language;
        try
        {
            // Its own scope has a reader of its own, who reads this language.
            await using AsyncServiceScope scope = context.RequestServices.CreateAsyncScope();
            await using var renderer = new HtmlRenderer(
                scope.ServiceProvider,
                scope.ServiceProvider.GetRequiredService<ILoggerFactory>()
            );
            return await renderer.Dispatcher.InvokeAsync(async () =>
                (MarkupString)
                    (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString()
            );
        }
        finally
        {
            route[Reader.LanguageParameter] = before;
        }
    }
}
