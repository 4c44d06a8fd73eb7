namespace Comm.Client.Shell;

/// <summary>Where a reader wants to be after an unlock or another language: a page of ours, never another host's address.</summary>
internal static class LocalPath
{
    public const string Parameter = "return";

    /// <summary>The path as it is, or <paramref name="otherwise"/> for anything else ("//host", "/\\host", an address).</summary>
    public static string Or(string? path, string otherwise) => path is not null && IsOurs(path) ? path : otherwise;

    /// <summary>The page that the reader sees: a request for a part of it, or of a form on it, names another address.</summary>
    public static string Of(HttpRequest request) =>
        Uri.TryCreate(request.Headers["HX-Current-URL"], UriKind.Absolute, out Uri? shown) ? Or(shown.AbsolutePath, "/")
        : HttpMethods.IsGet(request.Method) ? Or(request.Path + request.QueryString, Or(request.Path, "/"))
        : Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out Uri? form)
            ? Or(form.PathAndQuery, Or(form.AbsolutePath, "/"))
        : "/";

    /// <summary>The page that asks for the passphrase, and leads to <paramref name="wanted"/> after it.</summary>
    public static string Unlock(string wanted) => wanted == "/" ? "/unlock" : $"/unlock?{Parameter}={wanted}";

    private static bool IsOurs(string path) => path.Split($"?{Parameter}=") is { Length: <= 2 } pages && pages.All(IsPath);

    private static bool IsPath(string text) =>
        text.StartsWith('/')
        && !text.Contains("//", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '.');
}
