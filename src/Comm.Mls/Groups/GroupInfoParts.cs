namespace Comm.Mls.Groups;

/// <summary>What <see cref="Group.ExportGroupInfo"/> puts beside the GroupContext.</summary>
[Flags]
public enum GroupInfoParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The tree (RFC 9420 §12.4.3.3), which whoever starts from this GroupInfo alone needs.</summary>
    RatchetTree = 1,

    /// <summary>The epoch's external key, by which somebody outside can come in by an external commit (§12.4.3.2).</summary>
    ExternalPub = 2,
}
