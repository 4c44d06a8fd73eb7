using System.Buffers;
using System.IO.Compression;

namespace Comm.Client.Spreadsheets;

/// <summary>Unpacks every part once, into nothing, before anybody reads it: what a package says of its sizes is not to be believed. (The
/// framework hands out no more of a part than the part says it has; this does not rely on it.)</summary>
internal static class PackageGuard
{
    /// <returns>The parts with their sizes, unpacked; null where the package is refused.</returns>
    public static IReadOnlyDictionary<string, long>? Weigh(
        ReadOnlyMemory<byte> bytes,
        SpreadsheetLimits limits,
        SheetFaults faults
    )
    {
        try
        {
            using var stream = new MemoryStream(bytes.ToArray(), writable: false);
            using var package = new ZipArchive(stream, ZipArchiveMode.Read);
            if (package.Entries.Count > limits.Parts)
            {
                faults.Add(CellPlace.File, "Sheet_TooManyParts", limits.Parts);
                return null;
            }

            var sizes = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
            long all = 0;
            foreach (ZipArchiveEntry part in package.Entries)
            {
                long size = Size(part, limits);
                all += size;
                if (!sizes.TryAdd(part.FullName, size) || part.IsEncrypted || (size != part.Length && size <= limits.PartBytes))
                {
                    faults.Add(CellPlace.File, "Sheet_Malformed", part.FullName);
                    return null;
                }

                if (size > limits.PartBytes || all > limits.AllPartBytes || IsDense(part, size, limits))
                {
                    faults.Add(CellPlace.File, "Sheet_UnpacksTooLarge", part.FullName, limits.PartBytes, limits.Ratio);
                    return null;
                }
            }

            return sizes;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or IOException or NotSupportedException)
        {
            faults.Add(CellPlace.File, "Sheet_Malformed", "zip");
            return null;
        }
    }

    /// <summary>What it says, where that is too large already; else what it is, read no further than the limit.</summary>
    private static long Size(ZipArchiveEntry part, SpreadsheetLimits limits)
    {
        if (part.Length > limits.PartBytes || IsDense(part, part.Length, limits))
        {
            return part.Length;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1_024);
        try
        {
            using Stream content = part.Open();
            long size = 0;
            int read;
            while (size <= limits.PartBytes && (read = content.Read(buffer)) > 0)
            {
                size += read;
            }

            return size;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsDense(ZipArchiveEntry part, long size, SpreadsheetLimits limits) =>
        size > limits.RatioFromBytes && size / Math.Max(1, part.CompressedLength) > limits.Ratio;
}
