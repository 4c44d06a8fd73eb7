using System.IO.Compression;
using System.Text;
using Comm.Shared.Forms;

namespace Comm.Shared.Tests.Forms;

public sealed class FormSetTests
{
    private static readonly FormDocument Seizure = Seizures.Form.Document;

    [Fact]
    public void ASetIsTheSameBytesAfterATrip()
    {
        FormSet set = FormSet.OfShipped(FormLibrary.SimplifiedSeizure) with
        {
            Locations = new string('a', 64),
            Window = new OperationWindow(new DateOnly(2026, 11, 16), new DateOnly(2026, 11, 27), GraceDays: 10),
            CustomsAreas = new CustomsAreasDocument(
                "1",
                [new CustomsUnionDocument("eu", ["FR", "DE"])],
                System.Collections.Immutable.ImmutableSortedDictionary<
                    string,
                    System.Collections.Immutable.ImmutableArray<string>
                >.Empty.Add("FR", ["GP"])
            ),
        };
        Assert.Equal(set.ToUtf8(), FormSet.Read(set.ToUtf8())!.ToUtf8());
        Assert.True(FormPack.TryRead(new FormPack(set, [Seizure]).ToBytes(), out FormPack? pack));
        Assert.Equal(set.Hash(), pack.Set!.Hash());
        Assert.Equal(Seizure.Hash(), Assert.Single(pack.Definitions).Hash());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"forms":null}""")]
    [InlineData("""{"forms":[{"id":"a","version":1,"hash":"zz","use":"offered"}]}""")]
    [InlineData("""{"forms":[{"id":"a","version":0,"hash":"%","use":"offered"}]}""")]
    [InlineData("""{"forms":[{"id":"A b","version":1,"hash":"%","use":"offered"}]}""")]
    [InlineData("""{"forms":[{"id":"a","version":1,"hash":"%","use":1}]}""")]
    [InlineData("""{"forms":[{"id":"a","version":1,"hash":"%"}]}""")]
    [InlineData(
        """{"forms":[{"id":"a","version":1,"hash":"%","use":"offered"},{"id":"a","version":1,"hash":"%","use":"accepted"}]}"""
    )]
    [InlineData(
        """{"forms":[{"id":"a","version":1,"hash":"%","use":"offered"},{"id":"a","version":2,"hash":"%","use":"offered"}]}"""
    )]
    [InlineData("""{"forms":[],"locations":"here"}""")]
    [InlineData("""{"forms":[],"customsAreas":{"version":"1","unions":[{"id":"eu","countries":["fr"]}],"territories":{}}}""")]
    [InlineData("""{"forms":[],"window":{"from":"16.11.2026","to":"2026-11-27","graceDays":0}}""")]
    [InlineData("""{"forms":[],"window":{"from":"2026-11-16","to":"2026-11-27","graceDays":-1}}""")]
    [InlineData("""{"forms":[],"window":{"from":"2026-11-16","to":"2026-11-27"}}""")]
    [InlineData("""{"forms":[],"more":1}""")]
    public void WhatIsNoSetIsRefused(string json) =>
        Assert.Null(FormSet.Read(Encoding.UTF8.GetBytes(json.Replace("%", new string('a', 64), StringComparison.Ordinal))));

    [Fact]
    public void ANewVersionTakesThePlaceOfTheOneBeforeWhichStaysAccepted()
    {
        FormSet set = FormSet.OfShipped(FormLibrary.SimplifiedSeizure).Offering(Seizure with { Version = 2 });
        Assert.Equal([FormUse.Accepted, FormUse.Offered], set.Forms.Select(form => form.Use));
        Assert.Equal(2, Assert.Single(set.Without(Seizure.Id, 1).Forms).Version);
    }

    [Fact]
    public void APackThatSwellsIsStoppedWhileItIsUnpacked()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var spaces = new byte[1_024 * 1_024];
            Array.Fill(spaces, (byte)' ');
            for (int i = 0; i < 64; i++)
            {
                brotli.Write(spaces);
            }
        }

        Assert.True(packed.Length < FormPack.MostPackedBytes);
        Assert.False(FormPack.TryRead(packed.ToArray(), out _));
    }

    [Fact]
    public void APackThatIsCutOrFollowedOrChangedIsNone()
    {
        byte[] whole = new FormPack(FormSet.OfShipped(FormLibrary.SimplifiedSeizure), []).ToBytes();
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.False(FormPack.TryRead(whole.AsSpan(0, length), out _)));
        Assert.False(FormPack.TryRead([.. whole, 0], out _));
        Assert.False(FormPack.TryRead("{\"set\":null,\"definitions\":[]}"u8, out _));
    }

    [Fact]
    public void AReportKeepsItsRevisionAndRefusesAnImpossibleOne()
    {
        Report report = Report.New(Seizures.Form, "fr", Seizures.Cigarettes, []) with { Revision = 7 };
        Assert.True(Report.TryParse(report.ToUtf8(), out Report? read));
        Assert.Equal(7, read!.Revision);
        string json = Encoding.UTF8.GetString(report.ToUtf8());
        foreach (string wrong in (string[])["0", "1", "-1", "1000", "\"7\"", "1.5", "null"])
        {
            string changed = json.Replace("\"revision\":7", $"\"revision\":{wrong}", StringComparison.Ordinal);
            Assert.False(Report.TryParse(Encoding.UTF8.GetBytes(changed), out _), wrong);
        }
    }
}
