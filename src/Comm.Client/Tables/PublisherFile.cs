using System.Text.Json;
using Comm.Client.Vault;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;

namespace Comm.Client.Tables;

/// <summary>
/// A publisher's key with the certificate that the root gave it (ADR 0006), in a file that only its user can read. Whoever has the file can
/// publish tables under the platform's name, and can do nothing else with it.
/// </summary>
internal sealed class PublisherFile : IDisposable
{
    private readonly Secret _key;

    private PublisherFile(Secret key, PublisherCertificate certificate)
    {
        _key = key;
        Certificate = certificate;
    }

    public PublisherCertificate Certificate { get; }

    /// <summary>Null for what is no such file, or one whose key is not the certificate's.</summary>
    public static PublisherFile? TryLoad(FileInfo file)
    {
        const int Most = 16 * 1_024;
        if (!file.Exists || file.Length > Most)
        {
            return null;
        }

        try
        {
            Content? content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(file.FullName), WireJson.Options);
            if (
                content is null
                || content.Key.Length != SignatureAlgorithm.Ed25519.PrivateKeySize
                || !MlsCodec.TryDecode(content.Certificate.Span, out PublisherCertificate? certificate)
            )
            {
                return null;
            }

            Secret key = Secret.CopyOf(content.Key.Span);
            if (new Opaque(SignatureAlgorithm.Ed25519.GetPublicKey(key)) == certificate.Key)
            {
                return new PublisherFile(key, certificate);
            }

            key.Dispose();
            return null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static void Write(string path, Secret key, PublisherCertificate certificate) =>
        DataDirectory.ReplacePrivate(
            path,
            JsonSerializer.SerializeToUtf8Bytes(
                new Content(certificate.Name, key.Span.ToArray(), MlsCodec.Encode(certificate)),
                WireJson.Options
            )
        );

    public PublishedTable Publish(TableKind kind, string edition, DateTimeOffset issued, int rows, ReadOnlySpan<byte> content) =>
        PublishedTable.Of(TableManifest.Sign(_key, Certificate, kind, edition, issued, rows, content), content);

    public void Dispose() => _key.Dispose();

    private sealed record Content(string Name, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Certificate)
    {
        public override string ToString() => "***";
    }
}
