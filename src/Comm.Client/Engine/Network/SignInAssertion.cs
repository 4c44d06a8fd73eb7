using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Comm.Client.People;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine.Network;

/// <summary>
/// The assertion a device signs in with (design D3): a JWT in compact form (RFC 7515 §7.1), EdDSA by the device key. Our own
/// few lines, because a writer needs no more and the library has no Ed25519.
/// </summary>
internal static class SignInAssertion
{
    public static string Create(DeviceIdentity identity, string audience, NonceAnswer nonce)
    {
        string header = Part(writer =>
        {
            writer.WriteString("alg", SignIn.Algorithm);
            writer.WriteString("typ", SignIn.AssertionType);
            writer.WriteString(SignIn.CertificateHeader, Base64Url.EncodeToString(MlsCodec.Encode(identity.Certificate)));
        });
        string payload = Part(writer =>
        {
            writer.WriteString("iss", identity.Device.ToString());
            writer.WriteString("sub", identity.Device.ToString());
            writer.WriteString("aud", audience);
            writer.WriteString(SignIn.NonceClaim, nonce.Nonce);
            // The server's own instant: this machine's clock plays no part.
            writer.WriteNumber("exp", nonce.ExpiresAt.ToUnixTimeSeconds());
        });
        string signed = $"{header}.{payload}";
        byte[] signature = identity.Signer.Sign(Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
