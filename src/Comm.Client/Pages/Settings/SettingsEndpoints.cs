using Comm.Client.Engine;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Localization;
using Microsoft.Extensions.Options;

namespace Comm.Client.Pages.Settings;

internal static class SettingsEndpoints
{
    public static void MapSettings(this RouteGroupBuilder pages)
    {
        pages
            .MapGet(
                "/settings",
                async (HttpContext context, IOptions<ShellOptions> options) =>
                    Page.Of<SettingsPage>(
                        new
                        {
                            Model = await FrameModel.OfAsync(context.Workspace(), context.RequestAborted),
                            options.Value.IdleMinutes,
                        }
                    )
            )
            .WithMetadata(NeedsWorkspace.Instance);
        // Also before the vault is open: the passphrase is asked for in the reader's language.
        pages.MapPost("/language", ChooseLanguageAsync);
    }

    private static async Task<IResult> ChooseLanguageAsync(ClientSession session, HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string language = form["language"].ToString();
        if (ProductCultures.Contains(language))
        {
            await session.SetLanguageAsync(language);
        }

        return Page.GoTo(context, LocalPath.Or(form[LocalPath.Parameter], "/"));
    }
}
