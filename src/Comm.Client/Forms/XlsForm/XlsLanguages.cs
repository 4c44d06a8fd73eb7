using System.Collections.Frozen;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>Languages as XLSForm names them: <c>label::French (fr)</c>. Written that way; read by code, English name or own name.</summary>
internal static class XlsLanguages
{
    private static readonly FrozenDictionary<string, string> English = new Dictionary<string, string>
    {
        ["en"] = "English",
        ["fr"] = "French",
        ["ru"] = "Russian",
        ["es"] = "Spanish",
        ["ar"] = "Arabic",
        ["pt"] = "Portuguese",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string NameOf(string code) => $"{English[code]} ({code})";

    public static string Supported => string.Join(", ", ProductCultures.All.Select(NameOf));

    /// <summary>Null for a language that the product does not speak.</summary>
    public static string? CodeOf(string name)
    {
        name = name.Trim();
        int bracket = name.LastIndexOf('(');
        string said = bracket >= 0 && name.EndsWith(')') ? name[(bracket + 1)..^1].Trim() : name;
        return ProductCultures.All.FirstOrDefault(code =>
            said.Equals(code, StringComparison.OrdinalIgnoreCase)
            || said.Equals(English[code], StringComparison.OrdinalIgnoreCase)
            || said.Equals(ProductCultures.OwnName(code), StringComparison.OrdinalIgnoreCase)
        );
    }
}
