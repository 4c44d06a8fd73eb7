using System.Collections.Concurrent;
using System.Collections.Immutable;
using Comm.Client.Engine;
using Comm.Client.Tables;
using Comm.Client.Vault;
using Comm.Mls.Codec;
using Comm.Shared.Forms;
using Comm.Shared.Locations;
using Comm.Shared.Messaging;

namespace Comm.Client.Forms;

/// <summary>
/// The forms in force in a group at one time, ready to be asked. <paramref name="IsComplete"/>: every definition that the set names is
/// here and can be used.
/// </summary>
internal sealed record FormsInForce(FormSet Set, FormLibrary Library, bool IsComplete)
{
    /// <summary>In the order of the set.</summary>
    public IEnumerable<FormDefinition> Offered =>
        Set
            .Forms.Where(form => form.Use == FormUse.Offered)
            .Select(form => Library.Find(form.Id, form.Version))
            .OfType<FormDefinition>();
}

/// <summary>What a verdict depends on besides the report itself and its author: while this is the same, so is the verdict.</summary>
internal sealed record JudgedBy(FormsInForce Forms, DateOnly Today, DateOnly LatestToday, LocationTable? Locations);

/// <summary>Which forms a group has, and what its rules are asked with (design D11). Definitions are compiled once.</summary>
internal sealed class GroupForms(SealedStore store, CodeTables tables, TimeProvider clock)
{
    private readonly FormRows _rows = new(store);
    private readonly ConcurrentDictionary<(GroupId Group, Opaque Set), FormsInForce> _inForce = new();
    private readonly ConcurrentDictionary<Opaque, FormDefinition?> _compiled = new();
    private readonly ConcurrentDictionary<string, CustomsAreas> _areas = new(StringComparer.Ordinal);

    private static readonly string[] Templates = ["warning", "feedback", "request", "sitrep"];

    private static readonly FormsInForce Nothing = new(new FormSet { Forms = [] }, new FormLibrary([]), IsComplete: true);

    /// <summary>The shipped forms that a group begins with, by the table of places that is in use here; null for none.</summary>
    public FormPack? Initial(InitialForms forms)
    {
        string[] shipped = ShippedOf(forms);
        if (shipped.Length == 0)
        {
            return null;
        }

        FormSet set = FormSet.OfShipped(shipped) with { Locations = tables.LocationsManifest?.ContentHash.ToString() };
        return new FormPack(set, [.. set.Forms.Select(entry => FormLibrary.Shipped.Find(entry.Id, entry.Version)!.Document)]);
    }

    /// <summary>The ids of the shipped forms that go together; those that are not shipped yet are left out where they are used.</summary>
    public static string[] ShippedOf(InitialForms forms) =>
        forms switch
        {
            InitialForms.Simplified => [FormLibrary.SimplifiedSeizure, .. Templates],
            InitialForms.Standard => [FormLibrary.StandardSeizure, .. Templates],
            _ => [],
        };

    /// <summary>Null when the set has not come yet.</summary>
    public FormsInForce? Find(GroupId group, Opaque set)
    {
        if (set.IsEmpty)
        {
            return Nothing;
        }

        if (_inForce.TryGetValue((group, set), out FormsInForce? known))
        {
            return known;
        }

        if (_rows.FindSet(group, set) is not { } found)
        {
            return null;
        }

        FormDefinition?[] valid = [.. found.Forms.Select(entry => Definition(group, entry))];
        var inForce = new FormsInForce(
            found,
            new FormLibrary(valid.OfType<FormDefinition>()),
            valid.All(definition => definition is not null)
        );
        if (inForce.IsComplete)
        {
            _inForce.TryAdd((group, set), inForce);
        }

        return inForce;
    }

    /// <summary>The tables of places that groups go by.</summary>
    public IEnumerable<Opaque> BoundTables() =>
        _rows.Sets().Select(set => set.Locations).OfType<string>().Distinct().Select(hash => (Opaque)Convert.FromHexString(hash));

    /// <summary>What a newcomer, or somebody who has missed it, is sent of a set; null when it is not here.</summary>
    public FormPack? PackOf(GroupId group, Opaque set)
    {
        if (set.IsEmpty || _rows.FindSet(group, set) is not { } found)
        {
            return null;
        }

        return new FormPack(found, [.. found.Forms.Select(entry => Document(group, entry)).OfType<FormDocument>()]);
    }

    /// <summary>By the set that was in force in the epoch it was sealed in: every member comes to the same verdict.</summary>
    public ReportVerdict Judge(GroupId group, Report report, string country, Opaque set)
    {
        FormsInForce? inForce = Find(group, set);
        FormLibrary library = inForce?.Library ?? Nothing.Library;
        if (
            library.Find(report.Form, report.FormVersion) is null
            && FindKnown(group, report.Form, report.FormVersion) is { } known
        )
        {
            library = new FormLibrary([], [known]);
        }

        return ReportVerdict.Of(report, library, ContextOf((inForce ?? Nothing).Set, country));
    }

    /// <summary>Null while something of it may yet come.</summary>
    public JudgedBy? JudgedBy(GroupId group, Opaque set)
    {
        if (Find(group, set) is not { IsComplete: true } inForce)
        {
            return null;
        }

        FormContext context = ContextOf(inForce.Set, "");
        return context.Locations is null ? null : new JudgedBy(inForce, context.Today, context.LatestToday, context.Locations);
    }

    /// <summary>A version that the group has or had, or that is shipped: for reading.</summary>
    public FormDefinition? FindKnown(GroupId group, string id, int version) =>
        _rows.Definitions(group).FirstOrDefault(document => document.Id == id && document.Version == version) is { } document
            ? Compile(document)
            : FormLibrary.Shipped.Find(id, version);

    /// <summary>Every version that was ever sent in the group and compiles here, and the shipped ones.</summary>
    public IReadOnlyList<FormDefinition> Known(GroupId group) =>
        [
            .. _rows
                .Definitions(group)
                .Select(Compile)
                .OfType<FormDefinition>()
                .Concat(FormLibrary.Shipped.All)
                .DistinctBy(form => (form.Id, form.Version))
                .OrderBy(form => form.Id, StringComparer.Ordinal)
                .ThenBy(form => form.Version),
        ];

    /// <summary>What the rules may know of a report's surroundings: the same for every member of the group.</summary>
    public FormContext ContextOf(FormSet set, string country)
    {
        FormContext context = FormContext.At(clock, country) with
        {
            Window = set.Window,
            Locations = set.Locations is { } hash ? tables.LocationsOf(Convert.FromHexString(hash)) : LocationTable.Shipped,
        };
        return set.CustomsAreas is { } areas
            ? context with
            {
                CustomsAreas = _areas.GetOrAdd(Convert.ToHexString(set.Hash()), _ => CustomsAreas.Of(areas)),
            }
            : context;
    }

    /// <summary>
    /// Why a coordinator's set may not be published, by the form's id; null where it may. A published version never changes, and the
    /// product's own forms keep their names.
    /// </summary>
    public string? CheckNew(GroupId group, FormSet set, IReadOnlyList<FormDocument> definitions)
    {
        var sent = definitions.ToDictionary(definition => Convert.ToHexStringLower(definition.Hash()), StringComparer.Ordinal);
        if (FormSet.Read(set.ToUtf8()) is null)
        {
            return "";
        }

        FormDocument[] published = [.. _rows.Definitions(group), .. FormLibrary.Shipped.All.Select(form => form.Document)];
        foreach (FormSetEntry entry in set.Forms)
        {
            FormDocument? document = sent.GetValueOrDefault(entry.Hash) ?? Document(group, entry);
            bool isChanged = published.Any(other =>
                other.Id == entry.Id && other.Version == entry.Version && Convert.ToHexStringLower(other.Hash()) != entry.Hash
            );
            if (
                document is null
                || isChanged
                || (document.Id, document.Version) != (entry.Id, entry.Version)
                || Compile(document) is null
            )
            {
                return entry.Id;
            }
        }

        return null;
    }

    private FormDocument? Document(GroupId group, FormSetEntry entry) =>
        _rows.FindDefinition(group, Convert.FromHexString(entry.Hash))
        ?? (
            FormLibrary.Shipped.Find(entry.Id, entry.Version) is { } shipped && shipped.Hash == entry.Hash
                ? shipped.Document
                : null
        );

    private FormDefinition? Definition(GroupId group, FormSetEntry entry) =>
        Document(group, entry) is { } document && document.Id == entry.Id && document.Version == entry.Version
            ? Compile(document)
            : null;

    private FormDefinition? Compile(FormDocument document) =>
        FormLibrary.Shipped.Find(document.Id, document.Version) is { } shipped
        && shipped.Hash == Convert.ToHexStringLower(document.Hash())
            ? shipped
            : _compiled.GetOrAdd(
                document.Hash(),
                _ => FormDefinitionReader.Compile(document, CodeLists.Shipped, out ImmutableArray<FormFault> _)
            );
}
