using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms.Odk;

/// <summary>A form as its author would write it, and fillings with what is expected of them.</summary>
internal sealed record OdkCase(string Name, string Survey, string Choices, params (Answers Answers, string Expected)[] Fillings)
{
    public FormDefinition Form() => Sheets.Form(Sheets.Survey(Survey, Choices));
}

internal static class OdkCases
{
    private const string Lists =
        "list_name|name|label|country\nyes_no|yes|Yes|\nyes_no|no|No|\ntowns|par|Paris|FR\ntowns|lyo|Lyon|FR\ntowns|tll|Tallinn|EE\ncountries|FR|France|\ncountries|EE|Estonia|\ncolours|red|Red|\ncolours|green|Green|\ncolours|blue|Blue|";

    public static OdkCase[] All { get; } =
    [
        new(
            "a question that depends on a choice",
            "type|name|label|relevant\nselect_one yes_no|came|Came?|\ninteger|how_many|How many|${came} = 'yes'",
            Lists,
            (Answers.None, "came shown\nhow_many hidden"),
            (Answers.Of(("came", "yes")), "came shown\nhow_many shown"),
            (Answers.Of(("came", "no")), "came shown\nhow_many hidden")
        ),
        new(
            "one choice among several",
            "type|name|label|relevant\nselect_multiple colours|seen|Seen|\ntext|shade|Which red|selected(${seen}, 'red')",
            Lists,
            (Answers.Of(("seen", "green red")), "seen shown\nshade shown"),
            (Answers.Of(("seen", "green blue")), "seen shown\nshade hidden")
        ),
        new(
            "the number of choices",
            "type|name|label|constraint|calculation\nselect_multiple colours|seen|Seen|count-selected(.) <= 2|\ncalculate|number|||count-selected(${seen})",
            Lists,
            (Answers.None, "seen shown\nnumber = 0"),
            (Answers.Of(("seen", "red blue")), "seen shown\nnumber = 2"),
            (Answers.Of(("seen", "red green blue")), "seen shown wrong\nnumber = 3")
        ),
        new(
            "required always, never and sometimes",
            "type|name|label|required\ntext|a|A|yes\ntext|b|B|no\ntext|c|C|${b} = 'x'",
            Lists,
            (Answers.None, "a shown required wrong\nb shown\nc shown"),
            (Answers.Of(("a", "1"), ("b", "x")), "a shown required\nb shown\nc shown required wrong"),
            (Answers.Of(("a", "1"), ("b", "x"), ("c", "2")), "a shown required\nb shown\nc shown required")
        ),
        new(
            "a number within bounds",
            "type|name|label|constraint\ninteger|age|Age|. >= 0 and . < 150\ndecimal|share|Share|. > 0 and . <= 1",
            Lists,
            (Answers.None, "age shown\nshare shown"),
            (Answers.Of(("age", 0m), ("share", 0.5m)), "age shown\nshare shown"),
            (Answers.Of(("age", 150m), ("share", 1.01m)), "age shown wrong\nshare shown wrong"),
            (Answers.Of(("age", -1m), ("share", 1m)), "age shown wrong\nshare shown")
        ),
        new(
            "a text of a certain form",
            "type|name|label|constraint\ntext|seal|Seal|regex(., '^[A-Z]{3}[0-9]{4}$')\ntext|short|Short|string-length(.) <= 3",
            Lists,
            (Answers.Of(("seal", "ABC1234"), ("short", "abc")), "seal shown\nshort shown"),
            (Answers.Of(("seal", "xABC1234"), ("short", "abcd")), "seal shown wrong\nshort shown wrong"),
            (Answers.Of(("seal", "ABC12345")), "seal shown wrong\nshort shown"),
            (Answers.Of(("seal", "abc1234")), "seal shown wrong\nshort shown")
        ),
        new(
            "arithmetic",
            "type|name|label|calculation\ndecimal|a|A|\ndecimal|b|B|\ncalculate|sum||${a} + ${b} * 2\ncalculate|part||${a} div ${b}\ncalculate|rest||${a} mod ${b}\ncalculate|less||${a} - ${b}\ncalculate|rounded||round(${a} div 3, 2)",
            Lists,
            (Answers.Of(("a", 7m), ("b", 2m)), "a shown\nb shown\nsum = 11\npart = 3.5\nrest = 1\nless = 5\nrounded = 2.33"),
            (Answers.Of(("a", 0.5m), ("b", 0.25m)), "a shown\nb shown\nsum = 1\npart = 2\nrest = 0\nless = 0.25\nrounded = 0.17")
        ),
        new(
            "one value or another",
            "type|name|label|calculation\ninteger|a|A|\ntext|b|B|\ntext|c|C|\ncalculate|size||if(${a} > 10, 'large', 'small')\ncalculate|first||coalesce(${b}, ${c})\ncalculate|both||concat(${b}, '-', ${c})",
            Lists,
            (Answers.Of(("a", 11m), ("c", "z")), "a shown\nb shown\nc shown\nsize = large\nfirst = z\nboth = -z"),
            (Answers.Of(("a", 10m), ("b", "y"), ("c", "z")), "a shown\nb shown\nc shown\nsize = small\nfirst = y\nboth = y-z")
        ),
        new(
            "a section that does not apply",
            "type|name|label|relevant|required\nselect_one yes_no|goods|Goods?||\nbegin_group|what|What|${goods} = 'yes'|\ntext|kind|Kind||yes\nbegin_group|more|More||\ninteger|pieces|Pieces|${kind} != ''|\nend_group||||\nend_group||||\ntext|last|Last|${pieces} > 1|",
            Lists,
            (Answers.None, "goods shown\nkind hidden\npieces hidden\nlast hidden"),
            (Answers.Of(("goods", "yes")), "goods shown\nkind shown required wrong\npieces hidden\nlast hidden"),
            (
                Answers.Of(("goods", "yes"), ("kind", "tea"), ("pieces", 2m)),
                "goods shown\nkind shown required\npieces shown\nlast shown"
            )
        ),
        new(
            "lines and their sum",
            "type|name|label|constraint|calculation\nbegin_repeat|boxes|Boxes||\ndecimal|weight|Weight|. > 0|\ndecimal|pieces|Pieces||\ncalculate|each|||${weight} div ${pieces}\nend_repeat||||\ncalculate|total|||sum(${weight})\ncalculate|number|||count(${boxes})",
            Lists,
            (
                Answers.None.With(
                    "boxes",
                    Answers.Of(("weight", 1.5m), ("pieces", 3m)),
                    Answers.Of(("weight", 2m), ("pieces", 4m))
                ),
                "boxes[0].weight shown\nboxes[0].pieces shown\nboxes[0].each = 0.5\nboxes[1].weight shown\nboxes[1].pieces shown\nboxes[1].each = 0.5\ntotal = 3.5\nnumber = 2"
            ),
            (
                Answers.None.With("boxes", Answers.Of(("weight", -1m), ("pieces", 1m))),
                "boxes[0].weight shown wrong\nboxes[0].pieces shown\nboxes[0].each = -1\ntotal = -1\nnumber = 1"
            )
        ),
        new(
            "a question of a line that depends on the line",
            "type|name|label|relevant|required\nselect_one yes_no|detailed|Detailed?||\nbegin_repeat|items|Items||\nselect_one colours|colour|Colour||yes\ntext|shade|Shade|${colour} = 'red' and ${detailed} = 'yes'|\nend_repeat||||",
            Lists,
            (
                Answers
                    .Of(("detailed", "yes"))
                    .With("items", Answers.Of(("colour", "red")), Answers.Of(("colour", "blue")), Answers.None),
                "detailed shown\nitems[0].colour shown required\nitems[0].shade shown\nitems[1].colour shown required\nitems[1].shade hidden\nitems[2].colour shown required wrong\nitems[2].shade hidden"
            ),
            (
                Answers.Of(("detailed", "no")).With("items", Answers.Of(("colour", "red"))),
                "detailed shown\nitems[0].colour shown required\nitems[0].shade hidden"
            )
        ),
        new(
            "dates in their order",
            "type|name|label|constraint|relevant\ndate|from|From||\ndate|to|To|. >= ${from}|\ntext|why|Why so late||${to} > '2026-06-30'",
            Lists,
            (Answers.Of(("from", "2026-03-01"), ("to", "2026-03-02")), "from shown\nto shown\nwhy hidden"),
            (Answers.Of(("from", "2026-03-02"), ("to", "2026-03-01")), "from shown\nto shown wrong\nwhy hidden"),
            (Answers.Of(("from", "2026-03-02"), ("to", "2026-07-01")), "from shown\nto shown\nwhy shown")
        ),
        new(
            "today",
            "type|name|label|constraint\ndate|day|Day|. <= today()",
            Lists,
            (Answers.Of(("day", "2001-01-01")), "day shown"),
            (Answers.Of(("day", "2999-01-01")), "day shown wrong")
        ),
        new(
            "and before or, and not around both",
            "type|name|label|relevant\ninteger|a|A|\ninteger|b|B|\ntext|x|X|${a} = 1 or ${a} = 2 and ${b} = 1\ntext|y|Y|not(${a} = 1 or ${b} = 1)\ntext|z|Z|(${a} = 1 or ${a} = 2) and ${b} = 1",
            Lists,
            (Answers.Of(("a", 1m), ("b", 0m)), "a shown\nb shown\nx shown\ny hidden\nz hidden"),
            (Answers.Of(("a", 2m), ("b", 0m)), "a shown\nb shown\nx hidden\ny shown\nz hidden"),
            (Answers.Of(("a", 2m), ("b", 1m)), "a shown\nb shown\nx shown\ny hidden\nz shown")
        ),
        new(
            "a calculation that uses a calculation",
            "type|name|label|calculation|relevant\ninteger|a|A||\ncalculate|twice||${a} * 2|\ncalculate|again||${twice} + 1|\ntext|x|X||${again} >= 11",
            Lists,
            (Answers.Of(("a", 5m)), "a shown\ntwice = 10\nagain = 11\nx shown"),
            (Answers.Of(("a", 4m)), "a shown\ntwice = 8\nagain = 9\nx hidden")
        ),
        new(
            "the smallest and the largest",
            "type|name|label|calculation\ninteger|a|A|\ninteger|b|B|\ncalculate|low||min(${a}, ${b}, 5)\ncalculate|high||max(${a}, ${b}, 5)",
            Lists,
            (Answers.Of(("a", 3m), ("b", 9m)), "a shown\nb shown\nlow = 3\nhigh = 9"),
            (Answers.Of(("a", 7m), ("b", 6m)), "a shown\nb shown\nlow = 5\nhigh = 7")
        ),
        new(
            "parts of a text",
            "type|name|label|calculation|relevant\ntext|code|Code||\ncalculate|head||substr(${code}, 0, 2)|\ncalculate|tail||substr(${code}, 2)|\ntext|x|X||starts-with(${code}, 'FR')\ntext|y|Y||contains(${code}, '42')",
            Lists,
            (Answers.Of(("code", "FR42")), "code shown\nhead = FR\ntail = 42\nx shown\ny shown"),
            (Answers.Of(("code", "EE7")), "code shown\nhead = EE\ntail = 7\nx hidden\ny hidden")
        ),
        new(
            "a default",
            "type|name|label|default|relevant\ntext|a|A|known|\ninteger|b|B|4|\ntext|x|X||${a} = 'known'\ntext|y|Y||${b} = 4",
            Lists,
            (Answers.None, "a shown\nb shown\nx shown\ny shown"),
            (Answers.Of(("a", "other"), ("b", 5m)), "a shown\nb shown\nx hidden\ny hidden")
        ),
        new(
            "a note",
            "type|name|label|relevant\ninteger|a|A|\nnote|warn|Too many|${a} > 3",
            Lists,
            (Answers.Of(("a", 4m)), "a shown\nwarn shown"),
            (Answers.Of(("a", 3m)), "a shown\nwarn hidden")
        ),
        new(
            "choices that go with another answer",
            "type|name|label|choice_filter|relevant\nselect_one countries|country|Country||\nselect_one towns|town|Town|country = ${country}|\nselect_one towns|not_paris|Other|name != 'par'|\ntext|x|X||${town} = 'tll'",
            Lists,
            (
                Answers.Of(("country", "EE"), ("town", "tll"), ("not_paris", "lyo")),
                "country shown\ntown shown\nnot_paris shown\nx shown"
            ),
            (Answers.Of(("country", "FR"), ("town", "par")), "country shown\ntown shown\nnot_paris shown\nx hidden")
        ),
        new(
            "a blank is no number",
            "type|name|label|relevant\ninteger|a|A|\ntext|x|X|${a} > 0\ntext|y|Y|${a} = ''\ntext|z|Z|${a} < 5 or ${a} = ''\ntext|w|W|${a} != 3",
            Lists,
            (Answers.None, "a shown\nx hidden\ny shown\nz shown\nw shown"),
            (Answers.Of(("a", 3m)), "a shown\nx shown\ny hidden\nz shown\nw hidden")
        ),
    ];
}
