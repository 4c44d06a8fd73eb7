using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    private readonly ConcurrentDictionary<GroupId, (int Stamp, ImmutableArray<SentForm> Forms)> _sent = new();
    private readonly ConcurrentDictionary<string, SentForm> _compiled = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<CustomsAreasDocument, CustomsAreas> _areas = [];
    private (int Stamp, ImmutableArray<Opaque> Hashes) _tables = (-1, []);

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

        FormDefinition?[] valid = [.. found.Forms.Select(entry => Find(group, entry)?.Form)];
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

    /// <summary>The tables of places that groups go by. Asked whenever something arrives: sets are read again only when one has come.</summary>
    public ImmutableArray<Opaque> BoundTables()
    {
        int stamp = _rows.CountSets();
        if (_tables.Stamp != stamp)
        {
            IEnumerable<string> hashes = _rows.Sets().Select(set => set.Locations).OfType<string>().Distinct();
            _tables = (stamp, [.. hashes.Select(hash => (Opaque)Convert.FromHexString(hash))]);
        }

        return _tables.Hashes;
    }

    /// <summary>What a newcomer, or somebody who has missed it, is sent of a set; null when it is not here.</summary>
    public FormPack? PackOf(GroupId group, Opaque set)
    {
        if (set.IsEmpty || _rows.FindSet(group, set) is not { } found)
        {
            return null;
        }

        return new FormPack(found, [.. found.Forms.Select(entry => Find(group, entry)?.Document).OfType<FormDocument>()]);
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
        Sent(group).FirstOrDefault(form => form.Document.Id == id && form.Document.Version == version) is { } sent
            ? sent.Form
            : FormLibrary.Shipped.Find(id, version);

    /// <summary>Every version that was ever sent in the group and compiles here, and the shipped ones.</summary>
    public IReadOnlyList<FormDefinition> Known(GroupId group) =>
        [
            .. Sent(group)
                .Select(sent => sent.Form)
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
        return set.CustomsAreas is { } areas ? context with { CustomsAreas = _areas.GetValue(areas, CustomsAreas.Of) } : context;
    }

    /// <summary>
    /// Why a coordinator's set may not be published, by the form's id; null where it may. A published version never changes, and the
    /// product's own forms keep their names.
    /// </summary>
    public string? CheckNew(GroupId group, FormSet set, IReadOnlyList<FormDocument> definitions)
    {
        if (FormSet.Read(set.ToUtf8()) is null)
        {
            return "";
        }

        SentForm[] published = [.. Sent(group), .. FormLibrary.Shipped.All.Select(form => Compile(form.Document))];
        SentForm[] all = [.. published, .. definitions.Select(Compile)];
        foreach (FormSetEntry entry in set.Forms)
        {
            bool isChanged = published.Any(other => IsOf(other, entry) && other.Hash != entry.Hash);
            if (isChanged || !all.Any(form => form.Hash == entry.Hash && IsOf(form, entry) && form.Form is not null))
            {
                return entry.Id;
            }
        }

        return null;
    }

    /// <summary>By the hash that the set names, so it does not matter who has sent it.</summary>
    private SentForm? Find(GroupId group, FormSetEntry entry) =>
        Sent(group).FirstOrDefault(form => form.Hash == entry.Hash && IsOf(form, entry))
        ?? (
            FormLibrary.Shipped.Find(entry.Id, entry.Version) is { } shipped && shipped.Hash == entry.Hash
                ? new SentForm(shipped.Document, shipped.Hash, shipped)
                : null
        );

    private static bool IsOf(SentForm form, FormSetEntry entry) =>
        form.Document.Id == entry.Id && form.Document.Version == entry.Version;

    /// <summary>What coordinators have sent. Rows only come, and what a hash names never changes: their number says whether to read anew.</summary>
    private ImmutableArray<SentForm> Sent(GroupId group)
    {
        int stamp = _rows.CountDefinitions();
        if (!_sent.TryGetValue(group, out (int Stamp, ImmutableArray<SentForm> Forms) known) || known.Stamp != stamp)
        {
            _sent[group] = known = (stamp, [.. _rows.Definitions(group).Select(Compile)]);
        }

        return known.Forms;
    }

    private SentForm Compile(FormDocument document)
    {
        string hash = Convert.ToHexStringLower(document.Hash());
        return _compiled.GetOrAdd(
            hash,
            _ => new SentForm(
                document,
                hash,
                FormLibrary.Shipped.Find(document.Id, document.Version) is { } shipped && shipped.Hash == hash
                    ? shipped
                    : FormDefinitionReader.Compile(document, CodeLists.Shipped, out ImmutableArray<FormFault> _)
            )
        );
    }

    /// <summary><paramref name="Form"/>: null for a definition that cannot be used here.</summary>
    private sealed record SentForm(FormDocument Document, string Hash, FormDefinition? Form);
}
