using System.Globalization;
using System.Text;
using Comm.Shared.Forms;

namespace Comm.Benchmarks.Forms;

/// <summary>A form of some size, generated so that any size can be had, with the expressions that our own forms have; and answers to all of it.</summary>
internal sealed class FilledForm
{
    private const int LineFields = 10;
    private const int FilledLines = 10;

    /// <summary>A number, a date, two countries, a code, a text: what six questions in a row ask.</summary>
    private const int Kinds = 6;

    private readonly string _changing;

    private FilledForm(FormDefinition form, Answers answers, string changing) =>
        (Form, Answers, _changing) = (form, answers, changing);

    public FormDefinition Form { get; }

    public Answers Answers { get; }

    public static FilledForm Of(int fields, int rules)
    {
        string definition = Definition(fields, rules);
        FormDefinition form =
            FormDefinitionReader.Read(Encoding.UTF8.GetBytes(definition), CodeLists.Shipped, out var faults)
            ?? throw new InvalidOperationException(string.Join("; ", faults));
        Answers answers = Enumerable
            .Range(0, fields - LineFields - 1)
            .Aggregate(Answers.None, (all, i) => all.With(Name(i), AnswerTo(i)));
        Answers line = Enumerable.Range(0, LineFields).Aggregate(Answers.None, (all, i) => all.With($"line_{i}", (decimal)i + 1));
        return new FilledForm(form, answers.With("lines", [.. Enumerable.Repeat(line, FilledLines)]), Name(0));
    }

    /// <summary>The largest form that comes with the product, with as many lines of goods as it takes.</summary>
    public static FilledForm Standard(int lines)
    {
        Answers line = Answers.Of(
            ("commodity", "TOB.CIG"),
            ("hs_code", "240220"),
            ("hs_edition", "2022"),
            ("brand", "Without name"),
            ("quantity", 200_000m),
            ("unit", "STK"),
            ("value", 80_000m),
            ("currency", "EUR"),
            ("value_basis", "RETAIL"),
            ("origin_country", "AE")
        );
        Answers answers = Answers
            .Of(
                ("reporting_country", "FR"),
                ("seizure_date", "2026-11-20"),
                ("offence_type", "SMUG"),
                ("procedure", "IMP_HOME"),
                ("movement", "IMP"),
                ("location_type", "SEA"),
                ("location", "FRLEH"),
                ("conveyance", "VSL_CARGO"),
                ("imo", "9074729"),
                ("departure_country", "AE"),
                ("destination_country", "FR"),
                ("concealment", "COVER"),
                ("selection_reason", "RISK"),
                ("tlp", "AMBER"),
                ("handling", "H1"),
                ("arrested", 1m)
            )
            .With(
                "legs",
                Answers.Of(("leg_role", "DEPARTURE"), ("leg_country", "AE"), ("leg_date", "2026-10-20")),
                Answers.Of(("leg_role", "SEIZURE"), ("leg_country", "FR"), ("leg_date", "2026-11-20"))
            )
            .With("lines", [.. Enumerable.Repeat(line, lines)]);
        FormDefinition form =
            FormLibrary.Shipped.Latest("seizure-standard") ?? throw new InvalidOperationException("The standard form is gone.");
        return new FilledForm(form, answers, "arrested");
    }

    /// <summary>The answers after one key press: another number in one question.</summary>
    public Answers Changed(int number) => Answers.With(_changing, (decimal)(number % 100));

    private static string Name(int question) => string.Create(CultureInfo.InvariantCulture, $"question_{question}");

    private static Answer AnswerTo(int question) =>
        (question % Kinds) switch
        {
            0 => (decimal)(question + 1),
            1 => "2026-11-20",
            2 => "FR",
            3 => "CN",
            4 => "IMP",
            _ => "CSQU3054383",
        };

    private static string Definition(int fields, int rules)
    {
        IEnumerable<string> questions = Enumerable.Range(0, fields - LineFields - 1).Select(Question);
        IEnumerable<string> ofLines = Enumerable
            .Range(0, LineFields)
            .Select(i => $$$"""{"name":"line_{{{i}}}","type":"decimal","labels":{"en":"Line {{{i}}}"},"required":"true()"}""");
        return $$"""
            {"id":"generated","version":1,"kind":"other","labels":{"en":"Generated"},"codeLists":{"CL_MOVEMENT":"1.0"},
            "tables":[{"name":"pairs","rows":{"IMP TRA":"impossible","EXP TRA":"unusual"} }],
            "fields":[{{string.Join(',', questions)}},
            {"name":"lines","type":"repeat","least":1,"most":50,"labels":{"en":"Lines"},"fields":[{{string.Join(
                ',',
                ofLines
            )}}]}],
            "rules":[{{string.Join(',', Enumerable.Range(0, rules).Select(i => Rule(i, fields - LineFields - 1)))}}]}
            """;
    }

    // Every third question hangs on an earlier one, as questions do.
    private static string Question(int i)
    {
        string type = (i % Kinds) switch
        {
            0 => "\"decimal\"",
            1 => "\"date\"",
            2 or 3 => "\"country\"",
            4 => "\"code\",\"codeList\":\"CL_MOVEMENT\"",
            _ => "\"text\",\"most\":35",
        };
        string relevant = i % 3 == 2 && i > Kinds ? $",\"relevant\":\"selected('IMP TRA', ${{{Name(4)}}})\"" : "";
        return $$$"""{"name":"{{{Name(i)}}}","type":{{{type}}},"labels":{"en":"Question {{{i}}}"},"required":"true()"{{{relevant}}}}""";
    }

    // The shapes of our own rules: of dates, countries, look-ups, check digits, lines of goods. A sixth is asked of every line.
    private static string Rule(int i, int questions)
    {
        int group = i * Kinds % (questions / Kinds * Kinds);
        string number = At(0);
        string date = At(1);
        string country = At(2);
        string other = At(3);
        string code = At(4);
        string text = At(5);
        (string field, string when, string check) = (i % 6) switch
        {
            0 => (Of(1), $"{code} = 'IMP'", $"{date} <= latest-today() and {date} >= '2000-01-01'"),
            1 => (
                Of(2),
                $"{code} = 'IMP' and not(selected('_U _Z', {country})) and {other} != '_U'",
                $"customs-area({country}, 'FR') != customs-area({other}, 'FR')"
            ),
            2 => (Of(4), "true()", $"lookup('pairs', {code}, {code}) != 'impossible'"),
            3 => (Of(5), $"{text} != ''", $"valid-id('container', {text}) and regex({text}, '[A-Z]{{4}}[0-9]{{7}}')"),
            4 => (Of(0), $"{number} > 0", $"sum(${{line_{i % LineFields}}}) > 0 and any(${{line_0}} = 1)"),
            _ => (
                $"line_{i % LineFields}",
                $"{number} != ''",
                $"${{line_{i % LineFields}}} > 0 and decimal-places(${{line_{i % LineFields}}}) <= 3"
            ),
        };
        return $$$"""{"id":"X{{{i}}}","severity":"W","field":"{{{field}}}","when":"{{{when}}}","check":"{{{check}}}","message":{"en":"No."}}""";

        string Of(int kind) => Name(group + kind);
        string At(int kind) => $"${{{Of(kind)}}}";
    }
}
