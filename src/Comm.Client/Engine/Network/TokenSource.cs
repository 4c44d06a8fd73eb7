using System.Text.Json.Serialization;
using Comm.Client.People;
using Comm.Shared.Messaging;

namespace Comm.Client.Engine.Network;

/// <summary>The bearer token: asked for with the device key, kept in memory, renewed before it ends.</summary>
internal sealed class TokenSource(ServerHttp http, DeviceIdentity identity, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _token;
    private long _askedAt;
    private TimeSpan _lasts;

    /// <exception cref="OfflineException">The server cannot be asked, or says no.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Elapsed time, not the time of day: the machine's clock may be wrong or be set.
            if (_token is null || clock.GetElapsedTime(_askedAt) > _lasts - RenewBefore)
            {
                await RenewAsync(cancellationToken);
            }

            return _token!;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The server did not accept it: the next use asks for a new one.</summary>
    public void Forget() => _token = null;

    public void Dispose() => _gate.Dispose();

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        long askedAt = clock.GetTimestamp();
        using HttpResponseMessage nonceResponse = await http.SendAsync(
            HttpMethod.Post,
            ServerRoutes.Nonce,
            content: null,
            bearer: null,
            cancellationToken
        );
        NonceAnswer nonce = await ServerHttp.ReadAsync<NonceAnswer>(nonceResponse, cancellationToken);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = SignIn.GrantType,
                ["assertion"] = SignInAssertion.Create(identity, AudienceOf(identity.Server), nonce),
            }
        );
        using HttpResponseMessage response = await http.SendAsync(
            HttpMethod.Post,
            ServerRoutes.Token,
            form,
            bearer: null,
            cancellationToken
        );
        if (response.StatusCode == System.Net.HttpStatusCode.BadRequest)
        {
            throw new OfflineException(OfflineReason.SignInRefused, null);
        }

        TokenAnswer answer = await ServerHttp.ReadAsync<TokenAnswer>(response, cancellationToken);
        _token = answer.AccessToken;
        _lasts = TimeSpan.FromSeconds(answer.ExpiresIn);
        _askedAt = askedAt;
    }

    /// <summary>The server's public base address without a closing slash: what it is configured with.</summary>
    private static string AudienceOf(Uri server) => server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn
    );
}
