using System.Text;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;

namespace Comm.Shared.Tests.Forms;

public sealed class AttachmentAnswerTests
{
    private const string Pictured = """
        {"id":"pictured","version":1,"kind":"other","labels":{"en":"Pictured"},"codeLists":{},"fields":[
        {"name":"photos","type":"image","most":2,"required":"true()","labels":{"en":"Photographs"}},
        {"name":"scans","type":"file","export":true,"labels":{"en":"Scans"}}]}
        """;

    private static readonly FormDefinition s_form = Read(Pictured)!;

    private static readonly AttachmentId[] s_ids = [.. Enumerable.Range(0, 21).Select(_ => Identifier.Create<AttachmentId>())];

    [Fact]
    public void PicturesAreAskedForCountedAndTakenFromADefinition()
    {
        Assert.Equal(["F01 photos"], Findings(Answers.None));
        Assert.Empty(Findings(Photos(1)));
        Assert.Empty(Findings(Photos(2)));
        Assert.Equal(["F05 photos"], Findings(Photos(3)));
        Assert.Empty(Findings(Photos(1).With("scans", AttachmentAnswer.Of(s_ids.Take(20)))));
        Assert.Equal(["F05 scans"], Findings(Photos(1).With("scans", AttachmentAnswer.Of(s_ids))));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0123456789abcdef0123456789abcdef ")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef  1123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef")]
    public void WhatNamesNoFilesOrOneTwiceIsOfTheWrongForm(string text)
    {
        Assert.Null(AttachmentAnswer.TryRead(text));
        Assert.Equal(["F02 photos"], Findings(Answers.Of(("photos", text))));
    }

    [Fact]
    public void ANumberOrAFlagNamesNoFiles()
    {
        Assert.Equal(["F02 photos"], Findings(Answers.Of(("photos", 1m))));
        Assert.Equal(["F02 photos"], Findings(Answers.Of(("photos", true))));
    }

    [Fact]
    public void TheAnswerGoesThroughAReportAsItIs()
    {
        Report report = Report.New(s_form, "en", Photos(2));

        Assert.True(Report.TryParse(report.ToUtf8(), out Report? read));
        Assert.Equal(s_ids.Take(2), AttachmentAnswer.TryRead(read!.Answers.Text("photos")!));
    }

    [Fact]
    public void FilesAreInNoExport() => Assert.All(s_form.Questions, field => Assert.False(field.Export));

    [Fact]
    public void AFormAsksForNoMoreFilesThanAMessageCanHold() =>
        Assert.Null(Read(Pictured.Replace("\"most\":2", "\"most\":21", StringComparison.Ordinal)));

    private static FormDefinition? Read(string json) =>
        FormDefinitionReader.Read(Encoding.UTF8.GetBytes(json), CodeLists.Shipped, out _);

    private static Answers Photos(int count) => Answers.None.With("photos", AttachmentAnswer.Of(s_ids.Take(count)));

    private static string[] Findings(Answers answers) =>
        [
            .. FormEngine
                .Evaluate(s_form, answers, Seizures.Context())
                .Findings.Select(finding => $"{finding.RuleId} {finding.Path}"),
        ];
}
