using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Comm.Shared.Forms;

/// <summary>How a version of a form stands in a group. One that is not in the set is withdrawn: what is sent under it is not valid.</summary>
public enum FormUse
{
    /// <summary>New reports are filled under it.</summary>
    Offered = 1,

    /// <summary>An earlier version: what was begun under it may still arrive, and be corrected.</summary>
    Accepted = 2,
}

/// <param name="Hash">SHA-256 of the definition's bytes, in small hexadecimal: what the version says, whoever sends it.</param>
public sealed record FormSetEntry(string Id, int Version, string Hash, FormUse Use)
{
    public static FormSetEntry Offering(FormDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new FormSetEntry(document.Id, document.Version, Convert.ToHexStringLower(document.Hash()), FormUse.Offered);
    }
}

/// <summary>
/// The forms of a group and what their rules are asked with: one for all its members, named by its hash in the group's policy
/// (design D7, D11). So a report has the same verdict on every machine.
/// </summary>
public sealed record FormSet
{
    public const int MostForms = 100;

    /// <summary>A page of JSON; all versions of twenty forms fit.</summary>
    public const int MostBytes = 64 * 1_024;

    public required ImmutableArray<FormSetEntry> Forms { get; init; }

    /// <summary>The published table of places, by the hash of its content; null for the one that comes with the product.</summary>
    public string? Locations { get; init; }

    /// <summary>The customs unions and territories that this operation goes by; null for those that come with the product.</summary>
    public CustomsAreasDocument? CustomsAreas { get; init; }

    /// <summary>The days of the operation, where it has some: a seizure outside them is asked about.</summary>
    public OperationWindow? Window { get; init; }

    /// <summary>The shipped forms of these ids, each in its newest version; those that are not shipped are left out.</summary>
    public static FormSet OfShipped(params ReadOnlySpan<string> ids)
    {
        var forms = ImmutableArray.CreateBuilder<FormSetEntry>();
        foreach (string id in ids)
        {
            if (FormLibrary.Shipped.Latest(id) is { } form)
            {
                forms.Add(FormSetEntry.Offering(form.Document));
            }
        }

        return new FormSet { Forms = forms.ToImmutable() };
    }

    /// <summary>Null for what is no set.</summary>
    public static FormSet? Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MostBytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<FormSet>(utf8, FormJson.Options) is { IsWellFormed: true } set ? set : null;
        }
        catch (JsonException)
        {
            // The serializer can only tell by throwing.
            return null;
        }
    }

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, FormJson.Options);

    /// <summary>SHA-256 of <see cref="ToUtf8"/>, 32 bytes.</summary>
    public byte[] Hash() => SHA256.HashData(ToUtf8());

    public FormSetEntry? Find(string id, int version) =>
        Forms.FirstOrDefault(form => form.Version == version && string.Equals(form.Id, id, StringComparison.Ordinal));

    /// <summary>
    /// With this version offered in the place of the one that was: that one goes on being accepted, since somebody may be filling it
    /// in at this moment.
    /// </summary>
    public FormSet Offering(FormDocument document)
    {
        var entry = FormSetEntry.Offering(document);
        return this with
        {
            Forms =
            [
                .. Forms
                    .Where(form => !IsOf(form, entry.Id, entry.Version))
                    .Select(form =>
                        string.Equals(form.Id, entry.Id, StringComparison.Ordinal) ? form with { Use = FormUse.Accepted } : form
                    ),
                entry,
            ],
        };
    }

    /// <summary>Without this version: what is sent under it from then on is not valid.</summary>
    public FormSet Without(string id, int version) => this with { Forms = [.. Forms.Where(form => !IsOf(form, id, version))] };

    internal bool IsWellFormed =>
        !Forms.IsDefault
        && Forms.Length <= MostForms
        && Forms.All(form => FormNames.IsId(form.Id) && form.Version > 0 && IsHash(form.Hash) && Enum.IsDefined(form.Use))
        && Forms.DistinctBy(form => (form.Id, form.Version)).Count() == Forms.Length
        && Forms.Where(form => form.Use == FormUse.Offered).DistinctBy(form => form.Id).Count()
            == Forms.Count(form => form.Use == FormUse.Offered)
        && (Locations is null || IsHash(Locations))
        && CustomsAreas is null or { IsWellFormed: true }
        && Window is null or { GraceDays: >= 0 and <= OperationWindow.MostGraceDays };

    private static bool IsOf(FormSetEntry form, string id, int version) =>
        form.Version == version && string.Equals(form.Id, id, StringComparison.Ordinal);

    private static bool IsHash(string text) =>
        text.Length == SHA256.HashSizeInBytes * 2 && text.All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f');
}
