using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;

namespace Comm.Client.Shell;

/// <summary>
/// Every request to a page passes here, whatever its endpoint (design D1). Each check has its reason: <c>Host</c> (a name that
/// somebody points at the loopback address), the session cookie (another user's program on this machine), <c>Sec-Fetch-Site</c>,
/// <c>Origin</c> and the antiforgery token (another site's page in this browser).
/// </summary>
internal sealed class PageGuard(
    RequestDelegate next,
    PageOrigin origin,
    PageSessions sessions,
    IAntiforgery antiforgery,
    IdleLock idle
)
{
    /// <summary>Largest request a page sends: a report with fifty goods lines has less than a tenth of it.</summary>
    private const long MaxRequestBytes = 512 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        PageSurface? surface = context.GetEndpoint()?.Metadata.GetMetadata<PageSurface>();
        if (!PageListener.Carries(context))
        {
            // The control socket: everything but pages.
            if (surface is null)
            {
                await next(context);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }

            return;
        }

        SecurityHeaders.Write(context.Response);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = context.GetEndpoint()?.Metadata.GetMetadata<LargestRequest>()?.Bytes ?? MaxRequestBytes;
        }

        if (await RefusalOfAsync(context, surface) is { } refusal)
        {
            await Refusals.Page(refusal).ExecuteAsync(context);
            return;
        }

        if (surface is { IsActOfTheOfficer: true })
        {
            idle.PutOff();
        }

        await next(context);
    }

    private async Task<Refusal?> RefusalOfAsync(HttpContext context, PageSurface? surface)
    {
        HttpRequest request = context.Request;
        if (!string.Equals(request.Headers.Host, origin.Host, StringComparison.Ordinal))
        {
            return Refusal.ForeignHost;
        }

        // A launch link is the one address that may be opened from elsewhere: it is what makes a session.
        bool isLaunch = HttpMethods.IsGet(request.Method) && request.Path == LaunchLinks.Path;
        if (!isLaunch)
        {
            if (sessions.Find(request) is { } browser)
            {
                context.User = browser;
            }
            else if (surface is not { IsForStrangers: true })
            {
                return Refusal.NoSession;
            }

            if (!ComesFromOurPages(request))
            {
                return Refusal.ForeignPage;
            }
        }

        if (surface is null)
        {
            return Refusal.NotFound;
        }

        if (IsSafe(request.Method))
        {
            return null;
        }

        return !await PostedForm.IsReadableAsync(request) ? Refusal.Malformed
            : await antiforgery.IsRequestValidAsync(context) ? null
            : Refusal.ForeignPage;
    }

    private bool ComesFromOurPages(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        string? from = request.Headers.Origin;
        return IsSafe(request.Method)
            // "none": typed, or opened from outside the browser. Absent: no browser; it has the cookie.
            ? site is null or "same-origin" or "none" && (from is null || from == origin.Origin)
            : site == "same-origin" && from == origin.Origin;
    }

    /// <summary>Our endpoints are GET, HEAD and POST; anything else has to prove itself like a POST.</summary>
    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
