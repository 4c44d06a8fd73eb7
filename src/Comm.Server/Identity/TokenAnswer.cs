using System.Text.Json.Serialization;

namespace Comm.Server.Identity;

/// <summary>RFC 6749 §5.1.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] long ExpiresIn
)
{
    /// <summary>A record prints its members; this one holds a credential.</summary>
    public override string ToString() => "***";
}

/// <summary>RFC 6749 §5.2.</summary>
internal sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description
);
