using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.People;

/// <summary>
/// What a contact point hands to an officer, on paper or in person: <c>CC1-</c> and the base64url of <c>uint8 version = 1; opaque
/// server&lt;V&gt;; opaque root_key[32]; opaque administration&lt;V&gt;; opaque officer[16]; opaque officer_name&lt;V&gt;; uint16
/// roles; opaque invitation[16]; opaque secret[32];</c> The root key travels here, never from the server (design D6). Whoever
/// holds the text can enrol as the officer, once.
/// </summary>
internal sealed class Invitation : IDisposable
{
    public const string Prefix = "CC1-";

    private const byte Version = 1;
    private const int SecretSize = 32;
    private const int MaxTextLength = 2048;

    public required Uri Server { get; init; }

    public required Opaque RootKey { get; init; }

    public required AdministrationCode Administration { get; init; }

    public required OfficerId Officer { get; init; }

    public required string OfficerName { get; init; }

    public required Roles Roles { get; init; }

    public required Guid Id { get; init; }

    public required Secret Secret { get; init; }

    public static Secret NewSecret() => Secret.Random(SecretSize);

    /// <summary>The text is secret too; nobody can zero a string, so make it where it is shown.</summary>
    public string Write()
    {
        using var writer = new MlsWriter();
        writer.WriteUInt8(Version);
        writer.WriteVector(Encoding.UTF8.GetBytes(Server.AbsoluteUri));
        writer.WriteFixed(RootKey.Span);
        writer.WriteVector(Administration.ToBytes());
        writer.WriteFixed(Officer.ToBytes());
        writer.WriteVector(Encoding.UTF8.GetBytes(OfficerName));
        writer.WriteUInt16((ushort)Roles);
        writer.WriteFixed(Id.ToByteArray(bigEndian: true));
        writer.WriteFixed(Secret.Span);
        return Prefix + Base64Url.EncodeToString(writer.WrittenSpan);
    }

    /// <summary>White space around and inside is forgiven, since the text comes out of letters and messages; nothing else is.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Invitation? invitation)
    {
        invitation = null;
        if (text is null || text.Length > MaxTextLength)
        {
            return false;
        }

        string compact = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (!compact.StartsWith(Prefix, StringComparison.Ordinal) || compact.Contains('=', StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> encoded = compact.AsSpan(Prefix.Length);
        if (!Base64Url.IsValid(encoded, out int length))
        {
            return false;
        }

        var bytes = new byte[length];
        try
        {
            return Base64Url.TryDecodeFromChars(encoded, bytes, out int written)
                && written == length
                && TryRead(bytes, out invitation);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public void Dispose() => Secret.Dispose();

    public override string ToString() => $"Invitation {Id:N}";

    private static bool TryRead(byte[] bytes, [NotNullWhen(true)] out Invitation? invitation)
    {
        invitation = null;
        var reader = new MlsReader(bytes);
        if (
            !reader.TryReadUInt8(out byte version)
            || version != Version
            || !reader.TryReadVector(out Opaque serverBytes)
            || !ServerAddress.TryParse(TextOf(serverBytes), out Uri? server)
            || !reader.TryReadFixed(SignatureAlgorithm.Ed25519.PublicKeySize, out Opaque rootKey)
            || !SignatureAlgorithm.Ed25519.IsValidPublicKey(rootKey.Span)
            || !reader.TryReadVector(out Opaque code)
            || !AdministrationCode.TryFromBytes(code.Span, out AdministrationCode administration)
            || !reader.TryReadFixed(Identifier.Size, out Opaque officerBytes)
            || !Identifier.TryFromBytes(officerBytes.Span, out OfficerId officer)
            || !reader.TryReadVector(out Opaque nameBytes)
            || nameBytes.Length > DeviceCertificate.MaxNameBytes
            || TextOf(nameBytes) is not { Length: > 0 } name
            || name.Any(char.IsControl)
            || !reader.TryReadUInt16(out ushort roles)
            || !reader.TryReadFixed(Identifier.Size, out Opaque id)
            || !reader.TryReadFixed(SecretSize, out Opaque secret)
            || !reader.IsAtEnd
        )
        {
            return false;
        }

        invitation = new Invitation
        {
            Server = server,
            // Copies: the buffer is zeroed when this returns.
            RootKey = Opaque.CopyOf(rootKey.Span),
            Administration = administration,
            Officer = officer,
            OfficerName = name,
            Roles = (Roles)roles,
            Id = new Guid(id.Span, bigEndian: true),
            Secret = Secret.CopyOf(secret.Span),
        };
        return true;
    }

    private static string? TextOf(Opaque bytes) => Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : null;
}

/// <summary>Where a server may be: https anywhere, http on this machine only (design D1).</summary>
internal static class ServerAddress
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? server)
    {
        server = null;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || uri.UserInfo.Length > 0
            || uri.Query.Length > 0
            || uri.Fragment.Length > 0
            || uri.AbsolutePath != "/"
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        )
        {
            return false;
        }

        server = uri;
        return true;
    }
}
