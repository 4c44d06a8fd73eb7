using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>The forms this machine knows, every version of them: a report is read with the version it was filled under.</summary>
public sealed class FormLibrary
{
    public const string SimplifiedSeizure = "seizure-simplified";
    public const string StandardSeizure = "seizure-standard";

    private const string Folder = "Comm.Shared.Forms.Definitions.";
    private static readonly Lazy<FormLibrary> Lazily = new(() =>
    {
        var assembly = Assembly.GetExecutingAssembly();
        return new FormLibrary(
            assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Select(ReadShipped)
        );
    });

    private readonly FrozenDictionary<(string Id, int Version), FormDefinition> _forms;
    private readonly FrozenSet<(string Id, int Version)> _withdrawn;

    public FormLibrary(IEnumerable<FormDefinition> forms)
        : this(forms, []) { }

    /// <param name="withdrawn">Known, so that what was filled under them can be read; a report under one is not valid.</param>
    public FormLibrary(IEnumerable<FormDefinition> forms, IEnumerable<FormDefinition> withdrawn)
    {
        ArgumentNullException.ThrowIfNull(withdrawn);
        FormDefinition[] valid = [.. forms];
        var keys = valid.Select(form => (form.Id, form.Version)).ToHashSet();
        FormDefinition[] others =
        [
            .. withdrawn.Where(form => !keys.Contains((form.Id, form.Version))).DistinctBy(form => (form.Id, form.Version)),
        ];
        _forms = valid.Concat(others).ToFrozenDictionary(form => (form.Id, form.Version));
        _withdrawn = others.Select(form => (form.Id, form.Version)).ToFrozenSet();
    }

    public static FormLibrary Shipped => Lazily.Value;

    /// <summary>Every version of every form, by id.</summary>
    public IEnumerable<FormDefinition> All =>
        _forms.Values.OrderBy(form => form.Id, StringComparer.Ordinal).ThenBy(form => form.Version);

    public FormDefinition? Find(string id, int version) => _forms.GetValueOrDefault((id, version));

    /// <summary>Whether a report under it may be valid.</summary>
    public bool Accepts(FormDefinition form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return !_withdrawn.Contains((form.Id, form.Version));
    }

    /// <summary>The newest version of a form: what a new report is filled under.</summary>
    public FormDefinition? Latest(string id) =>
        _forms.Values.Where(form => string.Equals(form.Id, id, StringComparison.Ordinal)).MaxBy(form => form.Version);

    private static FormDefinition ReadShipped(string name)
    {
        using Stream stream = EmbeddedTable.Open(name["Comm.Shared.".Length..]);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return FormDefinitionReader.Read(bytes.ToArray(), CodeLists.Shipped, out ImmutableArray<FormFault> faults)
            ?? throw new InvalidOperationException($"The shipped form {name} is wrong: {string.Join("; ", faults)}");
    }
}
