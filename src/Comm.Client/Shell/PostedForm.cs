namespace Comm.Client.Shell;

/// <summary>What a page sends is a form, and nothing else.</summary>
internal static class PostedForm
{
    /// <summary>
    /// Reads the form; the request keeps it for whoever asks next. False when the body is no form, is cut short or has more fields
    /// than a form of ours.
    /// </summary>
    public static async Task<bool> IsReadableAsync(HttpRequest request)
    {
        try
        {
            if (!request.HasFormContentType)
            {
                return false;
            }

            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return true;
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or InvalidDataException
                        // Boundaries that are missing or too long.
                        or InvalidOperationException
                        // Character sets that .NET does not decode (UTF-7).
                        or NotSupportedException
            )
        {
            return false;
        }
    }
}
