using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.Storage;

internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// Folder of the database and of the server's own key, made when absent. No default: what must never be lost should not lie
    /// where nobody chose.
    /// </summary>
    [Required(ErrorMessage = "Storage:Path is missing: the folder for the server's database and key.")]
    public string Path { get; init; } = "";
}

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
