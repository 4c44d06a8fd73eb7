using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Comm.Mls;
using Comm.Mls.Codec;

namespace Comm.Client.Conversations;

/// <summary>
/// A group's name and purpose on their way to a newcomer: an extension of the Welcome's encrypted GroupInfo (design D4), private
/// use type 0xF0C3, UTF-8 JSON <c>{"name":"…","purpose":"…"}</c>. Never in GroupContext nor in the uploaded GroupInfo: the
/// server reads those.
/// </summary>
internal sealed record GroupBriefing(string Name, string Purpose)
{
    public const ExtensionType WelcomeExtension = (ExtensionType)0xF0C3;
    public const int MaxNameLength = 120;
    public const int MaxPurposeLength = 2000;

    private const int MaxBytes = 16 * 1024;

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 4,
    };

    /// <summary>A record prints its members; the server must never read these, in a log either.</summary>
    public override string ToString() => nameof(GroupBriefing);

    public bool IsValid =>
        !string.IsNullOrWhiteSpace(Name)
        && Name.Length <= MaxNameLength
        && Purpose.Length <= MaxPurposeLength
        && !Name.Any(char.IsControl);

    public Extension ToExtension() => new(WelcomeExtension, JsonSerializer.SerializeToUtf8Bytes(this, Strict));

    /// <summary>False when it is absent, too large, or not what we write.</summary>
    public static bool TryFind(Extensions groupInfoExtensions, [NotNullWhen(true)] out GroupBriefing? briefing)
    {
        briefing = null;
        if (!groupInfoExtensions.TryFind(WelcomeExtension, out Opaque bytes) || bytes.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            briefing = JsonSerializer.Deserialize<GroupBriefing>(bytes.Span, Strict);
        }
        catch (JsonException)
        {
            return false;
        }

        if (briefing is { IsValid: true })
        {
            return true;
        }

        briefing = null;
        return false;
    }
}
