using Comm.Server.Identity;
using Comm.Server.Tests.Support;
using Microsoft.Extensions.Options;

namespace Comm.Server.Tests.Identity;

public sealed class NonceStoreTests
{
    [Fact]
    public void NonceIsGoodOnce()
    {
        var nonces = new NonceStore(Options.Create(new IdentityOptions()), new TurnableClock());
        string nonce = nonces.Issue().Nonce;

        Assert.True(nonces.TryConsume(nonce, out _));
        Assert.False(nonces.TryConsume(nonce, out _));
    }

    [Fact]
    public void OldestMakesRoomWhenThereAreTooMany()
    {
        var nonces = new NonceStore(Options.Create(new IdentityOptions { MaxNonces = 16 }), new TurnableClock());
        string[] issued = [.. Enumerable.Range(0, 17).Select(_ => nonces.Issue().Nonce)];

        Assert.False(nonces.TryConsume(issued[0], out _));
        Assert.All(issued[1..], nonce => Assert.True(nonces.TryConsume(nonce, out _)));
    }

    [Fact]
    public void NonceEndsWithItsTime()
    {
        var clock = new TurnableClock();
        var nonces = new NonceStore(Options.Create(new IdentityOptions()), clock);
        string nonce = nonces.Issue().Nonce;
        clock.Turn(TimeSpan.FromMinutes(2));

        Assert.False(nonces.TryConsume(nonce, out _));
    }
}
