namespace Comm.Client.Pages.Reports.Reading;

/// <summary>What somebody wrote with a withdrawal or a review that was refused: the page shows it again.</summary>
public sealed record EnteredAct(bool IsWithdrawal, string Remark)
{
    /// <summary>Never its words.</summary>
    public override string ToString() => nameof(EnteredAct);
}
