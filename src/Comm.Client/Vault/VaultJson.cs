using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Vault;

/// <summary>JSON inside sealed rows: as on the wire, and administration codes as their text.</summary>
internal static class VaultJson
{
    private static readonly JsonSerializerOptions Options = Create();

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>The row has opened, so these are bytes that we wrote.</summary>
    public static T Read<T>(byte[] opened) =>
        JsonSerializer.Deserialize<T>(opened, Options)
        ?? throw new InvalidOperationException("A row that we wrote ourselves holds nothing.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        WireJson.Configure(options);
        // Members that came with later versions may be missing.
        options.RespectRequiredConstructorParameters = false;
        options.Converters.Add(new AdministrationCodeConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class AdministrationCodeConverter : JsonConverter<AdministrationCode>
    {
        public override AdministrationCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            AdministrationCode.TryCreate(reader.GetString(), out AdministrationCode code)
                ? code
                : throw new JsonException("Not an administration code.");

        public override void Write(Utf8JsonWriter writer, AdministrationCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
