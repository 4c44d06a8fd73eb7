using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Groups;

/// <summary>
/// A signed description of a group's epoch (RFC 9420 §12.4.3): <c>GroupContext group_context; Extension extensions&lt;V&gt;; MAC
/// confirmation_tag; uint32 signer; opaque signature&lt;V&gt;;</c> Nothing of it is checked until <see cref="PublicGroup.TryCreate"/>,
/// <see cref="PublicGroup.Matches"/> or a <see cref="Group"/> has looked at it.
/// </summary>
public sealed record GroupInfo : IMlsStruct<GroupInfo>
{
    internal GroupInfo(GroupContext groupContext, Extensions extensions, Opaque confirmationTag, uint signer, Opaque signature)
    {
        GroupContext = groupContext;
        Extensions = extensions;
        ConfirmationTag = confirmationTag;
        Signer = signer;
        Signature = signature;
    }

    /// <summary>The epoch that it describes.</summary>
    public GroupContext GroupContext { get; internal init; }

    /// <summary>Beside the application's own: the tree and the key for external commits, if they are offered.</summary>
    public Extensions Extensions { get; internal init; }

    /// <summary>Leaf index of the member that signed it.</summary>
    public uint Signer { get; internal init; }

    internal Opaque ConfirmationTag { get; init; }

    internal Opaque Signature { get; init; }

    static bool IMlsStruct<GroupInfo>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out GroupInfo? value)
    {
        value = null;
        if (
            !reader.TryRead(out GroupContext? context)
            || !reader.TryRead(out Extensions? extensions)
            || !reader.TryReadVector(out Opaque confirmationTag)
            || !reader.TryReadUInt32(out uint signer)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new GroupInfo(context, extensions, confirmationTag, signer, signature);
        return true;
    }

    void IMlsStruct<GroupInfo>.Write(MlsWriter writer)
    {
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    /// <summary><c>GroupInfoTBS</c> (RFC 9420 §12.4.3).</summary>
    internal byte[] ToBeSigned()
    {
        using var writer = new MlsWriter();
        WriteUnsigned(writer);
        return writer.ToArray();
    }

    private void WriteUnsigned(MlsWriter writer)
    {
        writer.Write(GroupContext);
        writer.Write(Extensions);
        writer.WriteVector(ConfirmationTag.Span);
        writer.WriteUInt32(Signer);
    }
}
