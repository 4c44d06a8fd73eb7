using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Groups;

/// <summary>
/// RFC 9420 §12.4.3: <c>GroupContext group_context; Extension extensions&lt;V&gt;; MAC confirmation_tag; uint32 signer; opaque
/// signature&lt;V&gt;;</c>
/// </summary>
public sealed record GroupInfo(
    GroupContext GroupContext,
    Extensions Extensions,
    Opaque ConfirmationTag,
    uint Signer,
    Opaque Signature
) : IMlsStruct<GroupInfo>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out GroupInfo? value)
    {
        value = null;
        if (
            !reader.TryRead(out GroupContext? context)
            || !Extensions.TryRead(ref reader, out Extensions? extensions)
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

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    /// <summary><c>GroupInfoTBS</c> (RFC 9420 §12.4.3).</summary>
    public byte[] ToBeSigned()
    {
        using var writer = new MlsWriter();
        WriteUnsigned(writer);
        return writer.ToArray();
    }

    private void WriteUnsigned(MlsWriter writer)
    {
        GroupContext.Write(writer);
        Extensions.Write(writer);
        writer.WriteVector(ConfirmationTag.Span);
        writer.WriteUInt32(Signer);
    }
}
