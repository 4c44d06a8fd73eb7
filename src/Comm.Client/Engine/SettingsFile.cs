using System.Text.Json;
using Comm.Client.Vault;
using Comm.Shared.Localization;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine;

/// <summary>Reads and writes <c>settings.json</c>; a file that is none gives the defaults.</summary>
internal static class SettingsFile
{
    public static ClientSettings Read(DataDirectory directory)
    {
        if (!File.Exists(directory.Settings))
        {
            return ClientSettings.Default;
        }

        try
        {
            return
                JsonSerializer.Deserialize<ClientSettings>(File.ReadAllBytes(directory.Settings), WireJson.Options)
                    is { } settings
                && (settings.Language is null || ProductCultures.Contains(settings.Language))
                ? settings
                : ClientSettings.Default;
        }
        catch (JsonException)
        {
            return ClientSettings.Default;
        }
    }

    public static void Write(DataDirectory directory, ClientSettings settings)
    {
        directory.Create();
        DataDirectory.ReplacePrivate(directory.Settings, JsonSerializer.SerializeToUtf8Bytes(settings, WireJson.Options));
    }
}
