using System.Text.RegularExpressions;
using Comm.Mls.Groups;

namespace Comm.Mls.Tests.Hostile;

/// <summary>docs/mls-validation.md says what the code does: every rule is tested and cited, every test named, every place there.</summary>
public sealed class CatalogueTests
{
    private static readonly Catalogue s_catalogue = Catalogue.Read();

    [Fact]
    public void EveryRuleHasItsOwnName()
    {
        Assert.NotEmpty(s_catalogue.Rules);
        Assert.All(s_catalogue.Rules, rule => Assert.Matches("^V-[A-Z]+-[0-9]{2}$", rule.Name));
        Assert.Distinct(s_catalogue.Rules.Select(rule => rule.Name));
    }

    [Fact]
    public void EveryRuleHasATest() => Assert.Empty(s_catalogue.Rules.Select(rule => rule.Name).Except(s_catalogue.Tests.Keys));

    [Fact]
    public void EveryTestCitesARuleThatIsThere() =>
        Assert.Empty(s_catalogue.Tests.Keys.Except(s_catalogue.Rules.Select(rule => rule.Name)));

    [Fact]
    public void EveryRuleNamesExactlyItsTests() =>
        Assert.All(
            s_catalogue.Rules,
            rule =>
                Assert.Equal(
                    s_catalogue.Tests.GetValueOrDefault(rule.Name, []).Order(StringComparer.Ordinal),
                    rule.Tests.Order(StringComparer.Ordinal)
                )
        );

    [Fact]
    public void WhereARuleIsEnforcedIsInTheSources()
    {
        foreach (Catalogue.Rule rule in s_catalogue.Rules)
        {
            Assert.NotEmpty(rule.Places);
            Assert.All(rule.Places, place => Assert.True(s_catalogue.HasPlace(place), $"{rule.Name}: {place}"));
        }
    }

    [Fact]
    public void EveryRuleIsCitedWhereItIsEnforced() =>
        Assert.Empty(s_catalogue.Rules.Select(rule => rule.Name).Except(s_catalogue.Citations));

    [Fact]
    public void EveryCitationIsOfARuleThatIsThere() =>
        Assert.Empty(s_catalogue.Citations.Except(s_catalogue.Rules.Select(rule => rule.Name)));

    [Fact]
    public void EveryRefusalIsOneOfTheLibrarys() =>
        Assert.All(
            s_catalogue.Rules.SelectMany(rule => rule.Faults),
            fault => Assert.True(Enum.TryParse<MlsFault>(fault, out _), fault)
        );
}

/// <summary>The tables of the catalogue, and the tests and sources that they are held against.</summary>
internal sealed partial class Catalogue
{
    private readonly Dictionary<string, string> _sources = [];

    private Catalogue(string root)
    {
        Rules =
        [
            .. File.ReadLines(Path.Combine(root, "docs", "mls-validation.md"))
                .Where(line => line.StartsWith("| V-", StringComparison.Ordinal))
                .Select(line => new Rule(line.Split('|', StringSplitOptions.TrimEntries)[1..^1])),
        ];
        foreach (string file in Files(root, "src"))
        {
            string text = File.ReadAllText(file);
            Citations.UnionWith(RuleName().Matches(text).Select(citation => citation.Value));
            foreach (Match type in TypeName().Matches(text))
            {
                string name = type.Groups["name"].Value;
                _sources[name] = _sources.GetValueOrDefault(name, "") + text;
            }
        }

        foreach (string file in Files(root, "tests"))
        {
            AddTestsOf(file);
        }
    }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Rule → tests that cite it, as Class.Method.</summary>
    public Dictionary<string, SortedSet<string>> Tests { get; } = [];

    /// <summary>The rules that comments in the sources name.</summary>
    public HashSet<string> Citations { get; } = [];

    public static Catalogue Read()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CustomsComm.sln")))
        {
            root = root.Parent;
        }

        return new Catalogue(root?.FullName ?? throw new InvalidOperationException("The tests do not run in the repository."));
    }

    /// <summary>Whether a type and its member are there, given as Class.Member.</summary>
    public bool HasPlace(string place)
    {
        string[] parts = place.Split('.');
        return parts.Length == 2
            && _sources.TryGetValue(parts[0], out string? text)
            && Regex.IsMatch(text, $@"\b{parts[1]}\b(?:<\w+>)?\(", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private static IEnumerable<string> Files(string root, string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            );

    // What stands above a method, up to the end of what is before it, are its attributes.
    private void AddTestsOf(string file)
    {
        string type = "";
        string above = "";
        foreach (string line in File.ReadLines(file).Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            if (TypeName().Match(line) is { Success: true } found)
            {
                type = found.Groups["name"].Value;
            }
            else if (MethodName().Match(line) is { Success: true } method)
            {
                foreach (Match trait in RuleTrait().Matches(above))
                {
                    Assert.Matches(@"\b(?:Fact|Theory|Property|SkippableFact|SkippableTheory)\b", above);
                    string rule = trait.Groups["name"].Value;
                    Tests.TryAdd(rule, new SortedSet<string>(StringComparer.Ordinal));
                    Tests[rule].Add($"{type}.{method.Groups["name"].Value}");
                }
            }

            above = line is "{" or "}" || line.EndsWith(';') ? "" : above + line;
        }
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface) (?<name>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^public (?:static )?(?:async )?\w+ (?<name>\w+)\(", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MethodName();

    [GeneratedRegex("""Trait\("Rule", "(?<name>[^"]+)"\)""", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RuleTrait();

    [GeneratedRegex(@"\bV-[A-Z]+-[0-9]{2}\b", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RuleName();

    /// <summary>A row: rule, section, what holds, where, by whom, refusal, tests.</summary>
    internal sealed partial class Rule(string[] cells)
    {
        public string Name { get; } = cells[0];

        public IReadOnlyList<string> Places { get; } = Quoted(cells[3]);

        public IReadOnlyList<string> Faults { get; } = Quoted(cells[5]);

        public IReadOnlyList<string> Tests { get; } = Quoted(cells[6]);

        private static string[] Quoted(string cell) => [.. Quote().Matches(cell).Select(match => match.Groups["name"].Value)];

        [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
        private static partial Regex Quote();
    }
}
