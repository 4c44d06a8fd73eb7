using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Tests.Support;

/// <summary>A device's assertion, right as it stands and wrong in whatever a test changes.</summary>
internal sealed class Assertion
{
    public Assertion(TestDevice device, NonceAnswer nonce)
    {
        Key = device.Key;
        Header = new()
        {
            ["alg"] = SignIn.Algorithm,
            ["typ"] = SignIn.AssertionType,
            [SignIn.CertificateHeader] = Encode(device.Certificate),
        };
        Payload = new()
        {
            ["iss"] = device.Id.ToString(),
            ["sub"] = device.Id.ToString(),
            ["aud"] = TestServer.Audience,
            [SignIn.NonceClaim] = nonce.Nonce,
            ["exp"] = nonce.ExpiresAt.ToUnixTimeSeconds(),
        };
    }

    public Dictionary<string, object> Header { get; }

    public Dictionary<string, object> Payload { get; }

    public Secret Key { get; set; }

    public static string Encode(DeviceCertificate certificate) => Base64Url.EncodeToString(MlsCodec.Encode(certificate));

    public string Sign()
    {
        string signed = Part(Header) + "." + Part(Payload);
        byte[] bytes = Encoding.ASCII.GetBytes(signed);
        byte[] signature = Header["alg"] switch
        {
            "none" => [],
            // The classic confusion: the public key as an HMAC key.
            "HS256" => HMACSHA256.HashData(SignatureAlgorithm.Ed25519.GetPublicKey(Key), bytes),
            _ => SignatureAlgorithm.Ed25519.Sign(Key, bytes),
        };
        return signed + "." + Base64Url.EncodeToString(signature);
    }

    private static string Part(Dictionary<string, object> json) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
