using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>RFC 9420 §6.</summary>
public enum ContentType : byte
{
    Application = 1,
    Proposal = 2,
    Commit = 3,
}

/// <summary>RFC 9420 §6.</summary>
public enum SenderType : byte
{
    Member = 1,
    External = 2,
    NewMemberProposal = 3,
    NewMemberCommit = 4,
}

/// <summary>
/// RFC 9420 §6: <c>SenderType sender_type; select { member: uint32 leaf_index; external: uint32 sender_index; … };</c>
/// <see cref="Index"/> is 0 for the two that have none.
/// </summary>
public sealed record Sender(SenderType Type, uint Index) : IMlsStruct<Sender>
{
    public static Sender Member(uint leafIndex) => new(SenderType.Member, leafIndex);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Sender? value)
    {
        value = null;
        uint index = 0;
        if (!reader.TryReadUInt8(out byte type))
        {
            return false;
        }

        bool read = (SenderType)type switch
        {
            SenderType.Member or SenderType.External => reader.TryReadUInt32(out index),
            SenderType.NewMemberProposal or SenderType.NewMemberCommit => true,
            // V-CODEC-07
            _ => false,
        };
        value = read ? new Sender((SenderType)type, index) : null;
        return read;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt8((byte)Type);
        if (Type is SenderType.Member or SenderType.External)
        {
            writer.WriteUInt32(Index);
        }
    }
}

/// <summary>
/// RFC 9420 §6: <c>opaque group_id&lt;V&gt;; uint64 epoch; Sender sender; opaque authenticated_data&lt;V&gt;; ContentType
/// content_type; select { application: opaque application_data&lt;V&gt;; proposal: Proposal; commit: Commit; };</c> Which of
/// <see cref="ApplicationData"/>, <see cref="Proposal"/> and <see cref="Commit"/> is there, <see cref="ContentType"/> says.
/// </summary>
public sealed record FramedContent : IMlsStruct<FramedContent>
{
    private FramedContent(
        Opaque groupId,
        ulong epoch,
        Sender sender,
        Opaque authenticatedData,
        ContentType contentType,
        Opaque applicationData,
        Proposal? proposal,
        Commit? commit
    )
    {
        GroupId = groupId;
        Epoch = epoch;
        Sender = sender;
        AuthenticatedData = authenticatedData;
        ContentType = contentType;
        ApplicationData = applicationData;
        Proposal = proposal;
        Commit = commit;
    }

    public Opaque GroupId { get; }

    public ulong Epoch { get; }

    public Sender Sender { get; }

    public Opaque AuthenticatedData { get; }

    public ContentType ContentType { get; }

    public Opaque ApplicationData { get; }

    public Proposal? Proposal { get; }

    public Commit? Commit { get; }

    public static FramedContent OfApplication(
        Opaque groupId,
        ulong epoch,
        Sender sender,
        Opaque authenticatedData,
        Opaque applicationData
    ) => new(groupId, epoch, sender, authenticatedData, ContentType.Application, applicationData, null, null);

    public static FramedContent OfProposal(
        Opaque groupId,
        ulong epoch,
        Sender sender,
        Opaque authenticatedData,
        Proposal proposal
    ) => new(groupId, epoch, sender, authenticatedData, ContentType.Proposal, default, proposal, null);

    public static FramedContent OfCommit(Opaque groupId, ulong epoch, Sender sender, Opaque authenticatedData, Commit commit) =>
        new(groupId, epoch, sender, authenticatedData, ContentType.Commit, default, null, commit);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out FramedContent? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque groupId)
            || !reader.TryReadUInt64(out ulong epoch)
            || !reader.TryRead(out Sender? sender)
            || !reader.TryReadVector(out Opaque authenticatedData)
            || !reader.TryReadUInt8(out byte contentType)
            || !TryReadBody(ref reader, (ContentType)contentType, out Opaque data, out Proposal? proposal, out Commit? commit)
        )
        {
            return false;
        }

        value = new FramedContent(groupId, epoch, sender, authenticatedData, (ContentType)contentType, data, proposal, commit);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt64(Epoch);
        Sender.Write(writer);
        writer.WriteVector(AuthenticatedData.Span);
        writer.WriteUInt8((byte)ContentType);
        WriteBody(writer);
    }

    /// <summary>The content alone, as <c>PrivateMessageContent</c> (RFC 9420 §6.3.1) has it too.</summary>
    internal static bool TryReadBody(
        ref MlsReader reader,
        ContentType type,
        out Opaque applicationData,
        out Proposal? proposal,
        out Commit? commit
    )
    {
        applicationData = default;
        proposal = null;
        commit = null;
        return type switch
        {
            ContentType.Application => reader.TryReadVector(out applicationData),
            ContentType.Proposal => reader.TryRead(out proposal),
            ContentType.Commit => reader.TryRead(out commit),
            // V-CODEC-07
            _ => false,
        };
    }

    internal void WriteBody(MlsWriter writer)
    {
        switch (ContentType)
        {
            case ContentType.Application:
                writer.WriteVector(ApplicationData.Span);
                break;
            case ContentType.Proposal:
                Proposal!.Write(writer);
                break;
            default:
                Commit!.Write(writer);
                break;
        }
    }
}

/// <summary>
/// RFC 9420 §6.1: <c>opaque signature&lt;V&gt;; select (content_type) { commit: MAC confirmation_tag; };</c> The tag is empty
/// for everything but a commit.
/// </summary>
public sealed record FramedContentAuthData(Opaque Signature, Opaque ConfirmationTag)
{
    internal static bool TryRead(
        ref MlsReader reader,
        ContentType contentType,
        [NotNullWhen(true)] out FramedContentAuthData? value
    )
    {
        value = null;
        Opaque tag = default;
        if (!reader.TryReadVector(out Opaque signature) || (contentType == ContentType.Commit && !reader.TryReadVector(out tag)))
        {
            return false;
        }

        value = new FramedContentAuthData(signature, tag);
        return true;
    }

    internal void Write(MlsWriter writer, ContentType contentType)
    {
        writer.WriteVector(Signature.Span);
        if (contentType == ContentType.Commit)
        {
            writer.WriteVector(ConfirmationTag.Span);
        }
    }
}

/// <summary>RFC 9420 §6: <c>WireFormat wire_format; FramedContent content; FramedContentAuthData auth;</c></summary>
public sealed record AuthenticatedContent(WireFormat WireFormat, FramedContent Content, FramedContentAuthData Auth)
    : IMlsStruct<AuthenticatedContent>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out AuthenticatedContent? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort wireFormat)
            || !reader.TryRead(out FramedContent? content)
            || !FramedContentAuthData.TryRead(ref reader, content.ContentType, out FramedContentAuthData? auth)
        )
        {
            return false;
        }

        value = new AuthenticatedContent((WireFormat)wireFormat, content, auth);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16((ushort)WireFormat);
        Content.Write(writer);
        Auth.Write(writer, Content.ContentType);
    }
}
