using System.Globalization;

namespace Comm.Client.Shell;

/// <summary>Sets the reader's culture before anything speaks; a refusal speaks too, so it comes before <see cref="PageGuard"/>.</summary>
internal sealed class RequestCulture(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context, Reader reader)
    {
        CultureInfo.CurrentCulture = reader.Language.Culture;
        CultureInfo.CurrentUICulture = reader.Language.Culture;
        return next(context);
    }
}
