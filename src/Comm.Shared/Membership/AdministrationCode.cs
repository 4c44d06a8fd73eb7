using System.Text;
using System.Text.Json.Serialization;

namespace Comm.Shared.Membership;

/// <summary>Names an administration: two to twelve capital letters or digits, an ISO 3166-1 alpha-2 code first (FR, FR2, XK…).</summary>
public readonly record struct AdministrationCode
{
    private readonly string? _value;

    private AdministrationCode(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An administration code that was never set.");

    /// <summary>The country it belongs to, ISO 3166-1 alpha-2.</summary>
    [JsonIgnore]
    public string Country => Value[..2];

    public static AdministrationCode Of(string value) =>
        TryCreate(value, out AdministrationCode code)
            ? code
            : throw new ArgumentException("An administration code is 2 to 12 capital letters and digits.", nameof(value));

    public static bool TryCreate(string? value, out AdministrationCode code)
    {
        code = default;
        if (
            value is null
            || value.Length is < 2 or > 12
            || !char.IsAsciiLetterUpper(value[0])
            || !char.IsAsciiLetterUpper(value[1])
            || !value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
        )
        {
            return false;
        }

        code = new AdministrationCode(value);
        return true;
    }

    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, out AdministrationCode code)
    {
        code = default;
        return bytes.Length <= 12 && TryCreate(Encoding.ASCII.GetString(bytes), out code);
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(Value);

    public override string ToString() => _value ?? "";
}
