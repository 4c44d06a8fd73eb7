using Microsoft.AspNetCore.Http.HttpResults;

namespace Comm.Server.Hosting;

/// <summary>RFC 9457 problem details. Their <c>code</c> is for the client's program, which has the sentence for it.</summary>
internal static class Problem
{
    public const string Code = "code";

    public static IResult BadRequest(string code) => Of(StatusCodes.Status400BadRequest, code);

    public static IResult Forbidden(string code) => Of(StatusCodes.Status403Forbidden, code);

    public static IResult NotFound(string code) => Of(StatusCodes.Status404NotFound, code);

    public static IResult Conflict(string code) => Of(StatusCodes.Status409Conflict, code);

    public static IResult TimedOut(string code) => Of(StatusCodes.Status408RequestTimeout, code);

    public static IResult LengthRequired(string code) => Of(StatusCodes.Status411LengthRequired, code);

    public static IResult TooLarge(string code) => Of(StatusCodes.Status413PayloadTooLarge, code);

    public static IResult UnsupportedMediaType(string code) => Of(StatusCodes.Status415UnsupportedMediaType, code);

    public static IResult Unprocessable(string code) => Of(StatusCodes.Status422UnprocessableEntity, code);

    public static IResult TooManyRequests(string code) => Of(StatusCodes.Status429TooManyRequests, code);

    public static IResult Unavailable(string code) => Of(StatusCodes.Status503ServiceUnavailable, code);

    private static ProblemHttpResult Of(int status, string code) =>
        TypedResults.Problem(statusCode: status, extensions: new Dictionary<string, object?> { [Code] = code });
}
