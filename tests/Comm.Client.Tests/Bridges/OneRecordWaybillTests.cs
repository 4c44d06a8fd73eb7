using System.Text;
using Comm.Client.Bridges;

namespace Comm.Client.Tests.Bridges;

public sealed class OneRecordWaybillTests
{
    private const string Pasted = """
        {
          "@context": { "cargo": "https://onerecord.iata.org/ns/cargo#" },
          "@id": "https://1r.example.com/logistics-objects/wb-1",
          "@type": "cargo:Waybill",
          "cargo:waybillType": "DIRECT",
          "cargo:waybillPrefix": "020",
          "cargo:waybillNumber": { "@value": "12345675" },
          "cargo:shipment": {
            "cargo:pieces": [ { "cargo:involvedInActions": [ { "cargo:servedActivity": { "cargo:transportIdentifier": "LH400" } } ] } ]
          }
        }
        """;

    [Fact]
    public void AWaybillSaysItsNumberItsFlightAndItsAddress()
    {
        Assert.True(OneRecordWaybill.TryRead(Encoding.UTF8.GetBytes(Pasted), out OneRecordWaybill? waybill));
        Assert.Equal(
            new OneRecordWaybill("020-12345675", null, "LH400", "https://1r.example.com/logistics-objects/wb-1"),
            waybill
        );
    }

    [Theory]
    [InlineData("cargo:", "")]
    [InlineData("cargo:", "https://onerecord.iata.org/ns/cargo#")]
    public void NamesAreReadWithAndWithoutTheirNamespace(string from, string to)
    {
        string json = Pasted.Replace("\"" + from, "\"" + to, StringComparison.Ordinal);
        Assert.True(OneRecordWaybill.TryRead(Encoding.UTF8.GetBytes(json), out OneRecordWaybill? waybill));
        Assert.Equal("020-12345675", waybill.AirWaybill);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"waybillNumber":17}""")]
    [InlineData("""{"waybillNumber":{"@value":{"@value":3}}}""")]
    [InlineData("""{"waybillNumber":"\ud800"}""")]
    [InlineData("""{"a":{"b":[{"c":"waybillNumber"}]}}""")]
    public void WhatSaysNothingOfAWaybillIsNone(string json) =>
        Assert.False(OneRecordWaybill.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void WhatIsTooDeepOrTooLargeIsNone()
    {
        Assert.False(OneRecordWaybill.TryRead(Encoding.UTF8.GetBytes(new string('[', 100_000)), out _));
        Assert.False(
            OneRecordWaybill.TryRead(Encoding.UTF8.GetBytes(Pasted + new string(' ', OneRecordWaybill.MostBytes)), out _)
        );
    }
}
