using Microsoft.Net.Http.Headers;

namespace Comm.Server.Hosting;

/// <summary>
/// JSON between machines is UTF-8 (RFC 8259 §8.1). The framework would try to convert any other character set that a header names,
/// and fail as if that were the server's fault.
/// </summary>
internal static class JsonCharset
{
    public static void UseJsonCharset(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (!NamesAnother(context.Request))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return Task.CompletedTask;
            }
        );

    private static bool NamesAnother(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.Charset.HasValue
        && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
