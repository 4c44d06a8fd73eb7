using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Comm.Client.Engine.Network;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Client.Tests.Engine;

public sealed class SignInAssertionTests
{
    [Fact]
    public async Task TheAssertionSaysWhatTheContractAsksForAndIsSignedByTheDevice()
    {
        var room = new TwoOfficers();
        await room.InitializeAsync();
        var nonce = new NonceAnswer("n-1", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

        string assertion = SignInAssertion.Create(room.Claire.Identity, "http://localhost:5000", nonce);

        string[] parts = assertion.Split('.');
        Assert.Equal(3, parts.Length);
        JsonElement header = Decode(parts[0]);
        JsonElement payload = Decode(parts[1]);
        Assert.Equal("EdDSA", header.GetProperty("alg").GetString());
        Assert.Equal(SignIn.AssertionType, header.GetProperty("typ").GetString());
        byte[] certificateBytes = Base64Url.DecodeFromChars(header.GetProperty(SignIn.CertificateHeader).GetString());
        Assert.True(MlsCodec.TryDecode(certificateBytes, out DeviceCertificate? certificate));
        string device = room.Claire.Identity.Device.ToString();
        Assert.Equal(device, payload.GetProperty("iss").GetString());
        Assert.Equal(device, payload.GetProperty("sub").GetString());
        Assert.Equal("http://localhost:5000", payload.GetProperty("aud").GetString());
        Assert.Equal("n-1", payload.GetProperty(SignIn.NonceClaim).GetString());
        Assert.Equal(1_800_000_000, payload.GetProperty("exp").GetInt64());
        Assert.True(
            SignatureAlgorithm.Ed25519.Verify(
                certificate.DeviceKey.Span,
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2])
            )
        );
        await room.DisposeAsync();
    }

    private static JsonElement Decode(string part) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));
}
