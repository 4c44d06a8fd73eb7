using Microsoft.AspNetCore.Http.HttpResults;

namespace Comm.Client.Shell;

/// <summary>Why a request gets no page. The names are keys of the words: <c>Refusal.{name}</c>.</summary>
public enum Refusal
{
    ForeignHost = 1,
    NoSession = 2,
    ForeignPage = 3,
    LinkUsed = 4,
    NotFound = 5,
    Failed = 6,
}

internal static class Refusals
{
    public static int StatusOf(Refusal refusal) =>
        refusal switch
        {
            Refusal.ForeignHost => StatusCodes.Status421MisdirectedRequest,
            Refusal.NoSession => StatusCodes.Status401Unauthorized,
            Refusal.ForeignPage or Refusal.LinkUsed => StatusCodes.Status403Forbidden,
            Refusal.NotFound => StatusCodes.Status404NotFound,
            Refusal.Failed => StatusCodes.Status500InternalServerError,
            _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
        };

    /// <summary>A plain page in the reader's language: it needs no style sheet, which a stranger would not get either.</summary>
    public static IResult Page(Refusal refusal) =>
        new RazorComponentResult<RefusalPage>(new Dictionary<string, object?> { [nameof(RefusalPage.Refusal)] = refusal })
        {
            StatusCode = StatusOf(refusal),
            PreventStreamingRendering = true,
        };
}
