using System.Collections.Immutable;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Localization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Comm.Client.Tests.Shell;

/// <summary>A form with a question of every type, in sections that fold, with a repeat of few questions and one of many.</summary>
internal static class SampleQuestions
{
    public static readonly FormDefinition Everything = Compile(version: 1);

    public static FormDefinition Compile(int version) =>
        FormDefinitionReader.Compile(Document(version), CodeLists.Shipped, out ImmutableArray<FormFault> faults)
        ?? throw new InvalidOperationException(string.Join("; ", faults));

    public static ReportDraft Read(params (string Name, string Value)[] posted) => Read("en", showsFindings: false, posted);

    public static ReportDraft Read(string language, bool showsFindings, params (string Name, string Value)[] posted) =>
        ReportDraft.Read(
            Everything,
            Posted(posted),
            TypedTables.Of(Languages.Of(language)) with
            {
                Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"),
            },
            SampleRoom.French,
            showsFindings
        );

    public static FormCollection Posted(params (string Name, string Value)[] posted) =>
        new(
            posted
                .GroupBy(pair => pair.Name, StringComparer.Ordinal)
                .ToDictionary(
                    group => group.Key,
                    group => new StringValues([.. group.Select(pair => pair.Value)]),
                    StringComparer.Ordinal
                )
        );

    public static ReportDraft Filled(bool showsFindings) =>
        Read(
            "en",
            showsFindings,
            ("short_text", "Berth 4"),
            ("whole", "12"),
            ("day", "2026-11-22"),
            ("moment", "2026-11-22T06:30"),
            ("place_on_earth.lat", "59°26'N"),
            ("place_on_earth.lon", "24°45'E"),
            ("means", "DOG"),
            ("means", "XRAY"),
            ("papers.count", "2"),
            ("papers[0].paper_no", "A-1"),
            ("persons.count", "1")
        );

    public static ReportDraft Wrong() =>
        Read(
            "en",
            showsFindings: true,
            ("whole", "1.5"),
            ("moment", "yesterday"),
            ("hour", "25:00"),
            ("money", "zzz"),
            ("place_on_earth.lat", "north"),
            ("colour", "purple"),
            ("papers.count", "1"),
            ("persons.count", "1")
        );

    private static Labels Said(string name) =>
        new(ProductCultures.All.ToDictionary(language => language, language => $"{name.Replace('_', ' ')} ({language})"));

    private static FieldDocument Ask(string name, FieldType type) =>
        new()
        {
            Name = name,
            Type = type,
            Labels = Said(name),
        };

    private static FieldDocument Section(string name, params FieldDocument[] fields) =>
        Ask(name, FieldType.Section) with
        {
            Fields = [.. fields],
        };

    private static ChoiceDocument Choice(string code, string? kind = null) =>
        new()
        {
            Code = code,
            Labels = Said(code.ToLowerInvariant()),
            Attributes = kind is null ? null : ImmutableSortedDictionary<string, string>.Empty.Add("kind", kind),
        };

    private static FormDocument Document(int version) =>
        new()
        {
            Id = "everything",
            Version = version,
            Kind = FormKind.Other,
            Labels = Said("Everything"),
            CodeLists = ImmutableSortedDictionary<string, string>
                .Empty.Add("CL_UNIT", "1.0")
                .Add("CL_SPECIAL", "1.0")
                .Add("CL_COMMODITY", "1.0"),
            Lists =
            [
                new ListDocument { Name = "colours", Choices = [Choice("RED"), Choice("BLUE")] },
                new ListDocument
                {
                    Name = "animals",
                    Choices =
                    [
                        Choice("CAT", "tame"),
                        Choice("COW", "tame"),
                        Choice("LYNX", "wild"),
                        Choice("BEAR", "wild"),
                        Choice("WOLF", "wild"),
                    ],
                },
                new ListDocument { Name = "kinds", Choices = [Choice("tame"), Choice("wild")] },
                new ListDocument
                {
                    Name = "means",
                    Choices = [Choice("DOG"), Choice("XRAY"), .. Enumerable.Range(1, 15).Select(number => Choice($"M{number}"))],
                },
            ],
            Fields =
            [
                Section(
                    "texts",
                    Ask("notice", FieldType.Note),
                    Ask("short_text", FieldType.Text) with
                    {
                        Most = 50,
                        Required = "true()",
                        Hints = Said("hint"),
                    },
                    Ask("remarks", FieldType.Text) with
                    {
                        Most = 500,
                    },
                    Ask("flagged", FieldType.Flag)
                ),
                Section(
                    "numbers",
                    Ask("whole", FieldType.Integer) with
                    {
                        Specials = ["_U"],
                    },
                    Ask("amount", FieldType.Decimal),
                    Ask("twice", FieldType.Calculation) with
                    {
                        Calculation = "${whole} * 2",
                    },
                    Ask("weight_unit", FieldType.Unit) with
                    {
                        CodeList = "CL_UNIT",
                    },
                    Ask("money", FieldType.Currency)
                ),
                Section(
                    "times",
                    Ask("day", FieldType.Date) with
                    {
                        Specials = ["_U"],
                    },
                    Ask("hour", FieldType.Time),
                    Ask("moment", FieldType.DateTime)
                ),
                Section(
                    "places",
                    Ask("land", FieldType.Country),
                    Ask("port", FieldType.Location),
                    Ask("place_on_earth", FieldType.Position),
                    Ask("container_no", FieldType.Text) with
                    {
                        Most = 11,
                        Constraint = "valid-id('container', .)",
                        ConstraintMessage = Said("wrong number"),
                    },
                    Ask("ship_no", FieldType.Text) with
                    {
                        Most = 11,
                        Constraint = "valid-id('imo', .)",
                        ConstraintMessage = Said("wrong number"),
                    }
                ),
                Section(
                    "choices",
                    Ask("colour", FieldType.Code) with
                    {
                        CodeList = "colours",
                        Required = "true()",
                    },
                    Ask("shade", FieldType.Code) with
                    {
                        CodeList = "colours",
                        Specials = ["_U"],
                    },
                    Ask("animal_kind", FieldType.Code) with
                    {
                        CodeList = "kinds",
                    },
                    Ask("animal", FieldType.Code) with
                    {
                        CodeList = "animals",
                        ChoiceFilter = "kind = ${animal_kind}",
                    },
                    Ask("means", FieldType.Codes) with
                    {
                        CodeList = "means",
                    },
                    Ask("other_report", FieldType.Link)
                ),
                Ask("papers", FieldType.Repeat) with
                {
                    Most = 5,
                    Fields =
                    [
                        Ask("paper_no", FieldType.Text) with
                        {
                            Most = 35,
                            Required = "true()",
                        },
                        Ask("paper_day", FieldType.Date),
                        Ask("paper_pages", FieldType.Integer),
                    ],
                },
                Ask("persons", FieldType.Repeat) with
                {
                    Least = 1,
                    Most = 3,
                    Fields =
                    [
                        Section("who", Ask("surname", FieldType.Text) with { Most = 70 }, Ask("born", FieldType.Date)),
                        Ask("origin", FieldType.Country),
                        Ask("role", FieldType.Code) with
                        {
                            CodeList = "animals",
                        },
                        Ask("story", FieldType.Text) with
                        {
                            Most = 500,
                        },
                        Ask("height", FieldType.Decimal),
                    ],
                },
            ],
        };
}
