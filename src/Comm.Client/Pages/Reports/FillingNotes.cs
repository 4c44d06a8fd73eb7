using Comm.Client.Engine;
using Comm.Shared.Forms;

namespace Comm.Client.Pages.Reports;

/// <summary>What the officer should know of the report on the page, beside the report.</summary>
public sealed record FillingNotes
{
    public static FillingNotes None { get; } = new();

    /// <summary>Begun earlier, and found in the vault.</summary>
    public bool IsKept { get; init; }

    /// <summary>The group has a newer version of the form, and what was begun is in it now.</summary>
    public bool IsInNewVersion { get; init; }

    /// <summary>The group does not take this version any more: it cannot be sent.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Why a coordinator wants it corrected.</summary>
    public string? Returned { get; init; }

    public bool IsFromMessage { get; init; }

    /// <summary>The fuller form that this report can go on in; null for none.</summary>
    public FormDefinition? Upgrade { get; init; }

    /// <summary>There is more to choose from than this form.</summary>
    public bool HasOthers { get; init; }

    /// <summary>What follows from the group's forms.</summary>
    internal static FillingNotes Of(GroupFormsView forms, FormDefinition form) =>
        new()
        {
            IsWithdrawn = forms.Set is { } set && set.Find(form.Id, form.Version) is null,
            HasOthers = forms.Offered.Count > 1,
            Upgrade =
                form.Id == FormLibrary.SimplifiedSeizure
                    ? forms.Offered.FirstOrDefault(offered => offered.Id == FormLibrary.StandardSeizure)
                    : null,
        };
}
