using System.Text.Json;
using System.Text.Json.Serialization;

namespace Comm.Shared.Messaging;

/// <summary>The server's addresses; docs/protocol.md says what each takes and gives.</summary>
public static class ServerRoutes
{
    public const string Health = "/health";
    public const string Hub = "/hubs/groups";
    public const string Nonce = "/connect/nonce";
    public const string Token = "/connect/token";
    public const string Groups = "/groups";
    public const string Welcomes = "/welcomes";
    public const string KeyPackages = "/key-packages";
    public const string KeyPackageClaims = "/key-packages/claims";
    public const string ExternalSender = "/external-sender";
    public const string Devices = "/directory/devices";
    public const string EnrolmentRequests = "/enrolment/requests";
    public const string Tables = "/tables";

    public static string Commits(GroupId group) => $"{Groups}/{group}/commits";

    public static string Faults(GroupId group) => $"{Groups}/{group}/faults";

    public static string Description(GroupId group) => $"{Groups}/{group}/description";

    public static string Attachment(GroupId group, AttachmentId attachment) => $"{Groups}/{group}/attachments/{attachment}";

    public static string Log(GroupId group, long after, int take) =>
        FormattableString.Invariant($"{Groups}/{group}/log?after={after}&take={take}");

    public static string WelcomesAfter(long after) => FormattableString.Invariant($"{Welcomes}?after={after}");

    public static string Welcome(Guid id) => $"{Welcomes}/{id:N}";

    public static string EnrolmentRequest(Guid id) => $"{EnrolmentRequests}/{id:N}";

    /// <summary>By the hash of its text, in hexadecimal.</summary>
    public static string Table(Comm.Mls.Codec.Opaque hash) => $"{Tables}/{hash}";

    public static string EnrolmentAnswer(Guid id) => $"{EnrolmentRequests}/{id:N}/answer";
}

/// <summary>Every bound of the wire in one place; server and client both hold to it.</summary>
public static class WireLimits
{
    /// <summary>Largest MLSMessage of a message, in bytes.</summary>
    public const int MaxMessageBytes = 128 * 1024;

    /// <summary>Largest commit request (commit, Welcome and GroupInfo together), in bytes: room for 1,000 members.</summary>
    public const int MaxCommitBytes = 8 * 1024 * 1024;

    /// <summary>Most entries in one page of the log.</summary>
    public const int MaxLogPage = 256;

    /// <summary>Most Welcomes in one page.</summary>
    public const int MaxWelcomePage = 32;

    /// <summary>
    /// Welcomes by one device that may wait for another: an adder who gets no answer waits, and cannot fill the shelf of somebody.
    /// </summary>
    public const int MaxWelcomesPerAdder = 32;

    /// <summary>Most KeyPackages in one upload, and most kept per device.</summary>
    public const int MaxKeyPackages = 100;

    /// <summary>Largest KeyPackage, in bytes.</summary>
    public const int MaxKeyPackageBytes = 16 * 1024;

    /// <summary>Most devices named in one claim.</summary>
    public const int MaxClaim = 200;

    /// <summary>Largest file as somebody attaches it, in bytes.</summary>
    public const int MaxAttachmentBytes = 10 * 1024 * 1024;

    /// <summary>The same, sealed.</summary>
    public const int MaxSealedAttachmentBytes =
        Crypto.SecretStream.HeaderSize
        + (MaxAttachmentBytes / Attachments.SealedFile.PieceSize * Attachments.SealedFile.SealedPieceSize);
}

/// <summary>A group as its member's device sees it on the server.</summary>
public sealed record GroupStanding(GroupId GroupId, ulong Epoch, long Head, bool Ended);

/// <summary>
/// A Welcome for this device, released with its commit. <paramref name="Sequence"/> is that commit's: the newcomer's log
/// begins after it. It is kept until the device deletes it.
/// </summary>
public sealed record WaitingWelcome(Guid Id, GroupId GroupId, long Sequence, ReadOnlyMemory<byte> Content);

/// <summary>
/// Waiting Welcomes after a cursor, oldest first. <paramref name="Next"/> is the cursor of the next page, none on the last one: a
/// Welcome that cannot be taken does not hold up the ones behind it.
/// </summary>
public sealed record WaitingWelcomePage(IReadOnlyList<WaitingWelcome> Welcomes, long? Next);

/// <summary>
/// What a member needs to come in again by an external commit (RFC 9420 §12.4.3.2): an MLSMessage with the newest GroupInfo, which
/// has the epoch's external key, and the ratchet tree that belongs to it.
/// </summary>
public sealed record GroupDescription(ReadOnlyMemory<byte> GroupInfo, ReadOnlyMemory<byte> RatchetTree);

/// <summary>KeyPackages (RFC 9420 §10), each an MLSMessage, each to be used once.</summary>
public sealed record KeyPackageUpload(IReadOnlyList<ReadOnlyMemory<byte>> KeyPackages);

/// <summary>
/// <paramref name="HasLastResort"/>: there is a KeyPackage of last resort that nobody has been given yet; when not, it is time for a
/// new one.
/// </summary>
public sealed record KeyPackageStock(int Unclaimed, bool HasLastResort = false);

public sealed record KeyPackageClaim(IReadOnlyList<DeviceId> Devices);

/// <summary>One KeyPackage for a device of the claim; a device that has none left is missing from the answer.</summary>
public sealed record ClaimedKeyPackage(DeviceId Device, ReadOnlyMemory<byte> KeyPackage);

/// <summary>A device the server has met, with its certificate: <see cref="Membership.DeviceCertificate"/> bytes, to be checked by the reader.</summary>
public sealed record DirectoryDevice(DeviceId Device, ReadOnlyMemory<byte> Certificate);

/// <summary>ExternalSender (RFC 9420 §12.1.8.1) of this server, for the groups that are made on it.</summary>
public sealed record ExternalSenderAnswer(ReadOnlyMemory<byte> Sender);

/// <summary>A table on the server: its <see cref="Publishing.TableManifest"/> bytes, to be checked by the reader, and how much there is to fetch.</summary>
public sealed record PublishedTableInfo(ReadOnlyMemory<byte> Manifest, int PackedLength);

/// <summary>A sealed file on its way to or from the server.</summary>
public static class AttachmentTransfer
{
    public const string ContentType = "application/vnd.customscomm.attachment";

    /// <summary>RFC 9530, <c>sha-256=:base64:</c> and no other: what the sealed file's name stands for, before a byte of it is sent.</summary>
    public const string DigestHeader = "Content-Digest";

    private const string Start = "sha-256=:";

    public static string WriteDigest(Comm.Mls.Codec.Opaque hash) => $"{Start}{Convert.ToBase64String(hash.Span)}:";

    public static bool TryReadDigest(string? text, out Comm.Mls.Codec.Opaque hash)
    {
        byte[] bytes = new byte[32];
        bool isRead =
            text is { Length: 54 }
            && text.StartsWith(Start, StringComparison.Ordinal)
            && text[^1] == ':'
            && Convert.TryFromBase64String(text[Start.Length..^1], bytes, out int length)
            && length == bytes.Length;
        hash = bytes;
        return isRead;
    }
}

public sealed record NonceAnswer(string Nonce, DateTimeOffset ExpiresAt);

/// <summary>JSON as both ends write it: camel case, enums as words, unknown members ignored, missing ones refused.</summary>
public static class WireJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = 16;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
