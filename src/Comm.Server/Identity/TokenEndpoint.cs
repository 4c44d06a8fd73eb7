using Comm.Server.Directory;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Comm.Server.Identity;

/// <summary>The token endpoint of OAuth 2.0 (RFC 6749 §3.2) with the JWT bearer grant (RFC 7523) and no other.</summary>
internal sealed class TokenEndpoint(
    AssertionCheck check,
    DeviceDirectory directory,
    AccessTokens tokens,
    ILogger<TokenEndpoint> logger
)
{
    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            return Error("invalid_request", "The request is a form.");
        }

        if (await TryReadFormAsync(context) is not { } form)
        {
            return Error("invalid_request", "The form cannot be read.");
        }

        if (form["grant_type"] is not [{ } grantType])
        {
            return Error("invalid_request", "grant_type is there once.");
        }

        if (grantType != SignIn.GrantType)
        {
            return Error("unsupported_grant_type", "The grant is " + SignIn.GrantType + ".");
        }

        if (form["assertion"] is not [{ } assertion])
        {
            return Error("invalid_request", "assertion is there once.");
        }

        return await SignInAsync(assertion, context.RequestAborted);
    }

    private static async Task<IFormCollection?> TryReadFormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        // The readers' words for a form that is none: too many or too long fields, cut off (multipart), a character set that .NET
        // has but does not allow (UTF-7), a content type that does not go with the bytes. All of them are the caller's fault, and
        // so is a connection that ends in between.
        catch (Exception failure)
            when (failure is InvalidDataException or IOException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<IResult> SignInAsync(string assertion, CancellationToken cancellationToken)
    {
        (var certificate, SignInRefusal? refusal) = await check.CheckAsync(assertion);
        if (certificate is null)
        {
            return Refuse(refusal!.Value);
        }

        AdmissionRefusal admission = await directory.AdmitAsync(certificate, cancellationToken);
        if (admission != AdmissionRefusal.None)
        {
            IdentityLog.NotAdmitted(logger, certificate.Device, admission);
            return Refuse(SignInRefusal.Directory);
        }

        IdentityLog.SignedIn(logger, certificate.Device);
        return TypedResults.Ok(tokens.Issue(certificate));
    }

    private BadRequest<TokenError> Refuse(SignInRefusal refusal)
    {
        IdentityLog.Refused(logger, refusal);
        return Error("invalid_grant", "The assertion was not accepted.");
    }

    private static BadRequest<TokenError> Error(string error, string description) =>
        TypedResults.BadRequest(new TokenError(error, description));
}
