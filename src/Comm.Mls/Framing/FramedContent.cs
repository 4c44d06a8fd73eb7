using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>What is sent (RFC 9420 §6), one byte on the wire.</summary>
public enum ContentType : byte
{
    /// <summary>The application's bytes.</summary>
    Application = 1,

    /// <summary>A change that somebody asks for.</summary>
    Proposal = 2,

    /// <summary>Changes that are made.</summary>
    Commit = 3,
}

/// <summary>
/// RFC 9420 §6: <c>opaque group_id&lt;V&gt;; uint64 epoch; Sender sender; opaque authenticated_data&lt;V&gt;; ContentType
/// content_type; select { application: opaque application_data&lt;V&gt;; proposal: Proposal; commit: Commit; };</c>
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

    /// <summary>The group it is for.</summary>
    public Opaque GroupId { get; }

    /// <summary>The epoch it was sent in.</summary>
    public ulong Epoch { get; }

    /// <summary>Who sent it: a claim, until its signature was verified.</summary>
    public Sender Sender { get; }

    /// <summary>Signed with the content and, in a PrivateMessage, readable beside the ciphertext.</summary>
    public Opaque AuthenticatedData { get; }

    /// <summary>Which of the three it is.</summary>
    public ContentType ContentType { get; }

    /// <summary>Empty unless <see cref="ContentType"/> says that it is an application message.</summary>
    public Opaque ApplicationData { get; }

    /// <summary>Null unless <see cref="ContentType"/> says that it is a proposal.</summary>
    public Proposal? Proposal { get; }

    internal Commit? Commit { get; }

    internal static FramedContent OfApplication(
        Opaque groupId,
        ulong epoch,
        Sender sender,
        Opaque authenticatedData,
        Opaque applicationData
    ) => new(groupId, epoch, sender, authenticatedData, ContentType.Application, applicationData, null, null);

    internal static FramedContent OfProposal(
        Opaque groupId,
        ulong epoch,
        Sender sender,
        Opaque authenticatedData,
        Proposal proposal
    ) => new(groupId, epoch, sender, authenticatedData, ContentType.Proposal, default, proposal, null);

    internal static FramedContent OfCommit(Opaque groupId, ulong epoch, Sender sender, Opaque authenticatedData, Commit commit) =>
        new(groupId, epoch, sender, authenticatedData, ContentType.Commit, default, null, commit);

    static bool IMlsStruct<FramedContent>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out FramedContent? value)
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

    void IMlsStruct<FramedContent>.Write(MlsWriter writer)
    {
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt64(Epoch);
        writer.Write(Sender);
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
                writer.Write(Proposal!);
                break;
            default:
                writer.Write(Commit!);
                break;
        }
    }
}
