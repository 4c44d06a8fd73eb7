namespace Comm.Client.Engine;

/// <summary>What a reader chose; not secret, so that the locked page speaks the right language. Kept in <c>settings.json</c>.</summary>
/// <param name="Language">One of <see cref="ClientSettings.Languages"/>.</param>
/// <param name="TimeZone">An IANA time zone, or null for the machine's own.</param>
public sealed record ClientSettings(string Language, string? TimeZone)
{
    public static IReadOnlyList<string> Languages { get; } = ["en", "fr", "ru", "es", "ar", "pt"];

    public static ClientSettings Default { get; } = new("en", null);
}
