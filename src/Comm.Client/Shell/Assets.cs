using System.Collections.Frozen;
using System.Net.Mime;
using System.Reflection;
using System.Security.Cryptography;

namespace Comm.Client.Shell;

/// <summary>
/// The browser's files, from inside the program. Their addresses carry the hash of all of them, so a browser may keep them for as
/// long as this launch's host name lives and never mixes two versions.
/// </summary>
internal sealed class Assets
{
    private const string Prefix = "wwwroot/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = MediaTypeNames.Image.Svg,
        [".woff2"] = MediaTypeNames.Font.Woff2,
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, byte[]> _files = Read();

    public Assets() => Version = Convert.ToHexStringLower(HashOfAll())[..12];

    public string Version { get; }

    public IEnumerable<string> Names => _files.Keys;

    /// <summary>The address of a file; a name that is not there is our own mistake.</summary>
    public string AddressOf(string name) =>
        _files.ContainsKey(name)
            ? $"/assets/{Version}/{name}"
            : throw new InvalidOperationException($"No file '{name}' among the browser's files.");

    public IResult Answer(string version, string name, HttpResponse response)
    {
        if (version != Version || !_files.TryGetValue(name, out byte[]? content))
        {
            return Results.NotFound();
        }

        response.Headers.CacheControl = "private, max-age=86400, immutable";
        return Results.Bytes(content, Types[Path.GetExtension(name)]);
    }

    private static FrozenDictionary<string, byte[]> Read()
    {
        Assembly program = typeof(Assets).Assembly;
        return program
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && Types.ContainsKey(Path.GetExtension(name)))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => ReadOne(program, name), StringComparer.Ordinal);
    }

    private static byte[] ReadOne(Assembly program, string name)
    {
        using Stream stream =
            program.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"Resource '{name}' is gone.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private byte[] HashOfAll()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, byte[] content) in _files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(content);
        }

        return hash.GetHashAndReset();
    }
}
