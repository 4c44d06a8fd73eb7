using System.Text;
using Comm.Client.Attachments;
using Comm.Client.Conversations;
using Comm.Mls;
using Comm.Shared.Attachments;

namespace Comm.Client.Tests.Conversations;

public sealed class MessagePayloadTests
{
    [Theory]
    [InlineData("Bonjour")]
    [InlineData("مرحبا\nبكم")]
    [InlineData("quote \" and \\ and </script>")]
    public void ATextIsReadAsItWasWritten(string text)
    {
        Assert.True(MessagePayload.TryRead(MessagePayload.OfText(text).Write(), out MessagePayload? read));
        Assert.Equal(new MessagePayload(PayloadKind.Text, text), read);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('ش')]
    [InlineData('Ж')]
    public void ATextOfTheLongestLengthFitsInEveryScript(char letter) =>
        Assert.True(
            MessagePayload.OfText(new string(letter, MessagePayload.MaxTextLength)).Write().Length <= MessagePayload.MaxBytes
        );

    [Fact]
    public void AReportsJsonIsCarriedAsItIs()
    {
        byte[] bytes = MessagePayload.OfReport("""{"report":"x","n":1.50}""").Write();

        Assert.True(MessagePayload.TryRead(bytes, out MessagePayload? read));
        Assert.Equal(PayloadKind.Report, read.Kind);
        Assert.Equal("""{"report":"x","n":1.50}""", read.Body);
    }

    [Fact]
    public void FilesTravelWithATextAndWithAReport()
    {
        AttachmentReference[] files =
        [
            FileSealer.Seal([1], "a.jpg", "image/jpeg", AttachmentKind.Picture).Reference,
            FileSealer.Seal([2], "ب.pdf", "application/pdf", AttachmentKind.Document).Reference,
        ];
        foreach (MessagePayload payload in (MessagePayload[])[MessagePayload.OfText("a"), MessagePayload.OfReport("{}")])
        {
            byte[] bytes = (payload with { Attachments = files }).Write();
            Assert.True(MessagePayload.TryRead(bytes, out MessagePayload? read));
            Assert.Equal(files, read.Attachments);
            Assert.Equal(payload.Body, read.Body);
        }
    }

    [Fact]
    public void AFileThatIsNoneOrThereTwiceOrOneTooManyMakesTheMessageNone()
    {
        AttachmentReference file = FileSealer.Seal([1], "a.jpg", "image/jpeg", AttachmentKind.Picture).Reference;
        AttachmentReference[] many =
        [
            .. Enumerable
                .Range(0, AttachmentReference.MaxInMessage + 1)
                .Select(_ => file with { Id = Shared.Messaging.Identifier.Create<Shared.Messaging.AttachmentId>() }),
        ];
        AssertReads(true, AttachmentReferences.ToJson(many[1..]));
        AssertReads(false, AttachmentReferences.ToJson(many));
        AssertReads(false, AttachmentReferences.ToJson([file, file]));
        AssertReads(false, "[{}]");
        AssertReads(false, "{}");
        AssertReads(false, "null");
        AssertReads(false, AttachmentReferences.ToJson([file]).Replace("a.jpg", "\\ud800", StringComparison.Ordinal));

        static void AssertReads(bool expected, string list) =>
            Assert.Equal(
                expected,
                MessagePayload.TryRead(
                    Encoding.UTF8.GetBytes($$"""{"v":1,"kind":"text","text":"a","attachments":{{list}}}"""),
                    out _
                )
            );
    }

    [Fact]
    public void ADraftKeepsItsFilesAsText()
    {
        AttachmentReference file = FileSealer.Seal([1], "صورة.jpg", "image/jpeg", AttachmentKind.Scan).Reference;

        Assert.True(AttachmentReferences.TryParse(AttachmentReferences.ToJson([file]), out var read));
        Assert.Equal([file], read);
        Assert.False(AttachmentReferences.TryParse("[", out _));
        Assert.False(AttachmentReferences.TryParse("[1]", out _));
    }

    [Theory]
    [InlineData("""{"v":2,"kind":"text","text":"later"}""")]
    [InlineData("""{"v":1,"kind":"picture","of":"a pelican"}""")]
    public void WhatANewerVersionWroteIsKnownAsSuch(string json)
    {
        Assert.True(MessagePayload.TryRead(Encoding.UTF8.GetBytes(json), out MessagePayload? read));
        Assert.Equal(PayloadKind.Newer, read.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"v":1,"kind":"text"}""")]
    [InlineData("""{"v":1,"kind":"text","text":""}""")]
    [InlineData("""{"v":1,"kind":"text","text":7}""")]
    [InlineData("""{"v":1,"kind":"text","text":"a","text":"b"}""")]
    [InlineData("""{"v":1,"kind":"text","text":"\ud800"}""")]
    [InlineData("""{"v":1,"kind":"report","report":"no object"}""")]
    [InlineData("""{"v":1.5,"kind":"text","text":"a"}""")]
    [InlineData("""{"v":1,"kind":"text","text":"a"} trailing""")]
    public void AnythingElseIsRefused(string json) => Assert.False(MessagePayload.TryRead(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void TextBeyondTheBoundIsRefused()
    {
        byte[] bytes = MessagePayload.OfText(new string('a', MessagePayload.MaxTextLength + 1)).Write();

        Assert.False(MessagePayload.TryRead(bytes, out _));
    }

    [Fact]
    public void ABriefingWithoutNameOrWithAControlCharacterIsNone()
    {
        foreach (string name in (string[])["", "  ", "a\nb", new string('a', GroupBriefing.MaxNameLength + 1)])
        {
            var extensions = Extensions.Of(new GroupBriefing(name, "").ToExtension());
            Assert.False(GroupBriefing.TryFind(extensions, out _), name);
        }

        Assert.True(GroupBriefing.TryFind(Extensions.Of(new GroupBriefing("COLIBRI", "p").ToExtension()), out _));
        var hostile = new Extension(GroupBriefing.WelcomeExtension, "{\"name\":null}"u8.ToArray());
        Assert.False(GroupBriefing.TryFind(Extensions.Of(hostile), out _));
    }
}
