namespace Comm.Client.Engine;

/// <summary>What a reader chose; not secret, so that the locked page speaks the right language. Kept in <c>settings.json</c>.</summary>
/// <param name="Language">
/// One of <see cref="Comm.Shared.Localization.ProductCultures.All"/>. Null until one is chosen: then the browser or the terminal says
/// what its user reads.
/// </param>
/// <param name="TimeZone">An IANA time zone, or null for the machine's own.</param>
public sealed record ClientSettings(string? Language, string? TimeZone)
{
    public static ClientSettings Default { get; } = new(null, null);
}
