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
    Malformed = 7,
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
            Refusal.Malformed => StatusCodes.Status400BadRequest,
            _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
        };

    /// <summary>For an answer that the framework would leave without a body.</summary>
    public static Refusal OfStatus(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => Refusal.NotFound,
            < StatusCodes.Status500InternalServerError => Refusal.Malformed,
            _ => Refusal.Failed,
        };

    /// <summary>A page in the reader's language, which needs neither session nor script.</summary>
    public static IResult Page(Refusal refusal) =>
        new RazorComponentResult<RefusalPage>(new Dictionary<string, object?> { [nameof(RefusalPage.Refusal)] = refusal })
        {
            StatusCode = StatusOf(refusal),
            PreventStreamingRendering = true,
        };
}
