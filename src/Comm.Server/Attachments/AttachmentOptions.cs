using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.Attachments;

internal sealed class AttachmentOptions
{
    public const string Section = "Attachments";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>MiB that one group may hold. 10,240: some ten thousand photographs, an operation's worth.</summary>
    [Range(1, 10_000_000)]
    public int MaxGroupMebibytes { get; init; } = 10_240;

    /// <summary>MiB that one device may have uploaded, over all groups. 1,024: a busy officer's, and nobody fills the disk alone.</summary>
    [Range(1, 10_000_000)]
    public int MaxDeviceMebibytes { get; init; } = 1_024;

    /// <summary>Uploads of one device at a time; the next one is refused. 2: a client sends one after the other.</summary>
    [Range(1, 100)]
    public int UploadsAtATime { get; init; } = 2;

    /// <summary>Minutes that one upload may take. 30: the largest file over a line of 50 kbit/s.</summary>
    [Range(1, 24 * 60)]
    public int MaxUploadMinutes { get; init; } = 30;

    public long MaxGroupBytes => MaxGroupMebibytes * Mebibyte;

    public long MaxDeviceBytes => MaxDeviceMebibytes * Mebibyte;
}

[OptionsValidator]
internal sealed partial class AttachmentOptionsValidator : IValidateOptions<AttachmentOptions>;
