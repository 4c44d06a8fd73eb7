using Comm.Client.Conversations;
using Comm.Client.Pages.Conversations;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Comm.Client.Tests.Shell;

public sealed class ReportEntryTests
{
    private static readonly FormDefinition Form = FormLibrary.Shipped.Latest(FormLibrary.SimplifiedSeizure)!;

    [Fact]
    public void WhatIsNoNumberOrCodeStaysAsTyped()
    {
        Answers answers = Read(("lines.count", "1"), ("lines[0].quantity", "two"), ("lines[0].commodity.typed", "zzz"));
        Answers line = Assert.Single(answers.Lines("lines"));
        Assert.Equal("two", line.Text("quantity"));
        Assert.Equal("zzz", line.Text("commodity"));
    }

    [Fact]
    public void EntriesBecomeAnswersBlankOnesNoneAndStrangersAreLeftOut()
    {
        Answers answers = Read(
            ("movement", " IMP "),
            ("remarks", "  "),
            ("date_estimated", "true"),
            ("script", "x"),
            ("lines.count", "1"),
            ("lines[0].quantity", "2,5"),
            ("lines[3].quantity", "7")
        );
        Assert.Equal("IMP", answers.Text("movement"));
        Assert.Equal(new Answer.Flag(true), answers["date_estimated"]);
        Assert.Equal(2.5m, Assert.Single(answers.Lines("lines")).Number("quantity"));
        Assert.Equal(["date_estimated", "lines", "movement"], answers.All.Select(answer => answer.Key).Order());
    }

    [Fact]
    public void CodeTypedWithoutChoosingIsTheChoice()
    {
        Answers answers = Read(("location.typed", "frleh"), ("departure_country.typed", "Emirats arabes unis"));
        Assert.Equal("FRLEH", answers.Text("location"));
        Assert.Equal("AE", answers.Text("departure_country"));
    }

    [Theory]
    [InlineData("departure_country", "UK", "GB")]
    [InlineData("departure_country", "Ukra", "Ukra")]
    [InlineData("departure_country", "Inconnu", "_U")]
    [InlineData("location", "Felixstowe", "GBFXT")]
    [InlineData("location", "felixst", "felixst")]
    [InlineData("lines[0].commodity", "cigarettes", "TOB.CIG")]
    [InlineData("lines[0].commodity", "cigaret", "cigaret")]
    public void OnlyAWholeNameIsAChoiceAndAPartOfOneStaysWhatItIs(string field, string typed, string answer)
    {
        Answers answers = Read(("lines.count", "1"), (field + ".typed", typed));
        bool isOfALine = field.StartsWith("lines", StringComparison.Ordinal);
        Assert.Equal(answer, isOfALine ? answers.Lines("lines")[0].Text("commodity") : answers.Text(field));
    }

    [Fact]
    public void AKeptReportIsReadInTheLanguageItWasTypedIn()
    {
        FormCollection posted = Posted(("lines.count", "1"), ("lines[0].quantity", "1,5"), ("_token", "secret"));
        string content = KeptReport.Of(posted, Form, Languages.Of("fr"), SampleRoom.Now);
        Assert.DoesNotContain("secret", content, StringComparison.Ordinal);
        var kept = KeptReport.Read(content);
        Assert.Equal(("fr", SampleRoom.Now), (kept.Language, kept.At));
        Answers read = new ReportEntry(Form, kept.ToPosted(), TypedTables.Of(Languages.Of(kept.Language))).Read();
        Assert.Equal(1.5m, read.Lines("lines")[0].Number("quantity"));
    }

    [Fact]
    public void AnUntouchedFormIsNoDraft()
    {
        FormCollection posted = Posted(
            ("report", "1"),
            ("message", "2"),
            ("shape", "3"),
            ("lines.count", "1"),
            ("lines[0].quantity", " "),
            ("reporting_country", "FR")
        );
        Assert.Empty(KeptReport.Of(posted, Form, Languages.Of("fr"), SampleRoom.Now));
        Assert.NotEmpty(KeptReport.Of(Posted(("location.typed", "x")), Form, Languages.Of("fr"), SampleRoom.Now));
    }

    [Fact]
    public void AnAnswerMovesNoFieldBesideIt()
    {
        IReadOnlyList<FieldCell> cells = FieldCell.Of(Form.Questions.Where(field => field.Type != FieldType.Repeat));
        Assert.Equal(["offence_text"], cells.Single(cell => cell.Lead.Name == "offence_type").Below.Select(field => field.Name));
        Assert.Equal(
            ["date_estimated"],
            cells.Single(cell => cell.Lead.Name == "seizure_date").Below.Select(field => field.Name)
        );
        Assert.DoesNotContain(cells, cell => cell.Lead.DependsOn.Any());
    }

    [Fact]
    public void LinesAreAddedAndRemovedInTheirPlaces()
    {
        (string, string)[] three =
        [
            ("lines.count", "3"),
            ("lines[0].quantity", "1"),
            ("lines[1].quantity", "2"),
            ("lines[2].quantity", "3"),
        ];
        Assert.Equal([1m, 3m], Quantities(three, ("remove", "lines[1]")));
        Assert.Equal([1m, 2m, 3m, null], Quantities(three, ("add", "lines")));
        Assert.Equal([1m, 2m, 2m, 3m], Quantities(three, ("duplicate", "lines[1]")));
        Assert.Equal([2m, 1m, 3m], Quantities(three, ("up", "lines[1]")));
        Assert.Equal([1m, 3m, 2m], Quantities(three, ("down", "lines[1]")));
        Assert.Equal([1m], Quantities(three, ("cut", "lines[1]")));
        Assert.Equal([null], Quantities(three, ("cut", "lines[0]")));
        Assert.Equal([1m, 2m, 3m], Quantities(three, ("up", "lines[0]")));
        Assert.Equal([1m, 2m, 3m], Quantities(three, ("down", "lines[2]")));
        Assert.Equal([1m, 2m, 3m], Quantities(three, ("remove", "lines[9999999]")));
        Assert.Equal([null], Quantities([("lines.count", "1")], ("remove", "lines[0]")));
    }

    private static IEnumerable<decimal?> Quantities((string, string)[] lines, (string, string) act) =>
        ReportDraft
            .Read(Form, Posted([.. lines, act]), Languages.Of("fr"), SampleRoom.French, showsFindings: false)
            .Answers.Lines("lines")
            .Select(line => line.Number("quantity"));

    [Fact]
    public void DayIsSaidOnceAndNamesAreNotRepeated()
    {
        var sender = new OpenedSender(
            default,
            default,
            "Karim",
            Comm.Shared.Membership.AdministrationCode.Of("MA"),
            IsSelf: false
        );
        DateTimeOffset midnight = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        OpenedEntry[] entries =
        [
            Said(1, midnight.AddMinutes(-3), sender),
            Said(2, midnight.AddMinutes(-2), sender),
            Said(3, midnight.AddMinutes(1), sender),
            Said(4, midnight.AddMinutes(2), sender),
            Said(5, midnight.AddMinutes(20), sender),
        ];
        EntryLines lines = EntryLines.Of(
            default,
            new ConversationPage(entries, HasEarlier: false),
            at => DateOnly.FromDateTime(at.Date),
            unread: 1
        );
        Assert.Equal([true, false, true, false, false], lines.Lines.Select(line => line.NewDay is not null));
        Assert.Equal([false, true, false, true, false], lines.Lines.Select(line => line.Continues));
        Assert.Equal([5L], lines.Lines.Where(line => line.IsFirstUnread).Select(line => line.Entry.Position));
    }

    private static OpenedText Said(long position, DateTimeOffset at, OpenedSender sender) =>
        new("…")
        {
            Position = position,
            At = at,
            Sender = sender,
            MessageId = Identifier.Create<MessageId>(),
            Delivery = DeliveryState.Received,
        };

    private static Answers Read(params (string Name, string Value)[] posted) =>
        new ReportEntry(Form, Posted(posted), TypedTables.Of(Languages.Of("fr"))).Read();

    private static FormCollection Posted(params (string Name, string Value)[] posted) =>
        new(posted.ToDictionary(pair => pair.Name, pair => new StringValues(pair.Value), StringComparer.Ordinal));
}
