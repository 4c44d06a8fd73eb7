using Comm.Client.Engine;
using Comm.Client.Forms.Designing;
using Comm.Client.Pages.Layout;
using Comm.Client.Shell;
using Comm.Shared.Forms;
using Comm.Shared.Publishing;

namespace Comm.Client.Pages.Forms;

/// <summary>A version in the set of a group. <paramref name="Form"/>: null where its definition is not here.</summary>
public sealed record FormLine(FormSetEntry Entry, FormDefinition? Form);

/// <summary>What stood against an act, as the key of a sentence and what it is about; or the faults of a spreadsheet.</summary>
public sealed record FormsProblem(string Key, string? About = null, IReadOnlyList<SheetProblem>? Sheet = null);

/// <summary>What is wrong with a spreadsheet, and at which cell, in words.</summary>
public sealed record SheetProblem(string Sheet, int Row, string Column, string Sentence);

/// <summary>All that the forms page of a group shows.</summary>
public sealed record FormsModel(
    FrameModel Frame,
    GroupView Group,
    GroupFormsView Forms,
    IReadOnlyList<FormLine> Lines,
    IReadOnlyList<FormDefinition> Known,
    IReadOnlyList<(Guid Id, FormDesign? Design)> Designs,
    IReadOnlyList<(GroupSummary Group, FormDefinition Form)> Elsewhere,
    TableManifest? Newest,
    bool HasTable
)
{
    /// <summary>The rules of what may be done are the coordinator's alone, and only where the set is here.</summary>
    public bool MayChange => Group.CanManage && Forms.Set is not null;

    /// <summary>Shipped forms whose newest version is not offered.</summary>
    public IEnumerable<FormDefinition> Offerable =>
        FormLibrary
            .Shipped.All.Select(form => form.Id)
            .Distinct(StringComparer.Ordinal)
            .Select(id => FormLibrary.Shipped.Latest(id)!)
            .Where(form => Forms.Set?.Find(form.Id, form.Version)?.Use != FormUse.Offered);

    internal static async Task<FormsModel?> OfAsync(HttpContext context, Comm.Shared.Messaging.GroupId id)
    {
        Workspace workspace = context.Workspace();
        if (await workspace.GroupAsync(id, context.RequestAborted) is not { } group)
        {
            return null;
        }

        GroupFormsView forms = await workspace.FormsAsync(id, context.RequestAborted);
        FrameModel frame = await FrameModel.OfAsync(workspace, context.RequestAborted);
        return new FormsModel(
            frame,
            group,
            forms,
            [.. (forms.Set?.Forms ?? []).Select(entry => new FormLine(entry, Found(workspace, id, entry)))],
            workspace.KnownForms(id),
            group.CanManage ? workspace.Designs.List(id) : [],
            group.CanManage ? [.. await ElsewhereAsync(context, workspace, frame, id)] : [],
            workspace.Tables.LocationsManifest,
            forms.Set?.Locations is not { } table || workspace.Tables.Has(Convert.FromHexString(table))
        );
    }

    /// <summary>By its hash, too: another definition under the same number is not the one the set means.</summary>
    private static FormDefinition? Found(Workspace workspace, Comm.Shared.Messaging.GroupId group, FormSetEntry entry) =>
        workspace.FindForm(group, entry.Id, entry.Version) is { } form && form.Hash == entry.Hash ? form : null;

    /// <summary>What other groups of this coordinator offer, own forms only: the shipped ones are here already.</summary>
    private static async Task<IEnumerable<(GroupSummary Group, FormDefinition Form)>> ElsewhereAsync(
        HttpContext context,
        Workspace workspace,
        FrameModel frame,
        Comm.Shared.Messaging.GroupId id
    )
    {
        var found = new List<(GroupSummary, FormDefinition)>();
        foreach (GroupSummary other in frame.Groups.Where(other => other.Id != id))
        {
            GroupFormsView forms = await workspace.FormsAsync(other.Id, context.RequestAborted);
            found.AddRange(forms.Offered.Where(form => !FormStarts.IsShipped(form.Id)).Select(form => (other, form)));
        }

        return found;
    }
}
