using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>The code lists this machine knows, by id.</summary>
public sealed class CodeLists
{
    /// <summary>The special values: unknown, not applicable, other. A blank never means any of them.</summary>
    public const string Special = "CL_SPECIAL";

    private const string Folder = "Comm.Shared.Forms.CodeLists.";
    private static readonly Lazy<CodeLists> Lazily = new(() =>
    {
        var assembly = Assembly.GetExecutingAssembly();
        return new CodeLists(
            assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(EmbeddedTable.Open(name["Comm.Shared.".Length..])))
        );
    });

    private readonly FrozenDictionary<string, CodeList> _byId;

    public CodeLists(IEnumerable<CodeList> lists) => _byId = lists.ToFrozenDictionary(list => list.Id, StringComparer.Ordinal);

    public static CodeLists Shipped => Lazily.Value;

    public IEnumerable<CodeList> All => _byId.Values.OrderBy(list => list.Id, StringComparer.Ordinal);

    public CodeList? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The code in words, special values too; a code nobody knows stands for itself.</summary>
    public string Label(string list, string code, string language)
    {
        ArgumentNullException.ThrowIfNull(code);
        Code? known = Find(code.StartsWith('_') ? Special : list)?.Find(code);
        return known is null ? code : known.Labels.Text(language);
    }

    /// <summary>The units of a commodity's group; null for a commodity nobody knows.</summary>
    public CommodityUnits? UnitsOf(string commodity) => Find("CL_COMMODITY")?.Find(CodeList.GroupOf(commodity))?.Units;

    private static CodeList Read(Stream stream)
    {
        using (stream)
        {
            ListDocument list =
                JsonSerializer.Deserialize<ListDocument>(stream, Options)
                ?? throw new InvalidOperationException("A code list that is null.");
            return new CodeList(list.Id, list.Version, new Labels(list.Labels), [.. list.Codes.Select(code => code.ToCode())]);
        }
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private sealed record ListDocument(
        string Id,
        string Version,
        Dictionary<string, string> Labels,
        ImmutableArray<CodeDocument> Codes
    );

    private sealed record CodeDocument(
        string Code,
        Dictionary<string, string> Labels,
        bool Retired = false,
        string? Mode = null,
        bool Whole = false,
        bool Currencies = false,
        ImmutableArray<UnitConversion>? Units = null
    )
    {
        public Code ToCode() =>
            new(
                Code,
                new Labels(Labels),
                Retired,
                Mode,
                Whole,
                Currencies || Units is not null ? new CommodityUnits(Units ?? [], Currencies) : null
            );
    }
}
