using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public class CheckDigitTests
{
    [Theory]
    [InlineData("imo", "9074729")]
    [InlineData("imo", "IMO 9074729")]
    [InlineData("container", "CSQU3054383")]
    [InlineData("container", "CSQU 305438-3")]
    [InlineData("container", "MSKU9070323")]
    [InlineData("awb", "020-12345675")]
    [InlineData("s10", "RA473124829GB")]
    [InlineData("s10", "RR473124829GB")]
    [InlineData("mmsi", "366123456")]
    [InlineData("vin", "WVWZZZ1JZXW000001")]
    [InlineData("vin-check", "1M8GDM9AXKP042788")]
    [InlineData("wagon", "218124712173")]
    [InlineData("eni", "02325678")]
    [InlineData("icao24", "4CA2B3")]
    [InlineData("gtin", "4006381333931")]
    [InlineData("gtin", "96385074")]
    [InlineData("lei", "5493001KJTIIGC8Y1R12")]
    [InlineData("ucr", "6FR12345678901234/ABC")]
    [InlineData("tin", "FR12345678901")]
    public void ARightNumberIsTaken(string kind, string number) => Assert.True(CheckDigits.IsValid(kind, number));

    [Theory]
    [InlineData("imo", "9074728")]
    [InlineData("imo", "907472")]
    [InlineData("container", "CSQU3054384")]
    [InlineData("container", "CSQA3054383")]
    [InlineData("awb", "020-12345674")]
    [InlineData("awb", "1")]
    [InlineData("s10", "RA473124828GB")]
    [InlineData("s10", "RA4731248290B")]
    [InlineData("mmsi", "36612345")]
    [InlineData("vin", "WVWZZZ1JZXI000001")]
    [InlineData("vin-check", "1M8GDM9A1KP042788")]
    [InlineData("wagon", "218124712174")]
    [InlineData("eni", "0232567")]
    [InlineData("icao24", "4CA2BG")]
    [InlineData("gtin", "4006381333932")]
    [InlineData("gtin", "١٢٣٤٥٦٧٨")]
    [InlineData("lei", "5493001KJTIIGC8Y1R13")]
    [InlineData("ucr", "FR6123")]
    [InlineData("tin", "1")]
    [InlineData("passport", "X1234567")]
    public void AWrongNumberIsNot(string kind, string number) => Assert.False(CheckDigits.IsValid(kind, number));

    [Fact]
    public void NoKindFailsOnAnyText() =>
        Assert.All(
            CheckDigits.Kinds,
            kind =>
                Assert.All(
                    new[] { "", " ", "-", "Ä", "12", "😀😀😀😀😀😀😀" },
                    text => Assert.False(CheckDigits.IsValid(kind, text))
                )
        );
}
