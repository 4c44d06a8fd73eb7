using System.Text;

namespace Comm.Crypto.Tests.Rfc;

/// <summary>
/// RFC 9106's own vectors have four lanes and libsodium does one, so these were made with another implementation: OpenSSL's.
/// </summary>
public sealed class Argon2idTests
{
    [Theory]
    [InlineData("password", "somesaltsomesalt", 256, 3, "45712205ca8e0777e07eeb552e27165d3450b42ba9d9e646b9be536116b192cc")]
    [InlineData("password", "somesaltsomesalt", 65_536, 2, "fc33b78139231d34b71626bd6245c1d72efa190ad605c3d8166a72adcedfa2c2")]
    [InlineData(
        "пароль كلمة",
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f",
        1_024,
        4,
        "0dd5ca7979654ad744831f6c4d27acbb0faf883afa9519417c5ed3ce73388e2f395a351397f6b884b65887b7553426c266d567d5d2d63f0b4c5e166a99da32ea"
    )]
    public void KeysAreThoseOfOpenSsl(string passphrase, string salt, int memoryKibibytes, int passes, string key)
    {
        using Secret derived = Argon2id.DeriveUnchecked(
            Encoding.UTF8.GetBytes(passphrase),
            Encoding.UTF8.GetBytes(salt),
            memoryKibibytes * 1_024L,
            passes,
            key.Length / 2
        );

        Assert.Equal(key, Hex.Of(derived.Span));
    }
}
